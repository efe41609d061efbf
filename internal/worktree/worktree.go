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
}

// Tree is a folder of locale files in a git work tree.
type Tree struct {
	Config
	top    string // of the work tree
	prefix string // of the folder within it, "" or with a slash at its end
}

// Open finds the work tree. The error is [ErrNoWorkTree].
func Open(ctx context.Context, c Config) (*Tree, error) {
	t := &Tree{Config: c, top: c.Folder}
	top, err := t.git(ctx, nil, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoWorkTree, c.Folder, err)
	}
	t.prefix, err = t.git(ctx, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoWorkTree, c.Folder, err)
	}
	t.top = top
	return t, nil
}

// Run keeps the two in step at every tick until ctx is done.
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
		}
	}
}

// Sync commits what translators wrote, takes what others pushed, merges where both went on, and pushes. While the
// remote is away commits are made all the same.
func (t *Tree) Sync(ctx context.Context) error {
	err := t.Words.Hold(func() error { return t.commit(ctx) })
	if err != nil {
		return err
	}
	upstream, err := t.git(ctx, nil, "rev-parse", "--abbrev-ref", "@{upstream}")
	if err != nil {
		return nil // a repository of its own
	}
	remote, _, _ := strings.Cut(upstream, "/")
	_, err = t.git(ctx, nil, "fetch", "--quiet", remote)
	if err != nil {
		return err
	}
	ahead, gave := false, []lost(nil)
	err = t.Words.Hold(func() error {
		err := t.commit(ctx) // what was written while we fetched
		if err == nil {
			ahead, gave, err = t.unite(ctx, "@{upstream}")
		}
		return err
	})
	if err != nil || !ahead {
		return err
	}
	for _, l := range gave {
		t.Lost(ctx, l.Part, l.forms)
	}
	_, err = t.git(ctx, nil, "push", "--quiet")
	return err
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
