package purchasestest

import (
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// quoteTests are behaviours of prices that were told before.
var quoteTests = map[string]func(*testing.T, fixture){
	"PriceIsThatOfTheQuote":     quotedPrice,
	"QuotesAreRefused":          quotesRefused,
	"QuoteEnds":                 quoteEnds,
	"QuoteOfARightClock":        quoteOfARightClock,
	"QuoteByTheLedgersClock":    quoteByTheLedgersClock,
	"MoneyIsOwedAsItWasQuoted":  owedAsQuoted,
	"PriceIsAsExpected":         priceAsExpected,
	"ExpectationsAreOfMoney":    expectationsOfMoney,
	"NoQuoteOfWhatIsNotSold":    noQuoteOfNothing,
	"PassIsQuoted":              passQuoted,
	"KeysOfQuotesChange":        quoteKeysChange,
	"FreeStaysFree":             freeStaysFree,
	"QuotesCannotBeBent":        bentQuotes,
	"SameRequestAfterTheQuotes": repeatedAfterQuote,
}

// quoting is the fixture with a key that signs quotes.
func quoting(t *testing.T, f fixture) fixture {
	f.SignTickets(ticketKeys(t, 1))
	return f
}

func (f fixture) quote(t *testing.T, ledger purchases.Ledger, holder, pack string) purchases.Quote {
	t.Helper()
	q, err := f.Quote(ctx, purchases.QuoteRequest{Ledger: ledger, Holder: holder, Pack: pack, Region: "KR"})
	done(t, "Quote", err)
	return q
}

// dearer puts the priced pack on sale at another price.
func (f fixture) dearer(amount int64) {
	f.catalog.Put(catalog.Terms{
		Pack: pricedPack, Region: "KR", Release: 3, State: catalog.OfferOpen, Price: &catalog.Price{Amount: amount, Currency: "KRW"},
	})
}

// quoted is a request by a quote.
func (f fixture) quoted(holder, pack string, q purchases.Quote, with purchases.PayWith) purchases.OrderRequest {
	r := f.request(holder, pack, with)
	r.Quote = q.ID
	return r
}

func quotedPrice(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, live, "u1", pricedPack)
	if *q.Price != price || !q.ExpiresAt.Equal(start.Add(purchases.QuoteFor).Truncate(time.Second)) || q.Product != pricedPack {
		t.Errorf("quoted: %+v", q)
	}
	f.dearer(9900)
	for name, with := range map[string]purchases.PayWith{
		"reserved": external, "paid": {Provider: purchases.External, Transaction: "txn-1"}, "at a gateway": {Provider: purchases.Stripe},
	} {
		holder := "u-" + strings.ReplaceAll(name, " ", "-")
		o, err := f.Place(ctx, f.quoted(holder, pricedPack, f.quotedBefore(t, holder), with))
		done(t, name, err)
		if *o.Price != price {
			t.Errorf("%s: it costs %v", name, *o.Price)
		}
	}
	o := f.place(t, "u2", pricedPack, external)
	same(t, "without a quote", int64(9900), o.Price.Amount)
}

// quotedBefore is a quote of the fixture's price, whatever the price is now.
func (f fixture) quotedBefore(t *testing.T, holder string) purchases.Quote {
	t.Helper()
	terms, err := f.catalog.Terms(pricedPack, "KR")
	done(t, "Terms", err)
	f.dearer(price.Amount)
	defer f.catalog.Put(terms)
	return f.quote(t, live, holder, pricedPack)
}

func quotesRefused(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, live, "u1", pricedPack)
	free := f.quote(t, live, "u1", freePack)
	tried := f.quote(t, trial, "u1", pricedPack)
	foreign := f.quote(t, other, "u1", pricedPack)
	elsewhere := f.quoted("u1", pricedPack, q, external)
	elsewhere.Region = "JP"
	terms, _ := f.catalog.Terms(pricedPack, "KR")
	terms.Region = "JP"
	f.catalog.Put(terms)
	for name, c := range map[string]struct {
		request purchases.OrderRequest
		want    *fault.Error
	}{
		"another holder's":     {f.quoted("u2", pricedPack, q, external), purchases.ErrQuoteNotFound},
		"of another pack":      {f.quoted("u1", pricedPack, free, external), purchases.ErrQuoteMismatch},
		"for trying things":    {f.quoted("u1", pricedPack, tried, external), purchases.ErrQuoteNotFound},
		"another app's":        {f.quoted("u1", pricedPack, foreign, external), purchases.ErrQuoteNotFound},
		"in another region":    {elsewhere, purchases.ErrQuoteMismatch},
		"of nothing":           {f.quoted("u1", pricedPack, purchases.Quote{ID: "quo_"}, external), purchases.ErrQuoteNotFound},
		"of no form":           {f.quoted("u1", pricedPack, purchases.Quote{ID: "\x00."}, external), purchases.ErrQuoteNotFound},
		"longer than any":      {f.quoted("u1", pricedPack, purchases.Quote{ID: "quo_" + strings.Repeat("a", 4000)}, external), purchases.ErrQuoteNotFound},
		"of what is not there": {f.quoted("u1", "pck_none", q, external), catalog.ErrPackNotFound},
	} {
		_, err := f.Place(ctx, c.request)
		refused(t, name, err, c.want)
	}
	orders, _, err := f.Orders(ctx, live, "u1", purchases.Page{Limit: 10})
	done(t, "Orders", err)
	same(t, "orders", 0, len(orders))
}

