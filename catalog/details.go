package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/maypok86/otter/v2"

	"github.com/hallyu-store/hallyu/assets"
)

// Details reads what snapshots only name: the Detail of a pack, and the manifests of its releases.
// They are immutable, so what was read once is kept; of many who ask at once, one reads.
type Details struct {
	files     assets.Store
	details   *otter.Cache[assets.Name, *Detail]
	manifests *otter.Cache[assets.Name, *Manifest]
}

// NewDetails returns a reader that keeps at most size details in memory.
func NewDetails(files assets.Store, size int) *Details {
	return &Details{
		files:     files,
		details:   otter.Must(&otter.Options[assets.Name, *Detail]{MaximumSize: size}),
		manifests: otter.Must(&otter.Options[assets.Name, *Manifest]{MaximumSize: size}),
	}
}

// Detail returns the pack's detail. Callers must not change it.
func (d *Details) Detail(ctx context.Context, p *Summary) (*Detail, error) {
	return d.details.Get(ctx, p.Detail(), loader[Detail](d.files))
}

// Manifest returns the content of a release that was on sale, as a Detail in the words of its time.
// Release 0 means the one on sale. The error is ErrReleaseNotFound.
func (d *Details) Manifest(ctx context.Context, p *Summary, release int) (*Detail, error) {
	if release == 0 || release == p.Release {
		return d.Detail(ctx, p)
	}
	name, sold := p.manifest(release)
	if !sold {
		return nil, ErrReleaseNotFound.With("pack", p.ID, "release", release)
	}
	m, err := d.manifests.Get(ctx, name, loader[Manifest](d.files))
	if err != nil {
		return nil, err
	}
	return m.detail(release), nil
}

// detail returns what readers see of the release alone.
func (m *Manifest) detail(release int) *Detail {
	return &Detail{
		Pack: m.Pack, Release: release, SourceLocale: m.SourceLocale, Copyright: m.Copyright,
		Stickers: m.Stickers, Words: m.Words,
	}
}

// loader reads a private JSON asset as a T. Others may wait for it too, so it goes on when the one who
// asked first leaves.
func loader[T any](files assets.Store) otter.LoaderFunc[assets.Name, *T] {
	return func(ctx context.Context, name assets.Name) (*T, error) {
		data, err := assets.ReadAll(context.WithoutCancel(ctx), files, assets.Private, name)
		if err != nil {
			return nil, fmt.Errorf("catalog: read %s: %w", name, err)
		}
		value := new(T)
		err = json.Unmarshal(data, value)
		if err != nil {
			return nil, fmt.Errorf("catalog: read %s: %w", name, err)
		}
		return value, nil
	}
}
