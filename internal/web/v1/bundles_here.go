package v1

import (
	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/purchases"
)

// bundlesHere lists the bundles that are sold here, now or soon: those all of whose packs are.
func (r *routes) bundlesHere(c echo.Context) error {
	return r.withPasses(c, func(front catalog.Storefront, posted *purchases.Posted) (any, error) {
		list := api.List[api.BundleSummary]{Items: []api.BundleSummary{}}
		for _, b := range posted.Bundles {
			if shown := r.bundleHere(front, posted, b); shown != nil {
				list.Items = append(list.Items, *shown)
			}
		}
		return list, nil
	})
}

// bundleHere is a bundle as a storefront shows it; nil where it cannot be had.
func (r *routes) bundleHere(front catalog.Storefront, posted *purchases.Posted, b purchases.BundleOnOffer) *api.BundleSummary {
	price := b.Price(front.Region())
	over := !b.SaleUntil.IsZero() && !posted.At.Before(b.SaleUntil)
	if price == nil || over {
		return nil
	}
	packs := make([]catalog.Listing, len(b.Packs))
	separately := catalog.Price{Currency: price.Currency}
	for i, id := range b.Packs {
		listing, err := front.Pack(id)
		if err != nil || !listing.Terms.InBundles(price.Currency) {
			return nil
		}
		packs[i] = listing
		if own := listing.Terms.Price; own != nil {
			separately.Amount += own.Amount
		}
	}
	title, description := b.Title(front.Chain()), b.Description(front.Chain())
	return &api.BundleSummary{
		ID: b.ID, Title: title.Text, TitleLocale: string(title.Locale), Description: description.Text, DescriptionLocale: string(description.Locale),
		Packs: r.summaries(packs, front.Locale()), Price: money(price, front.Locale()), Separately: money(&separately, front.Locale()),
		State: saleState(b.Bundle, posted.At), SaleOpensAt: instant(b.SaleFrom), SaleClosesAt: instant(b.SaleUntil),
	}
}

// orderLines are the packs of a bundle that an order gives.
func orderLines(o purchases.Order, locale i18n.Locale) []api.OrderLine {
	var lines []api.OrderLine
	for _, line := range o.Lines {
		shown := api.OrderLine{Pack: line.Pack}
		if price, _ := o.OfLine(line.Pack); price != nil && price.Amount > 0 {
			shown.Price = money(price, locale)
		}
		lines = append(lines, shown)
	}
	return lines
}
