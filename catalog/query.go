package catalog

import (
	"slices"

	"github.com/hallyu-store/hallyu/fault"
)

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
	own, world, err := f.orders(q.Sort)
	if err != nil {
		return Page{}, err
	}
	limit := q.limit()
	page := Page{Packs: make([]Listing, 0, limit)}
	var last row
	s := f.snapshot
	s.merge(s.after(own, q.After), s.after(world, q.After), func(r row, worldly bool) bool {
		p, offer, listed := f.lists(r.pack)
		if !listed || worldly && f.rules(p) || !q.admits(p, offer) {
			return true
		}
		if len(page.Packs) == limit {
			key := s.key(last)
			page.Next = &key
			return false
		}
		page.Packs, last = append(page.Packs, f.Show(p)), r
		return true
	})
	return page, nil
}

// orders returns what a listing merges: the order of what is open by the region's own offers, and
// of what is open by those of the World. Titles are one order for all regions.
func (f Storefront) orders(by Sort) (own, world rows, err error) {
	switch by {
	case SortNew, "":
		return f.own.newest, f.snapshot.world.newest, nil
	case SortPopular:
		return f.own.popular, f.snapshot.world.popular, nil
	case SortTitle:
		return f.snapshot.titles[f.locale], nil, nil
	}
	return nil, nil, ErrSortUnknown.With("sort", string(by))
}

// rules reports whether offers of the region's own rule over those of the World.
func (f Storefront) rules(p *Summary) bool { return len(offersFor(p.Offers, f.region)) > 0 }

func (q Query) limit() int {
	if q.Limit <= 0 {
		return DefaultLimit
	}
	return min(q.Limit, MaxLimit)
}

// admits reports whether a pack that is listed by the offer is one that is asked for.
func (q Query) admits(p *Summary, offer Offer) bool {
	return (q.Tag == "" || slices.Contains(p.Tags, q.Tag)) &&
		(q.Creator == "" || q.Creator == p.Creator.ID || q.Creator == p.Creator.Slug) &&
		(q.Usage == "" || q.Usage == p.Usage) &&
		(q.Animated == nil || *q.Animated == p.Animated) &&
		(q.Free == nil || *q.Free == (offer.Price == nil))
}
