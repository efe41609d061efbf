package store

import (
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// offer is how a pack stands here. The store does not sell on the web, chat apps do; so the button
// says what there is to get and for how much, and opens the way to it.
type offer struct {
	Open      bool
	Button    string    // "Get" or the price
	Tax       string    // in the price or on top of it; "" for none
	Headline  *sentence // when it opens
	Notice    string    // why there is nothing to get
	Closes    *sentence
	Audience  string // who may take it; "" for everyone
	Elsewhere []link
}

// audiences are the messages for offers that are not for everyone.
var audiences = map[catalog.Audience]string{
	catalog.Members:     "page.offer.members",
	catalog.CodeHolders: "page.offer.code_holders",
}

// offer says how a pack stands here.
func (v visit) offer(l catalog.Listing) offer {
	o := offer{Open: l.Terms.State == catalog.OfferOpen}
	if id := audiences[l.Terms.Audience]; id != "" {
		o.Audience = v.voice.T(id)
	}
	switch l.Terms.State {
	case catalog.OfferOpen:
		o.Button, o.Closes = v.button(l.Terms.Price), v.dated("page.offer.closes", l.Terms.ClosesAt)
		o.Tax = v.tax(l.Terms.Price)
	case catalog.OfferAnnounced:
		o.Headline = v.dated("page.offer.opens", l.Terms.OpensAt)
		if l.Terms.OpensAt == nil { // it waits for words
			o.Notice = v.voice.T("page.offer.soon", "Place", v.place())
		}
	case catalog.OfferClosed:
		o.Notice = v.voice.T("page.offer.closed", "Place", v.place())
	case catalog.OfferSoldOut:
		o.Notice = v.voice.T("page.offer.sold_out")
	default:
		o.Notice = v.voice.T("page.offer.not_here", "Place", v.place())
	}
	if !o.Open {
		o.Elsewhere = v.elsewhere(l)
	}
	return o
}

// button says what the reader gets, or what it costs.
func (v visit) button(p *catalog.Price) string {
	if p == nil {
		return v.voice.T("page.offer.get")
	}
	return v.price(p)
}

// place is the name of the region in the page's language.
func (v visit) place() string { return cldr.RegionName(string(v.Locale()), v.Region()) }

// elsewhere lists the storefronts where the pack is open now.
func (v visit) elsewhere(l catalog.Listing) []link {
	var places []link
	for _, region := range v.Snapshot().Regions() {
		terms, err := v.Snapshot().Terms(l.ID, region)
		if err != nil || terms.State != catalog.OfferOpen || region == v.Region() {
			continue
		}
		places = append(places, link{
			Name:    cldr.RegionName(string(v.Locale()), region),
			Address: v.in(region, v.Locale(), v.path),
		})
	}
	slices.SortFunc(places, byName)
	return places
}
