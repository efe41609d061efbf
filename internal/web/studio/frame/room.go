package frame

import (
	"net/url"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

// Services are what pages about the catalog are made of.
type Services struct {
	Catalog   *catalog.Service
	Languages Languages
	Published Published // nil is a store of which nothing is known
}

// Published gives the catalog as it is published at this moment.
type Published interface {
	Current() *catalog.Snapshot
}

// Room is what the pages of a folder about the catalog share.
type Room struct {
	*Frame
	Services
}

// PublishedRegions are the regions that packs are on sale in; none where nothing is known.
func (r Room) PublishedRegions() []string {
	if r.Published == nil {
		return nil
	}
	return r.Published.Current().Regions()
}

// By is who asks for a change of the catalog.
func (v *Visit) By() catalog.By {
	return catalog.By{Actor: v.Actor, Request: web.RequestIDOf(v.Request().Context())}
}

// Option is a choice of a select or of a row of boxes. Its template is choices.
type Option struct {
	Value, Name string
	Chosen      bool
}

// Said is a text of a pack, a brand or a collab. Its Locale is "" for the reader's own.
type Said struct {
	Text   string
	Locale i18n.Locale
}

// Say returns the text in the first locale of the reader's chain that has it, else in one of those given, else
// in any.
func (v *Visit) Say(texts map[i18n.Locale]string, otherwise ...i18n.Locale) Said {
	t := catalog.TextsOf(texts).In(append(i18n.Chain(v.Voice.Locale), otherwise...))
	return Said{t.Text, v.Voice.Foreign(t.Locale)}
}

// Onward is the address of the next page of a list, which begins behind after and keeps the parameters of this
// one that are named; "" when there is none.
func (v *Visit) Onward(home, after string, kept ...string) string {
	if after == "" {
		return ""
	}
	query := url.Values{"after": {after}}
	for _, name := range kept {
		if value := v.QueryParam(name); value != "" {
			query.Set(name, value)
		}
	}
	return home + "?" + query.Encode()
}
