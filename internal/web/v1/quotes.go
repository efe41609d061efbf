package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

type quoteInput struct {
	HolderPath
	Body api.NewQuote
}

// quote says what something costs a holder, and keeps to it for a while.
func (r *routes) quote(ctx context.Context, in *quoteInput) (*jsonOf[api.Quote], error) {
	err := oneProduct(in.Body.Pack, in.Body.Pass)
	if err != nil {
		return nil, err
	}
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	locale := i18n.Locale(cldr.DefaultLocale(in.Body.Region))
	if in.Body.Locale != "" {
		locale, err = i18n.ParseLocale(in.Body.Locale)
	}
	if err != nil {
		return nil, err
	}
	q, err := r.Purchases.Quote(ctx, purchases.QuoteRequest{
		Ledger: ledger, Holder: in.Holder, Pack: in.Body.Pack, Pass: in.Body.Pass, Region: in.Body.Region,
	})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Quote]{quoteOf(q, locale)}, nil
}

// quoteOf puts a quote on the wire as readers of a locale write it.
func quoteOf(q purchases.Quote, locale i18n.Locale) api.Quote {
	out := api.Quote{
		ID: q.ID, Pack: q.Product, Region: q.Region, Price: money(q.Price, locale), Tax: orderTax(q.Tax, q.Price, locale), ExpiresAt: q.ExpiresAt.UTC(),
	}
	if q.Kind == purchases.PassProduct {
		out.Pack, out.Pass = "", q.Product
	}
	if q.Coins > 0 {
		out.Coins = &q.Coins
	}
	return out
}

// expected is what an order is expected to cost; nil for whatever it does.
func expected(p *api.Price) *catalog.Price {
	if p == nil {
		return nil
	}
	return &catalog.Price{Amount: p.Amount, Currency: p.Currency}
}

// oneProduct refuses requests that name several things, or none.
func oneProduct(ids ...string) error {
	if named(ids...) != 1 {
		return web.ErrRequestInvalid.WithFields(fault.Field{Pointer: "/pack", Code: "required"})
	}
	return nil
}
