package worktree

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/hallyu-store/hallyu/i18n/translation"
)

// lost is a text that gave way to the others'.
type lost struct {
	translation.Part
	Forms translation.Forms
}

// notes are the texts that gave way in a merge. They lie in git's folder until they are told, so that a fall between
// the merge and its telling loses none.
type notes struct {
	Merge string // commit
	Gave  []lost
}

func (t *Tree) notesFile() string { return filepath.Join(t.own, "hallyu-lost.json") }

// noteLost keeps what gave way in a merge that is about to be the branch's.
func (t *Tree) noteLost(merge string, gave []lost) error {
	if len(gave) == 0 {
		return nil
	}
	data, err := json.Marshal(notes{merge, gave})
	if err != nil {
		return err
	}
	return replace(t.notesFile(), data, 0o600)
}

// tellLost tells of what gave way, if its merge became the branch's.
func (t *Tree) tellLost(ctx context.Context) error {
	data, err := os.ReadFile(t.notesFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var kept notes
	if err == nil {
		err = json.Unmarshal(data, &kept)
	}
	if err != nil {
		return err
	}
	_, err = t.git(ctx, nil, "merge-base", "--is-ancestor", kept.Merge, "HEAD")
	if err == nil {
		for _, l := range kept.Gave {
			t.Lost(ctx, l.Part, l.Forms)
		}
	}
	return os.Remove(t.notesFile())
}
