// Package worktree keeps a folder of locale files that is a git work tree in step with its repository: what
// translators write in the store becomes commits of theirs, what others push arrives, and where both went on the two
// are merged by message, never by line.
package worktree

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// Every is how often the work tree should be looked at.
const Every = 10 * time.Second

// ErrNoWorkTree says that the folder is no git work tree, or that git is not there.
var ErrNoWorkTree = errors.New("worktree: not a git work tree")

// Words are the files as the store writes them.
type Words interface {
	// Hold runs do while nobody writes through the store, and looks at the files afterwards.
	Hold(do func() error) error
}

// History tells who wrote a text.
type History interface {
	History(ctx context.Context, part translation.Part, before, limit int) ([]translation.Revision, error)
}

// Config is what a Tree works with.
type Config struct {
	Folder  string // of the locale files, in the work tree or below it
	Words   Words
	History History
	Author  func(ctx context.Context, account string) (name, mail string)
	Lost    func(ctx context.Context, part translation.Part, forms translation.Forms) // told of what gave way to the others' text
	Log     *slog.Logger
	Now     func() time.Time   // nil for time.Now
	Reach   func(point string) // told of each point at which a fall would hurt most; nil for nobody
}

// Tree is a folder of locale files in a git work tree.
type Tree struct {
	Config
	top    string // of the work tree
	prefix string // of the folder within it, "" or with a slash at its end
	own    string // folder of git's files for this work tree: index and HEAD
	common string // folder of what its work trees share: refs and objects

	turn  chan struct{} // holds one while the two are brought in step
	woken chan struct{}
	swept bool     // of what a fall left half-written
	held  *os.File // of the claim; nil while there is none
	at    standing
}

// Open finds the work tree. The error is [ErrNoWorkTree].
func Open(ctx context.Context, c Config) (*Tree, error) {
	t := &Tree{Config: c, top: c.Folder, turn: make(chan struct{}, 1), woken: make(chan struct{}, 1)}
	if t.Now == nil {
		t.Now = time.Now
	}
	if t.Reach == nil {
		t.Reach = func(string) {}
	}
	top := ""
	for what, into := range map[string]*string{"--show-toplevel": &top, "--show-prefix": &t.prefix, "--absolute-git-dir": &t.own, "--git-common-dir": &t.common} {
		answer, err := t.git(ctx, nil, "rev-parse", what)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrNoWorkTree, c.Folder, err)
		}
		*into = answer
	}
	if !filepath.IsAbs(t.common) { // git names it from the folder that it was asked in
		t.common = filepath.Join(c.Folder, t.common)
	}
	t.top = top
	return t, nil
}

// Run keeps the two in step, at every tick and when it is woken, until ctx is done.
func (t *Tree) Run(ctx context.Context, tick <-chan time.Time) error {
	said := ""
	for {
		err := t.Sync(ctx)
		switch {
		case err == nil:
			said = ""
		case ctx.Err() == nil && err.Error() != said: // what goes on is told once
			said = err.Error()
			t.Log.Error("git work tree not in step", "folder", t.Folder, "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		case <-t.woken:
		}
	}
}

// Wake lets Run bring the two in step now. It does not wait for it.
func (t *Tree) Wake() {
	select {
	case t.woken <- struct{}{}:
	default: // it is going to anyway
	}
}

// Sync commits what translators wrote, takes what others pushed, merges where both went on, and pushes. While the
// remote is away commits are made all the same. The error is [ErrNotInStep] with the step, or ctx's.
func (t *Tree) Sync(ctx context.Context) error {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	step, err := t.sync(ctx)
	switch {
	case err == nil:
		t.at.well()
	case ctx.Err() == nil:
		err = t.at.failed(step, err)
	}
	return err
}

// sync tells at which step it failed.
func (t *Tree) sync(ctx context.Context) (Step, error) {
	claim, err := t.claim(ctx)
	if err != nil {
		return Commit, err
	}
	defer claim.release()
	err = t.Words.Hold(func() error {
		err := t.finishMove(ctx)
		if err == nil {
			err = t.commit(ctx)
		}
		return err
	})
	if err != nil {
		return Commit, err
	}
	upstream, err := t.git(ctx, nil, "rev-parse", "--abbrev-ref", "@{upstream}")
	if err != nil {
		return "", nil // a repository of its own
	}
	remote, _, _ := strings.Cut(upstream, "/")
	_, err = t.git(ctx, nil, "fetch", "--quiet", remote)
	if err != nil {
		return Fetch, err
	}
	t.at.done(Fetch, t.Now())
	t.Reach("git.fetched")
	ahead := false
	err = t.Words.Hold(func() error {
		err := t.commit(ctx) // what was written while we fetched
		if err == nil {
			ahead, err = t.unite(ctx, "@{upstream}")
		}
		return err
	})
	if err == nil {
		err = t.tellLost(ctx)
	}
	if err != nil || !ahead {
		return Merge, err
	}
	t.Reach("git.push")
	_, err = t.git(ctx, nil, "push", "--quiet")
	if err == nil {
		t.at.done(Push, t.Now())
		t.Reach("git.pushed")
	}
	return Push, err
}

// place splits the path of a file of messages, as git names it; ok is false for other files.
func (t *Tree) place(path string) (project string, locale i18n.Locale, ok bool) {
	name, within := strings.CutPrefix(path, t.prefix)
	project, file, nested := strings.Cut(name, "/")
	if !within || !nested || strings.Contains(file, "/") {
		return "", "", false
	}
	locale, ok = localeOf(name)
	return project, locale, ok
}

// onDisk reads a file of the work tree; nil where there is none.
func (t *Tree) onDisk(path string) ([]byte, error) {
	data, err := os.ReadFile(t.top + "/" + path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return data, err
}
