package v1

import (
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// passesHere lists the passes that are sold here, now or soon.
func (r *routes) passesHere(c echo.Context) error {
	return r.withPasses(c, func(front catalog.Storefront, posted *purchases.Posted) (any, error) {
		return api.List[api.PassSummary]{Items: r.passesIn(front, posted, nil)}, nil
	})
}

// withPasses runs a read of the storefront that the path names, and of the passes on offer there.
func (r *routes) withPasses(c echo.Context, show func(catalog.Storefront, *purchases.Posted) (any, error)) error {
	posted := r.Board.Current()
	err := r.viewWith(c, posted.Revision, posted.Expires, func(front catalog.Storefront) (any, error) { return show(front, posted) })
	return r.RedirectLocale(c, err)
}

// passesIn are the passes on offer in a storefront; with a collab, its own alone.
func (r *routes) passesIn(front catalog.Storefront, posted *purchases.Posted, collab *catalog.Licence) []api.PassSummary {
	found := []api.PassSummary{}
	for _, p := range posted.In(front.Region()) {
		if collab == nil || p.Collab == collab.ID {
			found = append(found, r.passSummary(p, front))
		}
	}
	return found
}

func (r *routes) passSummary(p purchases.PassInRegion, front catalog.Storefront) api.PassSummary {
	title, description := p.Title(front.Chain()), p.Description(front.Chain())
	return api.PassSummary{
		ID: p.ID, Kind: string(p.Kind), Collab: p.Collab, Title: title.Text, TitleLocale: string(title.Locale),
		Description: description.Text, DescriptionLocale: string(description.Locale), Price: money(p.Terms.Price, front.Locale()),
		Tax:   r.priceTax(p.Terms.Price, front.Region(), front.Locale()),
		State: string(p.Terms.State), SaleOpensAt: utc(p.Terms.OpensAt), SaleClosesAt: utc(p.Terms.ClosesAt),
		OpensAt: p.OpensAt, ClosesAt: p.ClosesAt, Limited: p.Capacity > 0, Transfer: string(p.Transfer), TransferUntil: instant(p.Until),
	}
}

// sooner is the earlier of two moments, of which the zero one never comes.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
