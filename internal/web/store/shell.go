package store

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

// link is an address with its name.
type link struct {
	Name    string
	Address string
	Locale  i18n.Locale // that the name is written in; "" for the page's own
	Current bool
}

// shell is what stands around every public page: places to go, languages, search.
type shell struct {
	page.Head
	Home      string // address of the front page
	Search    string // address of search
	Collabs   string // address of the collabs; "" where none is open
	Query     string // what was searched for
	Place     string // name of the region
	Places    []link
	Languages []link
	Preview   string // when staff looks at; "" is now
	Drafted   bool   // the words are those of the draft
	Asked     []link // parameters of the preview, by name, for forms
}

// shell returns the frame of a page. title is the page's own; the store's name is put after it. A page
// without a description of its own has the store's.
func (v visit) shell(title, description string) shell {
	if description == "" {
		description = v.voice.T("page.front.summary")
	}
	place := v.place()
	frame := shell{
		Head: page.Head{
			Voice: v.voice, Title: title + " · hallyu", Description: description, Script: "js/store.js",
			Canonical: v.absolute(v.at(v.path)),
		},
		Home: v.at(""), Search: v.at("/search"), Place: place,
		Places: v.places(), Languages: v.languages(),
	}
	if v.HasCollabs() {
		frame.Collabs = v.at(collabsPath)
	}
	if v.asked() {
		frame.Drafted, frame.Hidden, frame.Canonical = v.draft != nil, true, ""
		for name, values := range v.query() {
			frame.Asked = append(frame.Asked, link{Name: name, Address: values[0]})
		}
	}
	if v.then != "" {
		frame.Preview = v.seen()
	}
	if frame.Canonical != "" {
		frame.Alternates = v.alternates()
	}
	return frame
}

// seen writes the moment that staff looks at, as clocks there show it.
func (v visit) seen() string {
	return v.voice.Moment(catalog.WallTimeIn(v.Region(), v.Snapshot().Moment()).Shown())
}

// places lists the storefronts that are open, by name, and the reader's own.
func (v visit) places() []link {
	regions := v.Snapshot().Regions()
	if !slices.Contains(regions, v.Region()) {
		regions = append(slices.Clone(regions), v.Region())
	}
	places := make([]link, 0, len(regions))
	for _, region := range regions {
		places = append(places, link{
			Name:    cldr.RegionName(string(v.Locale()), region),
			Address: v.in(region, v.Locale(), v.path), Current: region == v.Region(),
		})
	}
	slices.SortFunc(places, byName)
	return places
}

// languages lists this page in every language, each by its own name.
func (v visit) languages() []link {
	var languages []link
	for _, locale := range v.Snapshot().Speech().Locales() {
		languages = append(languages, link{
			Name: locale.NativeName(), Address: v.in(v.Region(), locale, v.path),
			Locale: locale, Current: locale == v.Locale(),
		})
	}
	return languages
}

func (v visit) alternates() []page.Alternate {
	var all []page.Alternate
	for _, locale := range v.Snapshot().Speech().Locales() {
		all = append(all, page.Alternate{
			Locale: locale, Address: v.absolute(address(v.Region(), string(locale), v.path)),
		})
	}
	return all
}

func byName(a, b link) int { return strings.Compare(a.Name, b.Name) }
