package worktree

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/translation"
)

// move brings branch and files from one commit to another. Files go first, each whole or not at all: who dies between
// begins with them again. What is not committed stays; where that cannot be, nothing is moved.
func (t *Tree) move(ctx context.Context, from, to string) error {
	steps, err := t.steps(ctx, from, to)
	if err == nil {
		err = replace(t.moveFile(), []byte(from+" "+to), 0o600)
	}
	if err == nil {
		err = t.moveFiles(ctx, steps)
	}
	if err == nil && len(steps) > 0 {
		t.Reach("git.moved")
		_, err = t.run(ctx, nil, index(steps), "update-index", "-z", "--index-info")
	}
	if err == nil {
		_, err = t.git(ctx, nil, "read-tree", "-m", "-u", from, to) // what is no plain file
	}
	if err == nil {
		t.Reach("git.read")
		_, err = t.git(ctx, nil, "update-ref", "-m", "hallyu: words of others", "HEAD", to, from)
	}
	if err == nil {
		err = os.Remove(t.moveFile())
	}
	return err
}

// moveFile says, from before the first file moves until the branch has, from which commit to which.
func (t *Tree) moveFile() string { return filepath.Join(t.own, "hallyu-move") }

// finishMove goes on with a move that was cut off, before anything newer is looked at: its files may be there already.
// One that cannot go on is given up, and what was moved counts as changed by hand.
func (t *Tree) finishMove(ctx context.Context) error {
	data, err := os.ReadFile(t.moveFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	from, to, _ := strings.Cut(string(data), " ")
	head, err := t.head(ctx)
	if err == nil && head == from {
		err = t.move(ctx, from, to)
	}
	if err != nil {
		t.Log.Warn("a move of the work tree is given up", "folder", t.Folder, "error", err)
	}
	err = os.Remove(t.moveFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// step is what a move makes of a plain file. An id without anything but 0 is no file.
type step struct {
	path     string
	from, to string // ids of blobs
	mode     string // of git's; 000000 for no file
}

// index tells git what the index has of files after their steps.
func index(steps []step) []byte {
	var lines bytes.Buffer
	for _, s := range steps {
		fmt.Fprintf(&lines, "%s %s\t%s\x00", s.mode, s.to, s.path)
	}
	return lines.Bytes()
}

// moveFiles replaces plain files one by one, or none.
func (t *Tree) moveFiles(ctx context.Context, steps []step) error {
	texts, err := t.blobs(ctx, steps)
	if err != nil {
		return err
	}
	next, inTheWay := map[string][]byte{}, []string(nil)
	for _, s := range steps {
		disk, err := t.onDisk(s.path)
		if err != nil {
			return err
		}
		from, to := texts[s.from+s.path], texts[s.to+s.path]
		switch {
		case same(disk, to): // by us, before a fall, or by hand
		case same(disk, from):
			next[s.path] = to
		default:
			next[s.path], err = t.carry(s.path, from, disk, to)
			if err != nil {
				inTheWay = append(inTheWay, s.path)
			}
		}
	}
	if len(inTheWay) > 0 {
		return fmt.Errorf("%s: pushed, and changed here without a commit", strings.Join(inTheWay, ", "))
	}
	for _, s := range steps {
		data, moves := next[s.path]
		if !moves {
			continue
		}
		err = t.put(s, data)
		if err != nil {
			return err
		}
		t.Reach("git.file")
	}
	return nil
}

var errInTheWay = errors.New("changed on both sides")

// carry puts what somebody changed by hand, message by message, into the file that was pushed.
func (t *Tree) carry(path string, from, disk, to []byte) ([]byte, error) {
	_, _, messages := t.place(path)
	if !messages || disk == nil || to == nil {
		return nil, errInTheWay
	}
	s, err := sidesOf(path, from, disk, to)
	if err != nil || len(s.changed(translation.Both)) > 0 {
		return nil, errInTheWay
	}
	return write(path, to, s.changed(translation.Ours), s.ours)
}

// same compares contents of files; nil is no file.
func same(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }

// put makes a file what the commit says.
func (t *Tree) put(s step, data []byte) error {
	file := filepath.Join(t.top, filepath.FromSlash(s.path))
	if data == nil {
		return os.Remove(file)
	}
	err := os.MkdirAll(filepath.Dir(file), 0o750)
	if err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if s.mode == executable {
		mode = 0o755
	}
	return replace(file, data, mode)
}

// replace writes a file whole or not at all.
func replace(file string, data []byte, mode os.FileMode) error {
	beside, err := os.CreateTemp(filepath.Dir(file), ".hallyu-*")
	if err != nil {
		return err
	}
	_, err = beside.Write(data)
	if err == nil {
		err = beside.Chmod(mode)
	}
	if err == nil {
		err = beside.Sync()
	}
	if closed := beside.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(beside.Name(), file)
	}
	if err != nil {
		_ = os.Remove(beside.Name())
	}
	return err
}

// steps lists the plain files that differ between two commits. Links and the like are left to git.
func (t *Tree) steps(ctx context.Context, from, to string) ([]step, error) {
	out, err := t.run(ctx, nil, nil, "diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", from, to)
	if err != nil {
		return nil, err
	}
	var all []step
	for pair := range slices.Chunk(strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), 2) {
		f := strings.Fields(strings.TrimPrefix(pair[0], ":")) // modes, ids, what was done
		if len(pair) < 2 || len(f) < 4 || !plain(f[0]) || !plain(f[1]) || strings.ContainsRune(pair[1], '\n') {
			continue
		}
		all = append(all, step{path: pair[1], from: f[2], to: f[3], mode: f[1]})
	}
	return all, nil
}

// plain says whether a mode of git's is that of a file, or of none.
func plain(mode string) bool { return mode == "100644" || mode == executable || mode == "000000" }

const executable = "100755"

// blobs reads what files said and say, as git would write them into the work tree, by id and path.
func (t *Tree) blobs(ctx context.Context, steps []step) (map[string][]byte, error) {
	var ask bytes.Buffer
	var names []string
	for _, s := range steps {
		for _, id := range []string{s.from, s.to} {
			if strings.Trim(id, "0") != "" {
				fmt.Fprintf(&ask, "%s %s\n", id, s.path)
				names = append(names, id+s.path)
			}
		}
	}
	out, err := t.run(ctx, nil, ask.Bytes(), "cat-file", "--batch", "--filters")
	if err != nil {
		return nil, err
	}
	texts, in := make(map[string][]byte, len(names)), bufio.NewReader(bytes.NewReader(out))
	for _, name := range names {
		head, err := in.ReadString('\n') // id, type and size
		if err != nil {
			return nil, err
		}
		size, err := strconv.Atoi(strings.TrimSpace(head[strings.LastIndexByte(strings.TrimSpace(head), ' ')+1:]))
		if err != nil || size > in.Size()+len(out) {
			return nil, fmt.Errorf("git cat-file answered %q", head)
		}
		text := make([]byte, size+1) // with the end of its line
		_, err = io.ReadFull(in, text)
		if err != nil {
			return nil, err
		}
		texts[name] = text[:size]
	}
	return texts, nil
}
