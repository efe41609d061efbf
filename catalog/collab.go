package catalog

import (
	"fmt"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Faults of brands and collabs.
var (
	// ErrBrandNotFound: no brand of that id or slug. Facts: brand.
	ErrBrandNotFound = fault.Define(fault.NotFound, "brand-not-found")
	// ErrBrandTaken: another brand has that slug. Facts: slug.
	ErrBrandTaken = fault.Define(fault.Conflict, "brand-taken")
	// ErrBrandStale: the brand was changed since the caller read it. Facts: brand, version (the one that is
	// kept now; 0 when it is gone).
	ErrBrandStale = fault.Define(fault.Stale, "brand-stale")
	// ErrBrandInUse: collabs are of the brand. Facts: brand, collabs (how many).
	ErrBrandInUse = fault.Define(fault.Conflict, "brand-in-use")
	// ErrBrandInvalid: the brand breaks rules; the fields say which.
	ErrBrandInvalid = fault.Define(fault.Invalid, "brand-invalid")
	// ErrCollabNotFound: no collab of that id or slug, or none with packs that are open here. Facts: collab.
	ErrCollabNotFound = fault.Define(fault.NotFound, "collab-not-found")
	// ErrCollabTaken: another collab has that slug. Facts: slug.
	ErrCollabTaken = fault.Define(fault.Conflict, "collab-taken")
	// ErrCollabStale: the collab was changed since the caller read it, or since a pack was judged by it.
	// Facts: collab, version (the one that is kept now; 0 when it is gone).
	ErrCollabStale = fault.Define(fault.Stale, "collab-stale")
	// ErrCollabInUse: packs are under the collab. Facts: collab, packs (how many).
	ErrCollabInUse = fault.Define(fault.Conflict, "collab-in-use")
	// ErrCollabInvalid: the collab breaks rules; the fields say which.
	ErrCollabInvalid = fault.Define(fault.Invalid, "collab-invalid")
	// ErrOffersUnlicensed: offers say more than the pack's collab allows; the fields say which, and why.
	// Facts: pack, collab, territory (regions; empty is the world), from, until (where they are set).
	ErrOffersUnlicensed = fault.Define(fault.Invalid, "offers-unlicensed")
)

// Brand owns licensed work: a K-pop group, a drama, an influencer, a company.
type Brand struct {
	ID   string `json:"id"` // brd_…
	Slug string `json:"slug"`
	Name string `json:"name"`

	Version int64 `json:"-"` // rises with every change; what If-Match compares; 0 of a new one
}

// licence is what readers learn of a collab; nil of none.
func (c *Collab) licence() *Licence {
	if c == nil {
		return nil
	}
	return &c.Licence
}

// WholeShare is a share of everything, in hundredths of a percent.
const WholeShare = 10_000

// Share is what somebody gets of a collab's revenue.
type Share struct {
	Party string `json:"party"` // whom statements name
	Part  int    `json:"part"`  // hundredths of a percent, 1 to WholeShare
}

// Licence is what readers learn of a collab: all but its shares.
type Licence struct {
	ID           string                 `json:"id"` // col_…
	Slug         string                 `json:"slug"`
	Brand        Brand                  `json:"brand"`
	Titles       map[i18n.Locale]string `json:"titles"`
	Descriptions map[i18n.Locale]string `json:"descriptions,omitempty"`
	Attribution  string                 `json:"attribution"`
	Territory    []string               `json:"territory,omitempty"` // regions, in order; none is the world
	From         time.Time              `json:"from,omitzero"`       // of the term; zero: it always held
	Until        time.Time              `json:"until,omitzero"`      // first moment that it no longer holds; zero: no end
}

// Collab is a brand's licence to packs.
type Collab struct {
	Licence
	Shares []Share `json:"shares"`

	Version int64 `json:"-"` // rises with every change; what If-Match compares; 0 of a new one
}

// Judgement names the licence that a change of a pack was judged by, at the versions that were read.
type Judgement struct {
	Collab         string // id
	Version        int64
	Brand          string // id
	VersionOfBrand int64
}

// judgement is by which licence a change is judged; nil for none.
func (c *Collab) judgement() *Judgement {
	if c == nil {
		return nil
	}
	return &Judgement{Collab: c.ID, Version: c.Version, Brand: c.Brand.ID, VersionOfBrand: c.Brand.Version}
}

// covers reports whether offers for a region may be made.
func (l *Licence) covers(region string) bool {
	return len(l.Territory) == 0 || slices.Contains(l.Territory, region)
}

// Outside lists what offers say beyond the licence. One without an end ends with the term by itself, as
// one without a beginning begins with it.
func (l *Licence) Outside(offers []Offer) []fault.Field {
	var fields []fault.Field
	for i, o := range offers {
		add := func(part, code string, limit any) {
			fields = append(fields, fault.Field{Pointer: offerPointer(i) + part, Code: code, Facts: map[string]any{"measured": o.Region, "limit": limit}})
		}
		if !l.covers(o.Region) {
			add("/region", "collab-territory", l.Territory)
		}
		if !o.From.IsZero() && (o.From.Before(l.From) || l.ended(o.From)) {
			add("/from", "collab-term", l.term())
		}
		if !o.Until.IsZero() && (!l.Until.IsZero() && o.Until.After(l.Until) || !o.Until.After(l.From)) {
			add("/until", "collab-term", l.term())
		}
	}
	return fields
}

func (l *Licence) ended(t time.Time) bool { return !l.Until.IsZero() && !t.Before(l.Until) }

// term says when the licence holds, as a person reads it.
func (l *Licence) term() string {
	written := func(t time.Time) string {
		if t.IsZero() {
			return "…"
		}
		return t.Format("2006-01-02 15:04 UTC")
	}
	return written(l.From) + " – " + written(l.Until)
}

// A window that was over before there was a store.
var neverFrom, neverUntil = time.Time{}, time.Unix(1, 0).UTC()

// bound returns the offers as the licence lets them hold. One that lies outside still rules in its region,
// where it is closed: no offer for the world takes its place.
func (l *Licence) bound(offers []Offer) []Offer {
	if l == nil {
		return offers
	}
	bound := slices.Clone(offers)
	for i := range bound {
		o := &bound[i]
		if o.From.Before(l.From) {
			o.From = l.From
		}
		if !l.Until.IsZero() && (o.Until.IsZero() || o.Until.After(l.Until)) {
			o.Until = l.Until
		}
		if !l.covers(o.Region) || !o.Until.IsZero() && !o.From.Before(o.Until) {
			o.From, o.Until = neverFrom, neverUntil
		}
	}
	SortOffers(bound)
	return bound
}

// maxCollabText and maxShares bound a collab.
const (
	maxCollabText = 2000 // characters of a description
	maxCollabLine = 120  // of a title or an attribution
	maxShares     = 20
)

// settle brings a collab into its one form, and lists what is wrong with it.
func (c *Collab) settle() []fault.Field {
	var fields []fault.Field
	check := func(fine bool, pointer, code string, facts map[string]any) {
		if !fine {
			fields = append(fields, fault.Field{Pointer: pointer, Code: code, Facts: facts})
		}
	}
	c.From, c.Until, c.Attribution = settleTime(c.From), settleTime(c.Until), packfile.Clean(c.Attribution)
	slices.Sort(c.Territory)
	c.Territory = slices.Compact(c.Territory)
	check(packfile.ValidSlug(c.Slug), "/slug", "slug-malformed", nil)
	check(len(c.Titles) > 0, "/title", "required", nil)
	check(len([]rune(c.Attribution)) <= maxCollabLine, "/attribution", "too-long", map[string]any{"limit": maxCollabLine})
	check(c.Until.IsZero() || c.From.Before(c.Until), "/until", "term-empty", nil)
	for i, region := range c.Territory {
		check(cldr.ValidRegion(region), fmt.Sprintf("/territory/%d", i), "region-unknown", map[string]any{"measured": region})
	}
	fields = append(fields, SettleTexts(c.Titles, "/title", maxCollabLine)...)
	fields = append(fields, SettleTexts(c.Descriptions, "/description", maxCollabText)...)
	return append(fields, shareDefects(c.Shares)...)
}

// SettleTexts cleans texts by locale, and lists those that are too long or in no locale.
func SettleTexts(texts map[i18n.Locale]string, pointer string, limit int) []fault.Field {
	var fields []fault.Field
	for locale, text := range texts {
		texts[locale] = packfile.Clean(text)
		_, err := i18n.ParseLocale(string(locale))
		if err != nil {
			fields = append(fields, fault.Field{Pointer: pointer + "/" + string(locale), Code: "locale-malformed", Facts: map[string]any{"measured": string(locale)}})
		}
		if texts[locale] == "" || len([]rune(texts[locale])) > limit {
			fields = append(fields, fault.Field{Pointer: pointer + "/" + string(locale), Code: "too-long", Facts: map[string]any{"limit": limit}})
		}
	}
	return fields
}

// shareDefects lists what is wrong with shares: each is more than nothing, all together are no more than
// everything.
func shareDefects(shares []Share) []fault.Field {
	var fields []fault.Field
	sum := 0
	for i, share := range shares {
		pointer := fmt.Sprintf("/shares/%d", i)
		if !packfile.ValidName(share.Party) {
			fields = append(fields, fault.Field{Pointer: pointer + "/party", Code: "name-malformed"})
		}
		if share.Part < 1 || share.Part > WholeShare {
			fields = append(fields, fault.Field{Pointer: pointer + "/fraction", Code: "share-part"})
			continue
		}
		sum += share.Part
	}
	if len(shares) > maxShares {
		fields = append(fields, fault.Field{Pointer: "/shares", Code: "too-many", Facts: map[string]any{"limit": maxShares}})
	}
	if sum > WholeShare {
		fields = append(fields, fault.Field{Pointer: "/shares", Code: "share-sum"})
	}
	return fields
}
