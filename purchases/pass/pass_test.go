package pass_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var doors = time.Date(2027, 4, 10, 11, 0, 0, 0, time.UTC)

func meeting() pass.Pass {
	return pass.Pass{
		Kind: pass.MeetAndGreet, State: pass.OnSale, Titles: map[i18n.Locale]string{"en": "Meet"}, Capacity: 10, OpensAt: doors, ClosesAt: doors.Add(time.Hour),
		Offers: []pass.Offer{{Regions: []string{"KR"}, Price: &catalog.Price{Amount: 33000, Currency: "KRW"}}, {Regions: []string{catalog.World}}},
	}
}

func TestSettle(t *testing.T) {
	licence := &catalog.Licence{Territory: []string{"KR", "001"}, From: doors.Add(-time.Hour), Until: doors.Add(time.Hour)}
	for want, spoil := range map[string]func(*pass.Pass){
		"":                                          func(*pass.Pass) {},
		"/kind invalid":                             func(p *pass.Pass) { p.Kind = "party" },
		"/title required":                           func(p *pass.Pass) { p.Titles = nil },
		"/title/en too-long":                        func(p *pass.Pass) { p.Titles = map[i18n.Locale]string{"en": strings.Repeat("x", 121)} },
		"/capacity invalid":                         func(p *pass.Pass) { p.Capacity = pass.MaxCapacity + 1 },
		"/closes_at term-empty":                     func(p *pass.Pass) { p.ClosesAt = p.OpensAt },
		"/sale_closes_at term-empty":                func(p *pass.Pass) { p.SaleFrom, p.SaleUntil = doors.Add(-time.Hour), doors.Add(-time.Hour) },
		"/sale_opens_at term-empty":                 func(p *pass.Pass) { p.SaleFrom = p.ClosesAt },
		"/transfer invalid":                         func(p *pass.Pass) { p.Transfer = "always" },
		"/transfer_until invalid":                   func(p *pass.Pass) { p.Transfer = pass.TransferUntil },
		"/offers/1/regions/0 region-duplicate":      func(p *pass.Pass) { p.Offers[1].Regions = []string{"KR"} },
		"/offers/0/price/amount price-amount":       func(p *pass.Pass) { p.Offers[0].Price = &catalog.Price{Amount: -1, Currency: "KRW"} },
		"/offers/0/price/currency currency-unknown": func(p *pass.Pass) { p.Offers[0].Price = &catalog.Price{Amount: 1, Currency: "XXQ"} },
		"/offers/1/regions/0 collab-territory":      func(p *pass.Pass) { p.Offers[1].Regions = []string{"JP"} },
		"/closes_at collab-term":                    func(p *pass.Pass) { p.ClosesAt = p.ClosesAt.Add(time.Second) },
		"/opens_at collab-term":                     func(p *pass.Pass) { p.OpensAt = doors.Add(-2 * time.Hour) },
	} {
		p := meeting()
		spoil(&p)
		_, err := p.Settle(licence)
		got := ""
		if f := fault.As(err); f != nil && len(f.Fields()) > 0 {
			got = f.Fields()[0].Pointer + " " + f.Fields()[0].Code
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestWindowsAreInstants: an hour that clocks skip or show twice is told by its offset.
func TestWindowsAreInstants(t *testing.T) {
	parsed := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	p := meeting()
	p.OpensAt, p.ClosesAt = parsed("2027-10-31T02:30:00.999+02:00"), parsed("2027-10-31T02:30:00.5+01:00") // it shows 02:30 twice in Paris
	p, err := p.Settle(nil)
	if err != nil || p.ClosesAt.Sub(p.OpensAt) != time.Hour || p.OpensAt.Nanosecond() != 0 {
		t.Fatalf("%v to %v: %v", p.OpensAt, p.ClosesAt, err)
	}
	for at, open := range map[string]bool{
		"2027-10-31T00:29:59.999999999Z": false, "2027-10-31T00:30:00Z": true, "2027-10-31T01:29:59.999999999Z": true, "2027-10-31T01:30:00Z": false,
	} {
		if p.Open(parsed(at)) != open {
			t.Errorf("at %s it is open: %v", at, !open)
		}
	}
}

func TestTerms(t *testing.T) {
	p := meeting()
	p.SaleFrom, p.SaleUntil = doors.Add(-2*time.Hour), doors.Add(-time.Hour)
	for _, test := range []struct {
		at     time.Duration
		region string
		state  pass.State
		want   catalog.OfferState
		price  bool
	}{
		{-2*time.Hour - 1, "KR", pass.OnSale, catalog.OfferAnnounced, true},
		{-2 * time.Hour, "KR", pass.OnSale, catalog.OfferOpen, true},
		{-2 * time.Hour, "JP", pass.OnSale, catalog.OfferOpen, false},
		{-time.Hour - 1, "KR", pass.OnSale, catalog.OfferOpen, true},
		{-time.Hour, "KR", pass.OnSale, catalog.OfferClosed, true},
		{-2 * time.Hour, "KR", pass.Stopped, catalog.OfferClosed, true},
		{-2 * time.Hour, "KR", pass.Cancelled, catalog.OfferClosed, true},
		{-2 * time.Hour, "KR", pass.Draft, catalog.OfferNotOffered, false},
	} {
		p.State = test.state
		if got := p.Terms(test.region, doors.Add(test.at)); got.State != test.want || (got.Price != nil) != test.price {
			t.Errorf("%v %s %s: %+v", test.at, test.region, test.state, got)
		}
	}
	if !slices.Equal(p.OfferedIn(), []string{"001", "KR"}) {
		t.Errorf("offered in %v", p.OfferedIn())
	}
	p.State, p.SaleFrom, p.SaleUntil = pass.OnSale, time.Time{}, time.Time{}
	if !p.NextTurn(doors).Equal(p.ClosesAt) || !p.NextTurn(p.ClosesAt).IsZero() {
		t.Error("a sale without an end ends with the pass")
	}
}
