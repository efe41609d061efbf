// Package collabs is the part of the studio where brands and collabs are kept: who owns licensed work, and
// what they allow.
package collabs

import (
	"embed"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of collabs; Brands is that of brands. Both stand among the sales.
const (
	Home   = frame.Home + "/sales/collabs"
	Brands = frame.Home + "/sales/brands"
)

// room holds what the pages share.
type room struct{ frame.Room }

// Mount mounts the pages.
func Mount(f *frame.Frame, services frame.Services) {
	r := &room{frame.Room{Frame: f, Services: services}}
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

func byName(a, b frame.Option) int { return strings.Compare(a.Name, b.Name) }

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
