package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// Taxes are the rates of regions.
type Taxes interface {
	Table() *tax.Table
}

// ChargeTaxes has taxes charged by rates. It is called before the service is used.
func (s *Service) ChargeTaxes(rates Taxes) { s.taxes = rates }

// taxIn returns the rate of a region at a moment; nil when there is none.
func (s *Service) taxIn(region string, now time.Time) *tax.Rate {
	if s.taxes == nil {
		return nil
	}
	return s.taxes.Table().At(region, now)
}

// taxed adds the tax to what a wish costs. Where somebody else sells, who is asked for the money and takes the tax, there
// is none.
func (s *Service) taxed(ctx context.Context, r OrderRequest, w *wish) error {
	if w.terms.Price == nil || r.PayWith.Provider.pricesItself() {
		return nil
	}
	rate := w.rate
	if !w.quoted {
		if s.taxes == nil || !s.taxes.Table().Any(r.Region) {
			return nil
		}
		now, err := s.Now(ctx, r.Ledger)
		if err != nil {
			return err
		}
		rate = s.taxIn(r.Region, now)
		w.rate = rate
	}
	w.terms.Price, w.tax = charged(w.terms.Price, rate, r.PayWith.Provider == Wallet)
	return nil
}

// charged returns what is charged for something at a price that is shown, and the tax in it; nil for none.
func charged(list *catalog.Price, rate *tax.Rate, coins bool) (*catalog.Price, *tax.Charge) {
	if list == nil || rate == nil {
		return list, nil
	}
	charge := rate.On(list.Amount)
	if coins {
		charge = rate.InCoins(list.Amount)
	}
	return &catalog.Price{Amount: charge.Gross(), Currency: list.Currency}, &charge
}

// taxes is the account of the tax in an order's money, which is the tax office's.
func taxes(o Order) string { return "tax:" + o.Region }

// kept posts that of an order's money so much is here, and was before: to what it earns, and to the tax in that. The tax
// is always that in all that is here, so what goes back in parts takes back exactly what came. Money that is due back
// has none. The order is as it is when its money is looked for: the account is that of its state.
func (o Order) kept(before, after int64) []Posting {
	within := func(int64) int64 { return 0 }
	if o.Tax != nil && earnings(o) != refundsDue {
		within = o.Tax.Within
	}
	currency := o.Settled.Currency
	postings := o.earned(currency, before-within(before), after-within(after))
	return posted(postings, taxes(o), currency, within(before)-within(after))
}