func quoteEnds(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, live, "u1", pricedPack)
	f.clock.advance(q.ExpiresAt.Sub(start) - time.Second)
	_, err := f.Place(ctx, f.quoted("u1", pricedPack, q, external))
	done(t, "in time", err)
	f.clock.advance(time.Second)
	_, err = f.Place(ctx, f.quoted("u1", pricedPack, q, external))
	same(t, "expires_at", any(q.ExpiresAt), refused(t, "too late", err, purchases.ErrQuoteExpired)["expires_at"])
	f.clock.advance(24 * time.Hour)
	_, err = f.Place(ctx, f.quoted("u1", pricedPack, q, external))
	refused(t, "of yesterday", err, purchases.ErrQuoteExpired)
}

// quoteOfARightClock: machines whose clocks are ten minutes apart serve each other's quotes, or call them expired; what
// was made a day ahead is not taken.
func quoteOfARightClock(t *testing.T, f fixture) {
	f = quoting(t, f)
	f.clock.advance(10 * time.Minute)
	ahead := f.quote(t, live, "u1", pricedPack)
	f.clock.advance(24 * time.Hour)
	wrong := f.quote(t, live, "u1", pricedPack)
	f.clock.advance(-24*time.Hour - 10*time.Minute)
	_, err := f.Place(ctx, f.quoted("u1", pricedPack, ahead, external))
	done(t, "ten minutes ahead", err)
	_, err = f.Place(ctx, f.quoted("u1", pricedPack, wrong, external))
	refused(t, "a day ahead", err, purchases.ErrQuoteNotFound)
}

func quoteByTheLedgersClock(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, trial, "u1", pricedPack)
	done(t, "MoveClock", f.move(trial, purchases.QuoteFor))
	r := f.tried("u1", external)
	r.Quote = q.ID
	_, err := f.Place(ctx, r)
	refused(t, "by the clock that was moved", err, purchases.ErrQuoteExpired)
	r.Quote = f.quote(t, trial, "u1", pricedPack).ID
	_, err = f.Place(ctx, r)
	done(t, "Place", err)
}

// owedAsQuoted: money that came with a quote which holds no more is due back, and it is what was quoted.
func owedAsQuoted(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, live, "u1", pricedPack)
	f.dearer(9900)
	f.clock.advance(purchases.QuoteFor)
	_, err := f.Place(ctx, f.quoted("u1", pricedPack, q, purchases.PayWith{Provider: purchases.External, Transaction: "txn-1"}))
	id, _ := refused(t, "too late", err, purchases.ErrQuoteExpired)["refund_due"].(string)
	o, err := f.Order(ctx, live, "u1", id)
	done(t, "Order", err)
	if o.State != purchases.RefundDue || *o.Settled != price {
		t.Errorf("owed: %s %v", o.State, o.Settled)
	}
	if f.entitled(t, live, "u1", pricedPack) {
		t.Error("entitled to what was refused")
	}
}

func priceAsExpected(t *testing.T, f fixture) {
	r := f.request("u1", pricedPack, external)
	r.Expect = &catalog.Price{Amount: 2400, Currency: "KRW"}
	_, err := f.Place(ctx, r)
	same(t, "price", any(price), refused(t, "less", err, purchases.ErrPriceChanged)["price"])
	r.Expect = &catalog.Price{Amount: 2500, Currency: "JPY"}
	_, err = f.Place(ctx, r)
	refused(t, "in another currency", err, purchases.ErrPriceChanged)
	expected := price
	r.Expect = &expected
	_, err = f.Place(ctx, r)
	done(t, "Place", err)
	r = f.request("u1", freePack, free)
	r.Expect = &catalog.Price{Amount: 1, Currency: "KRW"}
	_, err = f.Place(ctx, r)
	same(t, "facts", 0, len(refused(t, "free", err, purchases.ErrPriceChanged)))
	r.Expect.Amount = 0
	_, err = f.Place(ctx, r)
	done(t, "free as expected", err)
}

