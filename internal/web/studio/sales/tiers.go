package sales

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var (
	tiersTemplate = frame.Parse(templates, "tiers.html")
	tierTemplate  = frame.Parse(templates, "tier.html")
)

// tiersPage lists the tiers.
type tiersPage struct {
	frame.Shell
	Notice *frame.Notice
	Tiers  []tierLine
	Look   lookForm

	Furnishes bool // the reader may see brands and collabs
}

// tierLine is a tier in the list, with a few of its prices.
type tierLine struct {
	Name   string
	Prices []string
	More   int // prices that are not shown
}

// shownPrices is how many prices of a tier the list shows.
const shownPrices = 4

func (r *room) tiers(v *frame.Visit) error {
	all, err := r.Catalog.Tiers(v.Request().Context(), v.By())
	if err != nil {
		return err
	}
	p := tiersPage{Shell: v.Shell(v.Voice.T("studio.shell.sales")), Furnishes: v.Actor.Can(accounts.ManageFurniture)}
	switch v.QueryParam("done") {
	case "saved":
		p.Notice = v.Good("studio.sale.done_offered")
	case "removed":
		p.Notice = v.Good("studio.sale.done_withdrawn")
	}
	for _, tier := range all {
		line := tierLine{Name: tier.Name}
		for _, row := range rowsOf(v, tier) {
			if len(line.Prices) < shownPrices {
				line.Prices = append(line.Prices, row.Written)
			} else {
				line.More++
			}
		}
		p.Tiers = append(p.Tiers, line)
	}
	p.Look = r.lookForm(v)
	return v.Show(http.StatusOK, tiersTemplate, p)
}

// tierPage is one tier, with a row for every price and empty ones for more.
type tierPage struct {
	frame.Shell
	Notice  *frame.Notice
	Name    string
	Version int64 // 0 of a new one
	Rows    []priceRow
	Codes   []string // currencies and regions that a price may be for
	Theirs  string   // address of what another made of it meanwhile; "" for nothing
}

// priceRow is one price of a tier: of a currency, or of a region.
type priceRow struct {
	Code    string // ISO 4217, or a region
	Label   string // what people call it
	Amount  string // as people write it
	Money   string // currency of a region's price
	Written string // as the reader's language writes it
	Fault   string
}

// rowsOf are the prices of a tier: those of currencies, then those of regions.
func rowsOf(v *frame.Visit, t catalog.Tier) []priceRow {
	var rows []priceRow
	for _, currency := range sorted(t.Currencies) {
		rows = append(rows, rowOf(v, currency, catalog.Price{Amount: t.Currencies[currency], Currency: currency}))
	}
	for _, region := range sorted(t.Regions) {
		rows = append(rows, rowOf(v, region, t.Regions[region]))
	}
	return rows
}

func rowOf(v *frame.Visit, code string, p catalog.Price) priceRow {
	row := priceRow{Code: code, Label: labelOf(v, code), Amount: p.Decimal(), Written: cldr.FormatPrice(string(v.Voice.Locale), p.Amount, p.Currency)}
	if code != p.Currency {
		row.Money = p.Currency
	}
	return row
}

