package payouttest

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// Stores are a store under test, and those beside it on the same database.
type Stores struct {
	Payouts payout.Store
	Sales   purchases.Store
	Journal journal.Store
	Own     func(payout.Owner) // says whose a pack is from a moment on
}

// Run holds stores made by newStores to what payout.Store promises, beneath a payout.Service.
func Run(t *testing.T, newStores func(t *testing.T) Stores) {
	t.Helper()
	for name, tests := range map[string]map[string]func(*testing.T, *fixture){
		"Statement": statementTests, "Contract": contractTests, "Payout": payoutTests, "Report": reportTests, "Tax": taxTests,
	} {
		t.Run(name, func(t *testing.T) {
			for name, test := range tests {
				t.Run(name, func(t *testing.T) { test(t, newFixture(newStores(t))) })
			}
		})
	}
}

var (
	ctx   = context.Background()
	begin = time.Date(2026, 9, 10, 12, 0, 0, 0, time.UTC)
	live  = purchases.Ledger{App: "app_a"}
	trial = purchases.Ledger{App: "app_a", Test: true}
	other = purchases.Ledger{App: "app_b"}

	finance  = payout.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_finance", Roles: []accounts.Role{accounts.Finance}}}
	designer = payout.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_moon", Roles: []accounts.Role{accounts.Designer}}}
	stranger = payout.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_else", Roles: []accounts.Role{accounts.Designer}}}
)

// The packs: moon's own, moon's under a collab, and somebody else's.
const (
	ownPack    = "pck_own"
	collabPack = "pck_collab"
	elsePack   = "pck_else"
)

// fixture is a service over the store under test, with a shop and a clock of its own.
type fixture struct {
	*payout.Service
	stores Stores
	shop   *purchases.Service
	now    time.Time
	keys   int
}

func newFixture(stores Stores) *fixture {
	f := &fixture{stores: stores, now: begin}
	shelf := purchasestest.NewCatalog()
	for pack, amount := range map[string]int64{ownPack: 2500, collabPack: 1001, elsePack: 700} {
		for region, currency := range map[string]string{"KR": "KRW", "US": "USD", "KW": "KWD"} {
			shelf.Put(catalog.Terms{Pack: pack, Region: region, Release: 1, State: catalog.OfferOpen, Price: &catalog.Price{Amount: amount, Currency: currency}})
		}
	}
	clock := func() time.Time { return f.now }
	f.shop = purchases.NewService(stores.Sales, shelf, clock)
	f.shop.SellCoins(shelf, coin.BonusFirst)
	f.Service = payout.NewService(stores.Payouts, Furniture{
		All: []catalog.Creator{
			{ID: "crt_else", Slug: "else", Name: "Else", Account: "acc_else"}, {ID: "crt_moon", Slug: "moon", Name: "Moon", Account: "acc_moon"},
		},
		Collabs: []catalog.Collab{{Licence: catalog.Licence{ID: "col_tour", Slug: "tour"}}},
	}, clock)
	for _, o := range []payout.Owner{
		{Pack: ownPack, Creator: "crt_moon"}, {Pack: collabPack, Creator: "crt_moon", Collab: "col_tour"}, {Pack: elsePack, Creator: "crt_else"},
	} {
		o.Since = begin.AddDate(0, 0, -5)
		stores.Own(o)
	}
	return f
}

func (f *fixture) intent(ledger purchases.Ledger) purchases.Intent {
	f.keys++
	n := strconv.Itoa(f.keys)
	return purchases.Intent{Ledger: ledger, Key: "key-" + n, RequestHash: n, By: journal.Origin{Actor: "key_test"}}
}

// sale is what is sold.
type sale struct {
	ledger purchases.Ledger
	pack   string
	region string
	amount int64 // that was settled; 0 is the price
}

// sell sells to a fan of their own.
func (f *fixture) sell(t *testing.T, s sale) purchases.Order {
	t.Helper()
	f.now = f.now.Add(time.Second)
	with := purchases.PayWith{Provider: purchases.External, Transaction: "txn-" + strconv.Itoa(f.keys)}
	if s.amount != 0 {
		with.Settled = &catalog.Price{Amount: s.amount, Currency: map[string]string{"KR": "KRW", "US": "USD", "KW": "KWD"}[s.region]}
	}
	o, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(s.ledger), Holder: "fan-" + strconv.Itoa(f.keys), Pack: s.pack, Region: s.region, PayWith: with,
	})
	done(t, err)
	return o
}

// refund gives money back: all that is left for 0.
func (f *fixture) refund(t *testing.T, o purchases.Order, amount int64) {
	t.Helper()
	f.now = f.now.Add(time.Second)
	r := purchases.RefundRequest{Intent: f.intent(o.Ledger), Holder: o.Holder, Order: o.ID}
	if amount != 0 {
		r.Amount = &amount
	}
	_, err := f.shop.Refund(ctx, r)
	done(t, err)
}

// agree makes a contract of the moment that everything began at.
func (f *fixture) agree(t *testing.T, c payout.Contract) payout.Contract {
	t.Helper()
	if c.From.IsZero() {
		c.From = begin.AddDate(0, 0, -5)
	}
	c, err := f.SaveContract(ctx, finance, c)
	done(t, err)
	return c
}

func (f *fixture) statement(t *testing.T, creator string, period payout.Period) payout.Statement {
	t.Helper()
	s, err := f.Statement(ctx, finance, creator, period, nil)
	done(t, err)
	return s
}

// lines are what the sales of a statement earned.
func (f *fixture) lines(t *testing.T, creator string, period payout.Period) []payout.Line {
	t.Helper()
	all := []payout.Line{}
	_, err := f.Statement(ctx, finance, creator, period, func(l payout.Line) error {
		all = append(all, l)
		return nil
	})
	done(t, err)
	return all
}

// months moves the clock to the middle of a later month.
func (f *fixture) months(n int) { f.now = begin.AddDate(0, n, 0) }

func period(n int) payout.Period { return payout.PeriodAt(begin.AddDate(0, n, 0)) }

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, want *fault.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%v, want %s", err, want.Code())
	}
}
