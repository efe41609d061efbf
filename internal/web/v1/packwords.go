package v1

import (
	"context"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
)

// packWords keeps the words of all packs as a project of strings. They are read anew when they have
// changed, which is asked at most once a second; while the database is away, the last ones stay.
type packWords struct {
	mu       sync.Mutex
	current  *i18n.Project
	sequence int64
	asked    time.Time
}

// packSource is the locale that words of packs fall back to last.
const packSource i18n.Locale = "en"

func (w *packWords) project(ctx context.Context, store i18n.Store, now time.Time) (*i18n.Project, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.current != nil && now.Sub(w.asked) < time.Second {
		return w.current, nil
	}
	err := w.refresh(ctx, store, now)
	if err != nil && w.current == nil {
		return nil, err
	}
	w.asked = now
	return w.current, nil
}

func (w *packWords) refresh(ctx context.Context, store i18n.Store, now time.Time) error {
	sequence, err := store.Sequence(ctx)
	if err != nil || w.current != nil && sequence == w.sequence {
		return err
	}
	words, err := store.Words(ctx, i18n.Live, "")
	if err != nil {
		return err
	}
	content := i18n.Content{Name: i18n.PacksProject, Source: packSource, TakenAt: now}
	project, err := i18n.NewWordProject(content, words, w.current)
	if err != nil {
		return err
	}
	w.current, w.sequence = project, sequence
	return nil
}