// labelOf is what people call what a price is for.
func labelOf(v *frame.Visit, code string) string {
	if code == catalog.World {
		return v.Voice.T("studio.sale.world")
	}
	if cldr.ValidRegion(code) {
		return cldr.RegionName(string(v.Voice.Locale), code)
	}
	return code
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// newTier is the name in the address of a tier that is yet to be made.
const newTier = "-"

func (r *room) tier(v *frame.Visit) error {
	if v.Param("tier") == newTier {
		p := tierPage{}
		for _, currency := range r.usual() {
			p.Rows = append(p.Rows, priceRow{Code: currency, Label: currency})
		}
		return r.showTier(v, p, nil)
	}
	tier, err := r.Catalog.Tier(v.Request().Context(), v.By(), v.Param("tier"))
	if err != nil {
		return err
	}
	return r.showTier(v, tierPage{Name: tier.Name, Version: tier.Version, Rows: rowsOf(v, tier)}, nil)
}

// usual are the currencies of the storefronts that are open, and what the rest of the world pays in.
func (r *room) usual() []string {
	codes := []string{cldr.CurrencyOf(r.Config.DefaultRegion), "USD"}
	for _, region := range r.PublishedRegions() {
		codes = append(codes, cldr.CurrencyOf(region))
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// spareRows is how many empty rows the form has for further prices.
const spareRows = 3

func (r *room) showTier(v *frame.Visit, p tierPage, failure error) error {
	title := p.Name
	if p.Version == 0 {
		title = v.Voice.T("studio.sale.tier_new")
	}
	p.Shell = v.Shell(title)
	p.Codes = append(cldr.Currencies(), append([]string{catalog.World}, cldr.Regions()...)...)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, status = worded.Bad(), worded.Status
		if version := frame.Newer(failure, catalog.ErrTierStale); version > 0 && p.Version > 0 {
			p.Version, p.Theirs = version, Home+"/tiers/"+url.PathEscape(p.Name)
		}
		for i, row := range p.Rows {
			for pointer, detail := range worded.Fields {
				if strings.Contains(pointer+"/", "/"+row.Code+"/") {
					p.Rows[i].Fault = detail
				}
			}
		}
	}
	for range spareRows {
		p.Rows = append(p.Rows, priceRow{})
	}
	return v.Show(status, tierTemplate, p)
}

// saveTier takes the form of a tier.
func (r *room) saveTier(v *frame.Visit) error {
	sent, err := v.FormParams()
	if err != nil {
		return err
	}
	p := tierPage{Name: strings.TrimSpace(sent.Get("name")), Version: v.Seen()}
	for i, code := range sent["code"] {
		if row := (priceRow{Code: strings.ToUpper(strings.TrimSpace(code)), Amount: at(sent["amount"], i), Money: at(sent["money"], i)}); row.Code != "" && row.Amount != "" {
			row.Label = labelOf(v, row.Code)
			p.Rows = append(p.Rows, row)
		}
	}
	tier, failure := p.tier()
	if failure == nil {
		_, failure = r.Catalog.SetTier(v.Request().Context(), v.By(), tier)
	}
	if failure != nil {
		return r.showTier(v, p, failure)
	}
	return v.Go(Home + "?done=saved")
}

// at is one of several fields of the same name; "" when it is not there.
func at(values []string, i int) string {
	if i < len(values) {
		return strings.TrimSpace(values[i])
	}
	return ""
}

// tier is what the form says. The error is catalog.ErrTierInvalid, for amounts that cannot be read.
func (p tierPage) tier() (catalog.Tier, error) {
	t := catalog.Tier{Name: p.Name, Version: cmp.Or(p.Version, catalog.TierIsNew), Currencies: map[string]int64{}, Regions: map[string]catalog.Price{}}
	var fields []fault.Field
	for _, row := range p.Rows {
		currency := row.currency()
		amount, fine := catalog.ParseAmount(row.Amount, currency)
		if !fine {
			fields = append(fields, fault.Field{Pointer: "/rows/" + row.Code, Code: "amount-malformed"})
		}
		if currency == row.Code {
			t.Currencies[row.Code] = amount
		} else {
			t.Regions[row.Code] = catalog.Price{Amount: amount, Currency: currency}
		}
	}
	if len(fields) > 0 {
		return t, catalog.ErrTierInvalid.With("tier", p.Name).WithFields(fields...)
	}
	return t, nil
}

// currency is what the price of a row is in: for a region, what it was in before, or what its shops take.
func (row priceRow) currency() string {
	switch {
	case row.Money != "":
		return row.Money
	case row.Code == catalog.World:
		return "USD"
	case cldr.ValidRegion(row.Code):
		return cldr.CurrencyOf(row.Code)
	}
	return row.Code
}

func (r *room) removeTier(v *frame.Visit) error {
	name := v.Param("tier")
	failure := r.Catalog.RemoveTier(v.Request().Context(), v.By(), name, v.Seen())
	if failure == nil {
		return v.Go(Home + "?done=removed")
	}
	tier, err := r.Catalog.Tier(v.Request().Context(), v.By(), name)
	if err != nil {
		return failure
	}
	return r.showTier(v, tierPage{Name: name, Version: tier.Version, Rows: rowsOf(v, tier)}, failure)
}
