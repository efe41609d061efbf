package catalog

import (
	"context"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// Lookalike is a sticker of some draft that looks like another.
type Lookalike struct {
	Pack      Pack
	Shortcode string
	Print     assets.Print
}

// lookalikes finds the stickers of a draft that look like one of another pack. The other is named to those who
// may see it.
func (s *Service) lookalikes(ctx context.Context, by By, d Draft) ([]packfile.Finding, error) {
	var prints []assets.Print
	for _, sticker := range d.Stickers {
		if print := printOf(sticker); !print.IsZero() {
			prints = append(prints, print)
		}
	}
	others, err := s.store.Lookalikes(ctx, prints, d.Pack.ID)
	if err != nil {
		return nil, err
	}
	var findings []packfile.Finding
	seen := map[string]bool{} // by pack
	for _, sticker := range d.Stickers {
		if finding, found := s.lookalike(ctx, by, sticker, others, seen); found {
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

// lookalike returns the finding on one sticker, of one that may be named if there is such a one.
func (s *Service) lookalike(ctx context.Context, by By, sticker Sticker, others []Lookalike, visible map[string]bool) (finding packfile.Finding, found bool) {
	print, at := printOf(sticker), packfile.At{Sticker: sticker.Shortcode}
	for _, other := range others {
		if print.IsZero() || !print.Near(other.Print) {
			continue
		}
		if _, known := visible[other.Pack.ID]; !known {
			visible[other.Pack.ID] = s.maySee(ctx, by, other.Pack)
		}
		if visible[other.Pack.ID] {
			return packfile.Measured("duplicate-in-store", at, other.Pack.Slug, other.Shortcode), true
		}
		finding, found = packfile.NewFinding("duplicate-hidden", at), true
	}
	return finding, found
}

// maySee reports whether the actor may know of a pack: one on sale, their own, or any where they see all.
func (s *Service) maySee(ctx context.Context, by By, p Pack) bool {
	return p.State == StateOnSale || !by.seesOwnAlone() || s.owns(ctx, by, p, p.ID) == nil
}
