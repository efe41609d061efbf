package catalog

import "time"

// scope is the packs that are open now by the offers of one region, or of the World, in the orders
// that they are listed in. It is never changed.
type scope struct {
	newest  rows
	popular rows
	ruled   ordinals // packs on sale with offers for this region, open or not
	open    ordinals // those of them that are open
	free    ordinals // those of them that cost nothing now
	listed  bool     // opened by the operator
}

// scopePatch is what comes into a scope.
type scopePatch struct {
	newest, popular   rows
	ruled, open, free ordinals
}

// standing is how a pack stands by the offers of one region.
type standing struct {
	open   bool
	free   bool
	opened int64 // Unix milliseconds since when it is open here
}

// standingIn says how the pack stands at the moment t by the offers that name the region.
func (p *Summary) standingIn(region string, t time.Time) standing {
	var at standing
	first := p.PublishedAt
	for i, offer := range offersFor(p.Offers, region) {
		if i == 0 && offer.From.After(first) {
			first = offer.From
		}
		if offer.holds(t) {
			at.open, at.free = true, offer.Price == nil
		}
	}
	at.opened = first.UnixMilli()
	return at
}

// patches collects what packs change in the scopes, by region.
type patches map[string]*scopePatch

func (m patches) of(region string) *scopePatch {
	if m[region] == nil {
		m[region] = &scopePatch{}
	}
	return m[region]
}

// leave notes the scopes that a pack, as it was, is taken out of.
func (m patches) leave(p *Summary) {
	p.eachRegion(func(region string) { m.of(region) })
}

// enter records where the pack stands at the moment t.
func (m patches) enter(p *Summary, t time.Time) {
	p.eachRegion(func(region string) {
		patch := m.of(region)
		patch.ruled = patch.ruled.add(p.ordinal)
		at := p.standingIn(region, t)
		if !at.open {
			return
		}
		patch.open = patch.open.add(p.ordinal)
		if at.free {
			patch.free = patch.free.add(p.ordinal)
		}
		patch.newest = append(patch.newest, row{num: at.opened, pack: p.ordinal})
		patch.popular = append(patch.popular, row{num: p.Popularity, pack: p.ordinal})
	})
}

// eachRegion calls visit with each region that the pack has offers for, if it is on sale.
func (p *Summary) eachRegion(visit func(region string)) {
	if p.State != StateOnSale {
		return
	}
	for i, offer := range p.Offers {
		if i == 0 || p.Offers[i-1].Region != offer.Region {
			visit(offer.Region)
		}
	}
}

// patched returns the scope with a patch applied, after the packs in gone were taken out.
func (s *Snapshot) patched(at *scope, gone ordinals, patch *scopePatch) *scope {
	return &scope{
		newest:  s.patch(at.newest, gone, patch.newest),
		popular: s.patch(at.popular, gone, patch.popular),
		ruled:   at.ruled.without(gone).or(patch.ruled),
		open:    at.open.without(gone).or(patch.open),
		free:    at.free.without(gone).or(patch.free),
		listed:  at.listed,
	}
}
