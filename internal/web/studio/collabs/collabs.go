// Package collabs is the part of the studio where brands and collabs are kept: who owns licensed work, and
// what they allow.
package collabs

import (
	"embed"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of collabs; Brands is that of brands. Both stand among the sales.
const (
	Home   = frame.Home + "/sales/collabs"
	Brands = frame.Home + "/sales/brands"
)

// Services are what the pages are made of.
type Services struct {
	Catalog   *catalog.Service
	Languages frame.Languages
	Published Published // nil is a store of which nothing is known
}

// Published gives the catalog as it is published at this moment.
type Published interface {
	Current() *catalog.Snapshot
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	Services
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{f, services}
	f.Get(Home, accounts.ManageFurniture, r.collabs)
	f.Post(Home, accounts.ManageFurniture, r.saveCollab)
	f.Get(Home+"/:collab", accounts.ManageFurniture, r.collab)
	f.Post(Home+"/:collab/remove", accounts.ManageFurniture, r.removeCollab)
	f.Get(Brands, accounts.ManageFurniture, r.brands)
	f.Post(Brands, accounts.ManageFurniture, r.saveBrand)
	f.Get(Brands+"/:brand", accounts.ManageFurniture, r.brand)
	f.Post(Brands+"/:brand/remove", accounts.ManageFurniture, r.removeBrand)
}

// newOne is the name in the address of what is yet to be made.
const newOne = "-"

// by is who asks for a change of the catalog.
func by(v *frame.Visit) catalog.By {
	return catalog.By{Actor: v.Actor, Request: web.RequestIDOf(v.Request().Context())}
}

// option is a choice of a select or of a row of boxes.
type option struct {
	Value, Name string
	Chosen      bool
}

func byName(a, b option) int { return strings.Compare(a.Name, b.Name) }

// said is a text in the first locale along the reader's chain that has it, else in any. Its locale is ""
// for the reader's own.
type said struct {
	Text   string
	Locale i18n.Locale
}

func say(v *frame.Visit, texts map[i18n.Locale]string) said {
	t := catalog.TextsOf(texts).In(i18n.Chain(v.Voice.Locale))
	return said{t.Text, v.Voice.Foreign(t.Locale)}
}

// pageSize is how many brands or collabs a page of a list holds.
const pageSize = 50

// matching reads a list in the order of slugs, behind after, until a page is full of what fits. next is
// where it goes on; "" at the end.
func matching[T any](after string, read func(after string) ([]T, error), slug func(T) string, fits func(T) bool) (found []T, next string, err error) {
	for {
		part, err := read(after)
		if err != nil {
			return nil, "", err
		}
		for _, one := range part {
			after = slug(one)
			if !fits(one) {
				continue
			}
			if len(found) == pageSize {
				return found, slug(found[pageSize-1]), nil
			}
			found = append(found, one)
		}
		if len(part) < catalog.MaxLimit {
			return found, "", nil
		}
	}
}

// contains reports whether one of the texts has what a reader looks for, whatever the case.
func contains(query string, texts ...string) bool {
	query = strings.ToLower(query)
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(text), query) })
}

// onward is the address of the next page of a list; "" when there is none.
func onward(v *frame.Visit, home, next string) string {
	if next == "" {
		return ""
	}
	query := url.Values{"after": {next}}
	for _, name := range []string{"q", "state"} {
		if value := v.QueryParam(name); value != "" {
			query.Set(name, value)
		}
	}
	return home + "?" + query.Encode()
}

// saved tells that the form before this page was taken.
func saved(v *frame.Visit) *frame.Notice {
	switch v.QueryParam("done") {
	case "saved":
		return v.Good("studio.sale.done_offered")
	case "removed":
		return v.Good("studio.sale.done_withdrawn")
	}
	return nil
}

// newer returns the version that is kept of what a form changes, when that is not the one it was filled in
// at; 0 when it is, or when it is gone.
func newer(failure error) int64 {
	if !errors.Is(failure, catalog.ErrBrandStale) && !errors.Is(failure, catalog.ErrCollabStale) {
		return 0
	}
	version, _ := fault.As(failure).Facts()["version"].(int64)
	return version
}

// seen is the version that a form was filled in at; 0 of a new one.
func seen(v *frame.Visit) int64 {
	version, _ := strconv.ParseInt(v.FormValue("version"), 10, 64)
	return version
}
