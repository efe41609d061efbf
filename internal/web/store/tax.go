package store

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// tax says what tax is in a price, or comes on top of it; "" for none.
func (v visit) tax(p *catalog.Price) string {
	if p == nil || v.shop.Taxes == nil {
		return ""
	}
	rate := v.shop.Taxes.Here(v.Region())
	if rate == nil {
		return ""
	}
	percent := cldr.FormatPercent(string(v.Locale()), tax.Decimal(rate.Millionths))
	if rate.Included {
		return v.voice.T("page.offer.tax_included", "Rate", percent)
	}
	total := catalog.Price{Amount: rate.On(p.Amount).Gross(), Currency: p.Currency}
	return v.voice.T("page.offer.tax_on_top", "Rate", percent, "Total", v.price(&total))
}

// taxRevision tells pages that say taxes apart from those that were made by others; "" while there are none.
func (s *shop) taxRevision() string {
	if s.Taxes == nil {
		return ""
	}
	return s.Taxes.Table().Revision
}

// expires is when a page says something else by itself; zero for never.
func (s *shop) expires(v visit) time.Time {
	expires := v.Snapshot().Expires()
	if s.Taxes == nil {
		return expires
	}
	turn := s.Taxes.Turn()
	if expires.IsZero() || !turn.IsZero() && turn.Before(expires) {
		return turn
	}
	return expires
}
