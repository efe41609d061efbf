package catalog

import "github.com/hallyu-store/hallyu/fault"

// ErrSortUnknown: packs are not sorted by that. Facts: sort.
var ErrSortUnknown = fault.Define(fault.Invalid, "sort-unknown")

// Sort is an order of packs.
type Sort string

// The orders. SortNew is by the moment that the pack opened in the region.
const (
	SortNew     Sort = "new"
	SortPopular Sort = "popular"
	SortTitle   Sort = "title"
)

// DefaultLimit and MaxLimit bound the packs of a page.
const (
	DefaultLimit = 30
	MaxLimit     = 100
)

// Query says which packs to list. Zero fields do not narrow.
type Query struct {
	Sort     Sort // SortNew when empty
	Tag      string
	Creator  string // id or slug
	Collab   string // id or slug
	Usage    Usage
	Animated *bool
	Free     *bool
	After    *Key // the Next of the page before
	Limit    int  // 1 to MaxLimit; DefaultLimit when 0
}

// Page is some packs of a list, and where the next page begins; Next is nil on the last.
type Page struct {
	Packs []Listing
	Next  *Key
}

// Packs lists the packs that are open here. The error is ErrSortUnknown.
func (f Storefront) Packs(q Query) (Page, error) {
	each, err := f.order(q)
	if err != nil {
		return Page{}, err
	}
	limit := q.limit()
	page := Page{Packs: make([]Listing, 0, limit)}
	var last Key
	each(f.wanted(q), func(pack int32, key func() Key) bool {
		if len(page.Packs) == limit {
			page.Next = &last
			return false
		}
		page.Packs = append(page.Packs, f.Show(f.snapshot.packs[pack]))
		if len(page.Packs) == limit {
			last = key()
		}
		return true
	})
	return page, nil
}

// walk visits the wanted packs of an order, each with what tells its key, until visit returns false.
type walk func(wanted wanted, visit func(pack int32, key func() Key) bool)

// order returns the order that a query asks for, from where it begins.
func (f Storefront) order(q Query) (walk, error) {
	s := f.snapshot
	switch q.Sort {
	case SortNew, "":
		return f.merged(f.own.newest, s.world.newest, q.After), nil
	case SortPopular:
		return f.merged(f.own.popular, s.world.popular, q.After), nil
	case SortTitle:
		return f.titles(q.After), nil
	}
	return nil, ErrSortUnknown.With("sort", string(q.Sort))
}

// merged walks what is open by the region's own offers, and what is open by those of the World.
func (f Storefront) merged(own, world rows, after *Key) walk {
	s := f.snapshot
	return func(w wanted, visit func(int32, func() Key) bool) {
		s.merge(s.after(own, after), s.after(world, after), w.own, w.world, func(r row) bool {
			return visit(r.pack, func() Key { return s.rowKey(r) })
		})
	}
}

// titles walks the order of titles, which is one for all regions.
func (f Storefront) titles(after *Key) walk {
	s, chain := f.snapshot, f.Chain()
	return func(w wanted, visit func(int32, func() Key) bool) {
		for _, pack := range s.behind(s.titles[f.locale], after, chain) {
			if !w.own.has(pack) && !w.world.has(pack) {
				continue
			}
			if !visit(pack, func() Key { return s.titleKey(s.titled(pack, chain)) }) {
				return
			}
		}
	}
}

// wanted is the packs that a query asks for: open by offers of the region's own, and by those of the
// World where it has none of its own.
type wanted struct{ own, world ordinals }

// wanted returns the packs that are open here and that the query asks for.
func (f Storefront) wanted(q Query) wanted {
	w := wanted{f.own.open, f.snapshot.world.open.without(f.own.ruled)}
	g := f.snapshot.groups
	if q.Free != nil {
		w.own = part(w.own, f.own.free, *q.Free)
		w.world = part(w.world, f.snapshot.world.free, *q.Free)
	}
	if q.Tag != "" {
		w = w.among(g.of(tagKey(q.Tag)), true)
	}
	if q.Creator != "" {
		w = w.among(g.of(creatorKey(q.Creator)), true)
	}
	if q.Collab != "" {
		w = w.among(g.of(collabKey(q.Collab)), true)
	}
	if q.Usage != "" {
		w = w.among(g.emojis, q.Usage == UsageEmoticon)
	}
	if q.Animated != nil {
		w = w.among(g.animated, *q.Animated)
	}
	return w
}

// among returns the packs that are in the set, or those that are not.
func (w wanted) among(set ordinals, in bool) wanted {
	return wanted{part(w.own, set, in), part(w.world, set, in)}
}

func part(of, set ordinals, in bool) ordinals {
	if in {
		return of.and(set)
	}
	return of.without(set)
}

func (q Query) limit() int {
	if q.Limit <= 0 {
		return DefaultLimit
	}
	return min(q.Limit, MaxLimit)
}
