package worktree

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// errBusy says that another process brings this work tree in step, or that a command of git still runs that one which
// is gone began.
var errBusy = errors.New("another process is at work in it")

// claim is the right to work in the tree. Its file in git's folder is locked, by every command of git that is run
// under it as well, and is not empty as long as it is claimed: who finds it unlocked and not empty comes after a fall.
type claim struct {
	tree *Tree
	file *os.File
}

// claim takes the right and, after a fall, makes good what it left.
func (t *Tree) claim(ctx context.Context) (*claim, error) {
	file, err := os.OpenFile(filepath.Join(t.own, "hallyu.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	c := &claim{t, file}
	err = lock(file)
	if err != nil {
		return nil, errors.Join(errBusy, file.Close())
	}
	info, err := file.Stat()
	if err == nil && info.Size() > 0 {
		err = t.recover(ctx, info.ModTime())
	}
	if err == nil && !t.swept {
		err = t.Words.Hold(t.sweep)
	}
	if err == nil {
		err = errors.Join(file.Truncate(0), write1(file))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	t.held = file
	return c, nil
}

func write1(file *os.File) error {
	_, err := file.WriteAt([]byte("at work\n"), 0)
	return err
}

// release gives the right back.
func (c *claim) release() {
	c.tree.held = nil
	_ = c.file.Truncate(0)
	_ = c.file.Close() // and with it the lock
}

// recover takes away what commands of git left that were killed: locks that nobody holds any more, and an index that
// is behind the branch. The files themselves are as they were.
func (t *Tree) recover(ctx context.Context, since time.Time) error {
	for _, name := range []string{filepath.Join(t.own, "index.lock"), filepath.Join(t.own, "HEAD.lock"), filepath.Join(t.common, "packed-refs.lock")} {
		err := removeSince(name, since)
		if err != nil {
			return err
		}
	}
	err := filepath.WalkDir(filepath.Join(t.common, "refs"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".lock") {
			return err
		}
		return removeSince(name, since)
	})
	if err != nil {
		return err
	}
	t.Log.Warn("git work tree taken up after a fall", "folder", t.Folder)
	_, err = t.git(ctx, nil, "reset", "--quiet", "--", t.prefix+".")
	return err
}

// halfWritten are files beside those of messages that a writer of ours did not come to rename.
var halfWritten = regexp.MustCompile(`^\.(active\..*\.|hallyu-)[0-9]+$`)

// sweep takes away what a server that fell was writing. What it had said was written is in place.
func (t *Tree) sweep() error {
	files, err := filepath.Glob(filepath.Join(t.top, t.prefix, "*", ".*"))
	for _, file := range files {
		if err == nil && halfWritten.MatchString(filepath.Base(file)) {
			err = os.Remove(file)
		}
	}
	t.swept = err == nil
	return err
}

// removeSince removes a lock that was made under the claim that fell; an older one is somebody else's.
func removeSince(name string, since time.Time) error {
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.ModTime().Before(since.Add(-time.Second)) {
		return nil
	}
	if err == nil {
		err = os.Remove(name)
	}
	return err
}
