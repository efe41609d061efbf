package catalog

import (
	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/i18n"
)

// Storefront is the catalog seen from one region in one locale. It is a view of its snapshot: making
// one copies nothing.
type Storefront struct {
	snapshot *Snapshot
	own      *scope // what the region's own offers open
	region   string
	locale   i18n.Locale
}

// Listing is a pack as a storefront shows it.
type Listing struct {
	*Summary
	Terms     Terms
	Localized Text // the title, for the storefront's readers
}

// StickerHit is a sticker that a search found.
type StickerHit struct {
	Pack    Listing
	Sticker int // index in the release's order
}

// Results is what a search found, best first; at most MaxResults of each.
type Results struct {
	Packs    []Listing
	Stickers []StickerHit
}

// MaxResults is how many packs and how many stickers a search returns at most.
const MaxResults = 60

// Region returns the storefront's region, ISO 3166-1 alpha-2.
func (f Storefront) Region() string { return f.region }

// Locale returns the storefront's locale.
func (f Storefront) Locale() i18n.Locale { return f.locale }

// Chain returns the fallback chain of the storefront's locale, itself first.
func (f Storefront) Chain() []i18n.Locale { return f.snapshot.speech.Chain(f.locale) }

// Snapshot returns what the storefront is a view of.
func (f Storefront) Snapshot() *Snapshot { return f.snapshot }

// Pack returns a pack that is open here, by id or slug. Errors: ErrPackNotFound, ErrPackTakenDown,
// ErrPackNotOffered.
func (f Storefront) Pack(idOrSlug string) (Listing, error) {
	p, err := f.snapshot.Pack(idOrSlug)
	if err != nil {
		return Listing{}, err
	}
	if p.State == StateBanned {
		return Listing{}, p.takenDown()
	}
	listing := f.Show(p)
	if listing.Terms.State != OfferOpen {
		return Listing{}, p.notOffered(listing.Terms, f.snapshot.moment)
	}
	return listing, nil
}

// Show returns any pack as this storefront's readers see it, also one that is not open here: its
// Terms say so. It is for the pack of a sticker in a message, and for owners.
func (f Storefront) Show(p *Summary) Listing {
	return Listing{
		Summary: p, Terms: p.termsIn(f.region, f.snapshot.moment), Localized: p.Title(f.Chain()),
	}
}

// lists reports whether the pack of that ordinal is open here: by offers of the region's own, which rule
// over those of the World.
func (f Storefront) lists(pack int32) bool {
	return f.own.open.has(pack) || f.snapshot.world.open.has(pack) && !f.own.ruled.has(pack)
}

// Search returns the packs and the stickers of packs listed here that match q in any script: by
// title, creator and tag, and by keyword, shortcode and emoji. The reader's languages come before
// others; there, exact before prefix before substring; then the latest.
func (f Storefront) Search(q string) Results {
	found := f.snapshot.text.Find(search.Query{
		Text: q, Locales: f.Chain(), Limit: MaxResults, Admit: f.lists,
	})
	results := Results{
		Packs: make([]Listing, 0, len(found.Documents)), Stickers: make([]StickerHit, 0, len(found.Items)),
	}
	for _, id := range found.Documents {
		results.Packs = append(results.Packs, f.Show(f.snapshot.packs[id]))
	}
	for _, item := range found.Items {
		pack := f.Show(f.snapshot.packs[item.Document])
		results.Stickers = append(results.Stickers, StickerHit{Pack: pack, Sticker: item.Item})
	}
	return results
}
