package sales

import (
	"net/url"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// lookForm asks for a storefront at a moment.
type lookForm struct {
	Regions []choice
	Locales []choice
	At      string // wall time
}

// choice is one of a list.
type choice struct {
	Value, Name string
	Chosen      bool
}

func (r *room) lookForm(v *frame.Visit) lookForm {
	f := lookForm{At: catalog.WallTimeIn(r.Config.DefaultRegion, r.Now()).String()[:len("2027-03-20T09:00")]}
	for _, region := range cldr.Regions() {
		f.Regions = append(f.Regions, choice{region, cldr.RegionName(string(v.Voice.Locale), region), region == r.Config.DefaultRegion})
	}
	slices.SortFunc(f.Regions, func(a, b choice) int { return strings.Compare(a.Name, b.Name) })
	for _, locale := range r.Languages() {
		f.Locales = append(f.Locales, choice{string(locale), locale.NativeName(), locale == v.Voice.Locale})
	}
	return f
}

// preview leads to the storefront that the form asks for, as its visitors will see it then.
func (r *room) preview(v *frame.Visit) error {
	_, err := catalog.ParseWallTime(v.QueryParam("at"))
	if err != nil {
		return err
	}
	region := v.QueryParam("region")
	if !cldr.ValidRegion(region) {
		return catalog.ErrRegionNotFound.With("region", region)
	}
	address := "/" + region + "/" + url.PathEscape(v.QueryParam("locale"))
	if pack := v.QueryParam("pack"); pack != "" {
		address += "/packs/" + url.PathEscape(pack)
	}
	return v.Go(address + "?" + url.Values{"at": {v.QueryParam("at")}}.Encode())
}