func expectationsOfMoney(t *testing.T, f fixture) {
	for name, expected := range map[string]catalog.Price{
		"negative": {Amount: -1, Currency: "KRW"}, "overflowing": {Amount: catalog.MaxPrice + 1, Currency: "KRW"},
		"no currency": {Amount: 1}, "an unknown one": {Amount: 1, Currency: "XXY"}, "in small letters": {Amount: 1, Currency: "krw"},
	} {
		r := f.request("u1", pricedPack, external)
		r.Expect = &expected
		_, err := f.Place(ctx, r)
		same(t, name, any("expect"), refused(t, name, err, purchases.ErrOrderInvalid)["field"])
	}
}

func noQuoteOfNothing(t *testing.T, f fixture) {
	f = quoting(t, f)
	for pack, want := range map[string]*fault.Error{
		laterPack: purchases.ErrOfferNotOpen, closedPack: purchases.ErrOfferClosed, clubPack: purchases.ErrAudience,
		nowherePck: catalog.ErrPackNotOffered, "pck_none": catalog.ErrPackNotFound, "": purchases.ErrOrderInvalid,
	} {
		_, err := f.Quote(ctx, purchases.QuoteRequest{Ledger: live, Holder: "u1", Pack: pack, Region: "KR"})
		refused(t, "quote of "+pack, err, want)
	}
	_, err := f.Quote(ctx, purchases.QuoteRequest{Ledger: live, Holder: "u 1", Pack: pricedPack, Region: "KR"})
	refused(t, "for nobody", err, purchases.ErrHolderInvalid)
}

func passQuoted(t *testing.T, f fixture) {
	f = quoting(t, f)
	p := f.sold(t, meeting())
	q, err := f.Quote(ctx, purchases.QuoteRequest{Ledger: live, Holder: "u1", Pass: p.ID, Region: "KR"})
	done(t, "Quote", err)
	r := f.request("u1", "", external)
	r.Pass, r.Quote = p.ID, q.ID
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	same(t, "price", price, *o.Price)
	r = f.quoted("u1", pricedPack, q, external)
	_, err = f.Place(ctx, r)
	same(t, "field", any("pass"), refused(t, "for a pack", err, purchases.ErrQuoteMismatch)["field"])
}

func quoteKeysChange(t *testing.T, f fixture) {
	f.SignTickets(ticketKeys(t, 1))
	q := f.quote(t, live, "u1", pricedPack)
	f.SignTickets(ticketKeys(t, 2, 1))
	_, err := f.Place(ctx, f.quoted("u1", pricedPack, q, external))
	done(t, "by the key before", err)
	f.SignTickets(ticketKeys(t, 2))
	_, err = f.Place(ctx, f.quoted("u1", pricedPack, q, external))
	refused(t, "by a key that went", err, purchases.ErrQuoteNotFound)
}

func freeStaysFree(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, live, "u1", freePack)
	if q.Price != nil || q.Coins != 0 {
		t.Errorf("quoted: %+v", q)
	}
	f.catalog.Put(catalog.Terms{Pack: freePack, Region: "KR", Release: 3, State: catalog.OfferOpen, Price: &price})
	o, err := f.Place(ctx, f.quoted("u1", freePack, q, free))
	done(t, "Place", err)
	same(t, "state", purchases.Fulfilled, o.State)
}

// bentQuotes changes every character of a quote.
func bentQuotes(t *testing.T, f fixture) {
	f = quoting(t, f)
	q := f.quote(t, live, "u1", pricedPack)
	for i := range q.ID {
		for _, c := range []string{"A", "B", ".", ""} {
			bent := q.ID[:i] + c + q.ID[i+1:]
			if bent == q.ID {
				continue
			}
			_, err := f.Place(ctx, f.quoted("u1", pricedPack, purchases.Quote{ID: bent}, external))
			refused(t, bent, err, purchases.ErrQuoteNotFound)
		}
	}
}

// repeatedAfterQuote: the same request is answered as it was, also after the quote's time.
func repeatedAfterQuote(t *testing.T, f fixture) {
	f = quoting(t, f)
	r := f.quoted("u1", pricedPack, f.quote(t, live, "u1", pricedPack), external)
	first, err := f.Place(ctx, r)
	done(t, "Place", err)
	f.clock.advance(48 * time.Hour)
	again, err := f.Place(ctx, r)
	done(t, "Place", err)
	stored(t, "the same request", first, again)
}
