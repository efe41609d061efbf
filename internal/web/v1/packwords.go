package v1

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// ErrProjectTooLarge: there are too many packs for their words to be one set of strings. Facts: project,
// packs, limit.
var ErrProjectTooLarge = fault.Define(fault.NotFound, "project-too-large")

// wholePacks is up to how many packs the words of all are given as one project; wordsInMemory is of how
// many single ones they are kept.
const (
	wholePacks    = 1000
	wordsInMemory = 500
)

// ofPack returns the pack that a project of one pack's words is of, by id or slug: "packs.moon-rabbit".
func ofPack(project string) (pack string, single bool) {
	return strings.CutPrefix(project, i18n.PacksProject+".")
}

// packProject is the words of packs as a project of strings: of one pack, or of all while these are few.
func (r *routes) packProject(ctx context.Context, name string) (*i18n.Project, error) {
	snapshot := r.Published.Current()
	if idOrSlug, single := ofPack(name); single {
		pack, err := snapshot.Pack(idOrSlug)
		if err != nil {
			return nil, i18n.ErrProjectNotFound.With("project", name)
		}
		return r.singleWords.project(ctx, r.WordStore, pack)
	}
	if n := snapshot.PackCount(); n > wholePacks {
		return nil, ErrProjectTooLarge.With("project", name, "packs", n, "limit", wholePacks)
	}
	return r.packWords.project(ctx, r.WordStore, r.Now())
}

// singleWords keeps the words of single packs, by the name of their detail: words that change are
// published, which gives the detail another name.
type singleWords struct {
	projects *otter.Cache[assets.Name, *i18n.Project]
}

func newSingleWords() singleWords {
	return singleWords{otter.Must(&otter.Options[assets.Name, *i18n.Project]{MaximumSize: wordsInMemory})}
}

func (w singleWords) project(ctx context.Context, store i18n.Store, pack *catalog.Summary) (*i18n.Project, error) {
	read := func(ctx context.Context, _ assets.Name) (*i18n.Project, error) {
		words, err := store.Words(ctx, i18n.Live, pack.ID+".")
		if err != nil {
			return nil, err
		}
		content := i18n.Content{Name: i18n.PacksProject + "." + pack.ID, Source: packSource, TakenAt: pack.UpdatedAt}
		return i18n.NewWordProject(content, words, nil)
	}
	return w.projects.Get(ctx, pack.Detail(), otter.LoaderFunc[assets.Name, *i18n.Project](read))
}

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
