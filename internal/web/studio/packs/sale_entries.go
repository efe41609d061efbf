package packs

import (
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// entry is a line of the list of offers: regions with the same terms, by the same moments or by the same
// wall times.
type entry struct {
	Wave     string
	Tier     string
	Regions  []territory
	Prices   []string // as the reader writes them, each once; none when free
	Audience string   // "" for everyone
	Opens    string   // "" when it was always open
	Closes   string   // "" when it has no end
	Mixed    bool     // regions stand differently
	Words    string   // that it wants; "" for none
	Waits    bool     // for them
	State    catalog.OfferState
	Index    int

	offers []catalog.Offer
	walls  bool // the windows agree by wall times, and not by moments
}

// territory is a region of an entry.
type territory struct {
	Region string
	Name   string
	State  catalog.OfferState
}

// entriesOf gathers offers into lines, in the order of their regions.
func entriesOf(v *frame.Visit, offers []catalog.Offer, now time.Time) []entry {
	var entries []entry
	for _, o := range offers {
		at := slices.IndexFunc(entries, func(e entry) bool { return e.takes(o) })
		if at < 0 {
			at = len(entries)
			entries = append(entries, entry{Wave: o.Wave, Tier: o.Tier, Index: at})
		}
		entries[at].add(o)
	}
	for i := range entries {
		entries[i].describe(v, now)
	}
	return entries
}

// takes reports whether an offer belongs to the line.
func (e *entry) takes(o catalog.Offer) bool {
	first := e.offers[0]
	if first.Wave != o.Wave || first.Audience != o.Audience || first.Words != o.Words || !samePrice(first, o) {
		return false
	}
	moments := first.From.Equal(o.From) && first.Until.Equal(o.Until)
	if len(e.offers) == 1 {
		return moments || sameWalls(first, o)
	}
	return e.walls && sameWalls(first, o) || !e.walls && moments
}

func (e *entry) add(o catalog.Offer) {
	if len(e.offers) == 1 {
		e.walls = !e.offers[0].From.Equal(o.From) || !e.offers[0].Until.Equal(o.Until)
	}
	e.offers = append(e.offers, o)
}

// samePrice reports whether two offers have one tier, or one currency and amount.
func samePrice(a, b catalog.Offer) bool {
	if a.Tier != "" || b.Tier != "" {
		return a.Tier == b.Tier
	}
	return a.Price == b.Price || a.Price != nil && b.Price != nil && *a.Price == *b.Price
}

// sameWalls reports whether two offers open and close by the same wall times.
func sameWalls(a, b catalog.Offer) bool {
	return catalog.WallTimeIn(a.Region, a.From).Equal(catalog.WallTimeIn(b.Region, b.From)) &&
		catalog.WallTimeIn(a.Region, a.Until).Equal(catalog.WallTimeIn(b.Region, b.Until))
}

// byWalls reports whether the windows are to be shown as clocks of the regions show them: always, unless
// they are the same moments in regions of several zones.
func (e *entry) byWalls() bool {
	return e.walls || !slices.ContainsFunc(e.offers, func(o catalog.Offer) bool { return !sameWalls(e.offers[0], o) })
}

// describe puts the line into the reader's words.
func (e *entry) describe(v *frame.Visit, now time.Time) {
	first := e.offers[0]
	for i, o := range e.offers {
		p := territory{o.Region, regionName(v, o.Region), o.StateAt(now)}
		e.Mixed = e.Mixed || i > 0 && p.State != e.State
		e.State = p.State
		e.Regions = append(e.Regions, p)
		e.Waits = e.Waits || o.Words != catalog.AnyWords && !o.Worded
		if price := writtenPrice(v, o.Price); price != "" && !slices.Contains(e.Prices, price) {
			e.Prices = append(e.Prices, price)
		}
	}
	if first.Audience != catalog.Everyone {
		e.Audience = v.Voice.T("studio.sale.audience_" + string(first.Audience))
	}
	if first.Words != catalog.AnyWords {
		e.Words = v.Voice.T("studio.sale.words_" + string(first.Words))
	}
	e.Opens, e.Closes = e.moment(v, first.From), e.moment(v, first.Until)
}

// moment writes one end of the windows.
func (e *entry) moment(v *frame.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if !e.byWalls() {
		return v.Voice.Moment(t.UTC()) + " UTC"
	}
	region := e.offers[0].Region
	text := v.Voice.Moment(catalog.WallTimeIn(region, t).Shown())
	if region == catalog.World {
		text += " UTC"
	}
	return text
}

// regionName is what a region is called in the reader's language.
func regionName(v *frame.Visit, region string) string {
	if region == catalog.World {
		return v.Voice.T("studio.sale.world")
	}
	return cldr.RegionName(string(v.Voice.Locale), region)
}

// writtenPrice writes a price as the reader does; "" for none.
func writtenPrice(v *frame.Visit, p *catalog.Price) string {
	if p == nil {
		return ""
	}
	return cldr.FormatPrice(string(v.Voice.Locale), p.Amount, p.Currency)
}
