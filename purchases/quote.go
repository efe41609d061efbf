package purchases

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// Faults of quotes.
var (
	// ErrQuoteNotFound: this store told this holder of this app no such price, in these books. Facts: none, so that
	// nothing is told to forgers; refund_due when money came with it.
	ErrQuoteNotFound = fault.Define(fault.NotFound, "quote-not-found")
	// ErrQuoteExpired: the quote's time is over. Facts: expires_at; refund_due when money came with it.
	ErrQuoteExpired = fault.Define(fault.Conflict, "quote-expired")
	// ErrQuoteMismatch: the quote is of another thing than is asked for. Facts: field (pack, pass, region or provider),
	// quoted; refund_due when money came with it.
	ErrQuoteMismatch = fault.Define(fault.Conflict, "quote-mismatch")
	// ErrPriceChanged: it costs something else than whoever asks expects. Facts: price, none when it is free; refund_due
	// when money came with it.
	ErrPriceChanged = fault.Define(fault.Conflict, "price-changed")
)

// QuoteFor is how long a quote holds.
const QuoteFor = 15 * time.Minute

// QuoteRequest asks what a pack or a pass costs a holder.
type QuoteRequest struct {
	Ledger Ledger
	Holder string
	Pack   string // id or slug; "" for a pass
	Pass   string // id; "" for a pack
	Region string // ISO 3166-1 alpha-2
}

// Quote is a price that a holder was told: until it ends, an order of theirs that names it is charged exactly that, or
// refused. It promises nothing but the price.
type Quote struct {
	ID        string // what an order names; it is not kept, but signed
	Kind      ProductKind
	Product   string // id of what it is about, of its Kind
	Region    string
	List      *catalog.Price // as it is shown; nil when free
	Price     *catalog.Price // what is charged, with tax; nil when free
	Tax       *tax.Charge    // in the price; nil where there is none
	Coins     int64          // of a wallet, in place of the price; 0 where coins pay for nothing
	ExpiresAt time.Time      // first moment that it no longer holds, whole seconds

	rate *tax.Rate // that Tax is by
}

// Quote says what something costs now, and keeps to it for QuoteFor. Nothing is held, nor written down.
//
// Faults: ErrHolderInvalid, ErrOrderInvalid, ErrOfferNotOpen, ErrOfferClosed, ErrSoldOut, ErrAudience, those of Catalog
// and of pass.Pass.Refused.
func (s *Service) Quote(ctx context.Context, r QuoteRequest) (Quote, error) {
	if s.keys == nil {
		return Quote{}, errors.New("purchases: there is no key to sign quotes with")
	}
	asked := OrderRequest{Intent: Intent{Ledger: r.Ledger}, Holder: r.Holder, Pack: r.Pack, Pass: r.Pass, Region: r.Region}
	if err := asked.check(); err != nil {
		return Quote{}, err
	}
	w, err := s.sold(ctx, asked)
	if err != nil {
		return Quote{}, err
	}
	if w.refused != nil {
		return Quote{}, w.refused
	}
	now, err := s.Now(ctx, r.Ledger)
	if err != nil {
		return Quote{}, err
	}
	q := Quote{
		Kind: w.kind, Product: w.terms.Pack, Region: r.Region, List: w.terms.Price, ExpiresAt: now.Add(QuoteFor).Truncate(time.Second),
	}
	if q.List != nil {
		q.rate = s.taxIn(r.Region, now)
	}
	q.Price, q.Tax = charged(q.List, q.rate, false)
	q.Coins, err = s.coinsFor(ctx, q.List, now)
	if errors.Is(err, coin.ErrNoRate) {
		q.Coins, err = 0, nil
	}
	if err != nil {
		return Quote{}, err
	}
	q.ID = q.sign(s.keys, r.Ledger, r.Holder)
	return q, nil
}

// coinsFor is what a price is in coins at a moment. The error is coin.ErrNoRate.
func (s *Service) coinsFor(ctx context.Context, price *catalog.Price, now time.Time) (int64, error) {
	if price == nil {
		return 0, nil
	}
	rate, err := s.store.Rate(ctx, price.Currency, now)
	if err != nil {
		return 0, err
	}
	return rate.Price(price.Amount), nil
}

// atQuote has a wish cost what a quote says, when the request names one. Money that came with a quote whose time is over
// was taken at its price all the same, so that is what is owed.
func (s *Service) atQuote(ctx context.Context, r OrderRequest, w *wish) error {
	if r.Quote == "" {
		return nil
	}
	now, err := s.Now(ctx, r.Ledger)
	if err != nil {
		return err
	}
	q, err := readQuote(s.keys, r.Ledger, r.Holder, r.Quote)
	if err != nil || q.ExpiresAt.After(now.Add(QuoteFor+maxSkew)) {
		w.refuse(ErrQuoteNotFound)
		return nil
	}
	if why := q.mismatch(r, *w); why != nil {
		w.refuse(why)
		return nil
	}
	w.terms.Price, w.rate, w.coins, w.quoted, w.unpriced = q.List, q.rate, q.Coins, true, false
	if !now.Before(q.ExpiresAt) {
		w.refuse(ErrQuoteExpired.With("expires_at", q.ExpiresAt))
	}
	return nil
}

// maxSkew is how far the clocks of machines may be apart. A quote that ends later than it would be made was not made by
// a clock that is right.
const maxSkew = 10 * time.Minute

// mismatch returns why a quote is not of what is asked for; nil when it is.
func (q Quote) mismatch(r OrderRequest, w wish) *fault.Error {
	name, id := Order{Kind: q.Kind, Pack: q.Product}.product()
	switch {
	case w.topUp != nil || q.Kind != w.kind || q.Product != w.terms.Pack:
		return ErrQuoteMismatch.With("field", name, "quoted", id)
	case q.Region != r.Region:
		return ErrQuoteMismatch.With("field", "region", "quoted", q.Region)
	case r.PayWith.Provider.pricesItself():
		return ErrQuoteMismatch.With("field", "provider", "quoted", r.PayWith.Provider)
	}
	return nil
}

// refuse has a wish refused, unless it is already.
func (w *wish) refuse(why *fault.Error) {
	if w.refused == nil {
		w.refused = why
	}
}

// expect refuses a wish that costs something else than its request expects. Nothing is 0 of whatever currency.
func (w *wish) expect(expected *catalog.Price) {
	price := w.terms.Price
	switch {
	case expected == nil || w.refused != nil:
	case price == nil && expected.Amount != 0:
		w.refuse(ErrPriceChanged)
	case price != nil && *price != *expected:
		w.refuse(ErrPriceChanged.With("price", *price))
	}
}

// checkExpected holds an amount that somebody expects to its form.
func checkExpected(p *catalog.Price) error {
	if p == nil || p.Amount >= 0 && p.Amount <= catalog.MaxPrice && packfile.ValidCurrency(p.Currency) {
		return nil
	}
	return ErrOrderInvalid.With("field", "expect")
}
