package catalog

import (
	"context"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// Lookalike is a sticker of some draft that looks like another.
type Lookalike struct {
	Pack      Pack
	Manifest  assets.Name // of the release that readers see; zero of a pack that is not on sale
	Sticker   string      // id
	Shortcode string      // in the draft
	Print     assets.Print
}

// lookalikes finds the stickers of a draft that look like one of somebody else's. That one is named to those
// who may see it.
func (s *Service) lookalikes(ctx context.Context, by By, d Draft) ([]packfile.Finding, error) {
	creator, err := s.store.Creator(ctx, d.Pack.Creator)
	if err != nil {
		return nil, err
	}
	var prints []assets.Print
	for _, sticker := range d.Stickers {
		if print := printOf(sticker); !print.IsZero() {
			prints = append(prints, print)
		}
	}
	others, err := s.store.Lookalikes(ctx, prints, creator)
	if err != nil {
		return nil, err
	}
	seen := sight{all: !seesOwnAlone(by), manifests: map[assets.Name]Manifest{}, manifest: s.manifest}
	var findings []packfile.Finding
	for _, sticker := range d.Stickers {
		if finding, found := seen.lookalike(ctx, sticker, others); found {
			findings = append(findings, finding)
		}
	}
	return findings, nil
}

// printOf is the print of a sticker's picture; zero where there is none.
func printOf(s Sticker) assets.Print {
	if seen := s.Images[Base].Seen; seen != nil {
		return seen.Print
	}
	return assets.Print{}
}

// sight is what an actor may know of the packs of others: all, or what readers see.
type sight struct {
	all       bool
	manifests map[assets.Name]Manifest // those that were read
	manifest  func(context.Context, assets.Name) (Manifest, error)
}

// lookalike returns the finding on one sticker, of one that may be named if there is such a one.
func (v sight) lookalike(ctx context.Context, sticker Sticker, others []Lookalike) (finding packfile.Finding, found bool) {
	print, at := printOf(sticker), packfile.At{Sticker: sticker.Shortcode}
	for _, other := range others {
		if print.IsZero() || !print.Near(other.Print) {
			continue
		}
		if shortcode := v.shortcode(ctx, print, other); shortcode != "" {
			return packfile.Measured("duplicate-in-store", at, other.Pack.Slug, shortcode), true
		}
		finding, found = packfile.NewFinding("duplicate-hidden", at), true
	}
	return finding, found
}

// shortcode is what the actor may call a sticker that looks like a print. It is "" where they may not know that
// it does: before it is released, though other stickers of its pack are.
func (v sight) shortcode(ctx context.Context, print assets.Print, other Lookalike) string {
	if v.all {
		return other.Shortcode
	}
	released := v.released(ctx, other.Manifest).sticker(other.Sticker)
	if released == nil || !print.Near(printOf(*released)) {
		return ""
	}
	return released.Shortcode
}

// released reads a manifest once. One that cannot be read now shows nothing.
func (v sight) released(ctx context.Context, name assets.Name) Manifest {
	m, known := v.manifests[name]
	if known || name == (assets.Name{}) {
		return m
	}
	m, err := v.manifest(ctx, name)
	if err != nil {
		m = Manifest{}
	}
	v.manifests[name] = m
	return m
}
