package catalog

import "slices"

// SectionKind says what a section of the front page shows.
type SectionKind string

// The kinds of sections, in the order of the front page.
const (
	SectionFeatured SectionKind = "featured" // made for this region: open here by offers of its own
	SectionNew      SectionKind = "new"
	SectionTop      SectionKind = "top"
	SectionSeasonal SectionKind = "seasonal" // with a tag of SeasonalTags
	SectionCollab   SectionKind = "collab"   // under any collab
	SectionFree     SectionKind = "free"
)

// sectionLimit is how many packs a section shows.
const sectionLimit = 12

// SeasonalTags are the tags that put a pack into the seasonal section.
var SeasonalTags = []string{"holiday", "seasonal"}

// Section is one row of the front page. Its title is a message of the program's own.
type Section struct {
	ID    string
	Kind  SectionKind
	Title string // message id: page.section.<kind>
	Packs []Listing
}

// Sections returns the front page. Sections without packs are left out.
func (f Storefront) Sections() []Section {
	sections := []Section{}
	add := func(kind SectionKind, packs []Listing) {
		if len(packs) > 0 {
			sections = append(sections, Section{string(kind), kind, "page.section." + string(kind), packs})
		}
	}
	yes := true
	add(SectionFeatured, f.featured())
	add(SectionNew, f.first(Query{Sort: SortNew}))
	add(SectionTop, f.first(Query{Sort: SortPopular}))
	add(SectionSeasonal, f.seasonal())
	add(SectionCollab, f.collab())
	add(SectionFree, f.first(Query{Free: &yes}))
	return sections
}

// first returns the packs of a section that a query makes.
func (f Storefront) first(q Query) []Listing {
	q.Limit = sectionLimit
	page, err := f.Packs(q)
	if err != nil {
		return nil
	}
	return page.Packs
}

// featured returns the latest packs that are open here by offers of the region's own; where there
// are none, the latest of all.
func (f Storefront) featured() []Listing {
	var packs []Listing
	for _, r := range f.own.newest[:min(len(f.own.newest), sectionLimit)] {
		packs = append(packs, f.Show(f.snapshot.packs[r.pack]))
	}
	if len(packs) == 0 {
		return f.first(Query{})
	}
	return packs
}

// collab returns the latest packs under any collab.
func (f Storefront) collab() []Listing {
	w := f.wanted(Query{}).among(f.snapshot.groups.of(collabKey("")), true)
	var packs []Listing
	f.merged(f.own.newest, f.snapshot.world.newest, nil)(w, func(pack int32, _ func() Key) bool {
		packs = append(packs, f.Show(f.snapshot.packs[pack]))
		return len(packs) < sectionLimit
	})
	return packs
}

// seasonal returns the latest packs with any of SeasonalTags.
func (f Storefront) seasonal() []Listing {
	var packs []Listing
	for _, tag := range SeasonalTags {
		for _, listing := range f.first(Query{Tag: tag}) {
			twice := func(l Listing) bool { return l.Summary == listing.Summary }
			if len(packs) < sectionLimit && !slices.ContainsFunc(packs, twice) {
				packs = append(packs, listing)
			}
		}
	}
	return packs
}
