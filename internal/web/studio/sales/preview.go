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
	Regions []frame.Option
	Locales []frame.Option
	At      string // wall time
}

func (r *room) lookForm(v *frame.Visit) lookForm {
	f := lookForm{At: catalog.WallTimeIn(r.Config.DefaultRegion, r.Now()).String()[:len("2027-03-20T09:00")]}
	for _, region := range cldr.Regions() {
		f.Regions = append(f.Regions, frame.Option{Value: region, Name: cldr.RegionName(string(v.Voice.Locale), region), Chosen: region == r.Config.DefaultRegion})
	}
	slices.SortFunc(f.Regions, func(a, b frame.Option) int { return strings.Compare(a.Name, b.Name) })
	for _, locale := range r.Languages() {
		f.Locales = append(f.Locales, frame.Option{Value: string(locale), Name: locale.NativeName(), Chosen: locale == v.Voice.Locale})
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
