package v1

import (
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// taxRevision tells replies that say taxes apart from those that were made by others; "" while there are none.
func (r *routes) taxRevision() string {
	if r.Taxes == nil {
		return ""
	}
	return r.Taxes.Table().Revision
}

// taxTurn is the next moment at which taxes change by themselves; zero when there is none.
func (r *routes) taxTurn() time.Time {
	if r.Taxes == nil {
		return time.Time{}
	}
	return r.Taxes.Turn()
}

// priceTax is what to say of tax beside a price that is shown in a region; nil where there is none.
func (r *routes) priceTax(p *catalog.Price, region string, locale i18n.Locale) *api.PriceTax {
	if p == nil || r.Taxes == nil {
		return nil
	}
	rate := r.Taxes.Here(region)
	if rate == nil {
		return nil
	}
	total := money(&catalog.Price{Amount: rate.On(p.Amount).Gross(), Currency: p.Currency}, locale)
	message := "page.offer.tax_on_top"
	if rate.Included {
		message = "page.offer.tax_included"
	}
	percent := cldr.FormatPercent(string(locale), tax.Decimal(rate.Millionths))
	return &api.PriceTax{
		Rate: rate.Millionths, Included: rate.Included, Total: *total,
		Display: r.Words.In(locale).Text(message, map[string]any{"Rate": percent, "Total": total.Display}),
	}
}

// orderTax puts the tax in a price on the wire; nil of none.
func orderTax(c *tax.Charge, price *catalog.Price, locale i18n.Locale) *api.OrderTax {
	if c == nil || price == nil {
		return nil
	}
	in := func(amount int64) api.Money {
		return *money(&catalog.Price{Amount: amount, Currency: price.Currency}, locale)
	}
	return &api.OrderTax{
		Tax: c.Tax, Version: c.Version, Rate: c.Millionths, Included: c.Included, Net: in(c.Net), Amount: in(c.Amount), Gross: in(c.Gross()),
	}
}
