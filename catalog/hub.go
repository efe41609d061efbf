package catalog

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
)

// Hub is a collab as a storefront shows it.
type Hub struct {
	*Licence
	Title       Text
	Description Text
	Packs       []Listing // that are open here, the latest first
}

// Collabs lists the collabs with packs that are open here, the one with the latest pack first.
func (f Storefront) Collabs() []Hub {
	hubs := []Hub{}
	for _, id := range slices.Sorted(maps.Keys(f.snapshot.licences)) {
		hub := f.hub(f.snapshot.licences[id])
		if len(hub.Packs) > 0 {
			hubs = append(hubs, hub)
		}
	}
	slices.SortStableFunc(hubs, func(a, b Hub) int {
		return cmp.Compare(b.Packs[0].PublishedAt.UnixNano(), a.Packs[0].PublishedAt.UnixNano())
	})
	return hubs
}

// HasCollabs reports whether there are any. It looks no further than the first.
func (f Storefront) HasCollabs() bool {
	for _, licence := range f.snapshot.licences {
		page, err := f.Packs(Query{Collab: licence.ID, Limit: 1})
		if err == nil && len(page.Packs) > 0 {
			return true
		}
	}
	return false
}

// Collab returns a collab with packs that are open here, by id or slug, or ErrCollabNotFound.
func (f Storefront) Collab(idOrSlug string) (Hub, error) {
	for _, licence := range f.snapshot.licences {
		if licence.ID != idOrSlug && licence.Slug != idOrSlug {
			continue
		}
		if hub := f.hub(licence); len(hub.Packs) > 0 {
			return hub, nil
		}
	}
	return Hub{}, ErrCollabNotFound.With("collab", idOrSlug)
}

func (f Storefront) hub(l *Licence) Hub {
	page, err := f.Packs(Query{Collab: l.ID, Limit: MaxLimit})
	if err != nil {
		return Hub{}
	}
	return Hub{
		Licence: l, Title: l.Title(f.Chain()), Description: TextsOf(l.Descriptions).In(fallback(f.Chain(), "en")), Packs: page.Packs,
	}
}

// Title returns the collab's title for readers whose chain is given.
func (l *Licence) Title(chain []i18n.Locale) Text { return TextsOf(l.Titles).In(fallback(chain, "en")) }

// license takes what packs say of their collabs. There are few: the map is copied.
func (b *builder) license(packs []Published) {
	var next map[string]*Licence
	for _, p := range packs {
		if p.Licence == nil {
			continue
		}
		if next == nil {
			next = maps.Clone(b.next.licences)
		}
		if next == nil {
			next = map[string]*Licence{}
		}
		next[p.Licence.ID] = p.Licence
	}
	if next != nil {
		b.next.licences = next
	}
}
