package purchasestest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// The packs of the fixture, all in region KR.
const (
	freePack   = "pck_free"
	pricedPack = "pck_priced"
	laterPack  = "pck_later"  // announced
	closedPack = "pck_closed" // over
	clubPack   = "pck_club"   // for members
	nowherePck = "pck_nowhere"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)
	opens = start.Add(24 * time.Hour)
	price = catalog.Price{Amount: 2500, Currency: "KRW"}
	live  = purchases.Ledger{App: "app_a"}
	trial = purchases.Ledger{App: "app_a", Test: true}
	other = purchases.Ledger{App: "app_b"}
)

// fixture is a service over the store under test, with a catalog and a clock of its own.
type fixture struct {
	*purchases.Service
	store   purchases.Store
	journal journal.Store
	catalog *Catalog
	gateway *Gateway // of purchases.Stripe
	clock   *clock
	keys    *atomic.Int64
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newFixture(store purchases.Store, journal journal.Store) fixture {
	f := fixture{
		store: store, journal: journal, catalog: NewCatalog(), gateway: NewGateway(), clock: &clock{now: start}, keys: &atomic.Int64{},
	}
	for pack, terms := range map[string]catalog.Terms{
		freePack:   {State: catalog.OfferOpen},
		pricedPack: {State: catalog.OfferOpen, Price: &price},
		laterPack:  {State: catalog.OfferAnnounced, Price: &price, OpensAt: &opens},
		closedPack: {State: catalog.OfferClosed, Price: &price, ClosesAt: &start},
		clubPack:   {State: catalog.OfferOpen, Price: &price, Audience: catalog.Members, Brand: clubBrand},
		nowherePck: {State: catalog.OfferNotOffered},
	} {
		terms.Pack, terms.Region, terms.Release = pack, "KR", 3
		f.catalog.Put(terms)
	}
	f.Service = purchases.NewService(store, f.catalog, f.clock.Now)
	f.Use(purchases.Stripe, f.gateway)
	f.SellCoins(f.catalog, coin.BonusFirst)
	return f
}

// intent returns one that was not used yet.
func (f fixture) intent(ledger purchases.Ledger) purchases.Intent {
	n := strconv.FormatInt(f.keys.Add(1), 10)
	return purchases.Intent{
		Ledger: ledger, Key: "key-" + n, RequestHash: "hash-" + n,
		By: journal.Origin{Actor: "key_test", RequestID: "req-" + n},
	}
}

func (f fixture) request(holder, pack string, with purchases.PayWith) purchases.OrderRequest {
	return purchases.OrderRequest{
		Intent: f.intent(live), Holder: holder, Pack: pack, Region: "KR", Locale: "ko", PayWith: with,
	}
}

var free = purchases.PayWith{Provider: purchases.Free}

var external = purchases.PayWith{Provider: purchases.External}

// paid says that the app took the price.
func paid(transaction string) purchases.PayWith { return paidOf(transaction, price.Amount) }

func paidOf(transaction string, amount int64) purchases.PayWith {
	return purchases.PayWith{
		Provider: purchases.External, Transaction: transaction,
		Settled: &catalog.Price{Amount: amount, Currency: "KRW"},
	}
}

func (f fixture) place(t *testing.T, holder, pack string, with purchases.PayWith) purchases.Order {
	t.Helper()
	o, err := f.Place(ctx, f.request(holder, pack, with))
	done(t, "Place", err)
	return o
}

func (f fixture) confirmation(o purchases.Order, transaction string, amount int64) purchases.Confirmation {
	return purchases.Confirmation{
		Intent: f.intent(o.Ledger), Holder: o.Holder, Order: o.ID, Transaction: transaction,
		Settled: &catalog.Price{Amount: amount, Currency: "KRW"},
	}
}

func (f fixture) refund(o purchases.Order, amount int64) purchases.RefundRequest {
	r := purchases.RefundRequest{Intent: f.intent(o.Ledger), Holder: o.Holder, Order: o.ID, Reason: "sorry"}
	if amount != 0 {
		r.Amount = &amount
	}
	return r
}

// state returns an order's state as it is read back.
func (f fixture) state(t *testing.T, o purchases.Order) purchases.OrderState {
	t.Helper()
	got, err := f.Order(ctx, o.Ledger, o.Holder, o.ID)
	done(t, "Order", err)
	return got.State
}

func (f fixture) entitled(t *testing.T, ledger purchases.Ledger, holder, pack string) bool {
	t.Helper()
	e, err := f.Entitled(ctx, ledger, holder, pack)
	done(t, "Entitled", err)
	return e.Entitled
}

func (f fixture) balances(t *testing.T, ledger purchases.Ledger) map[string]int64 {
	t.Helper()
	found, err := f.Balances(ctx, ledger)
	done(t, "Balances", err)
	sums := map[string]int64{}
	for _, b := range found {
		sums[b.Account+" "+b.Asset] = b.Amount
	}
	return sums
}

func (f fixture) balanced(t *testing.T) {
	t.Helper()
	found, err := f.Imbalance(ctx)
	done(t, "Imbalance", err)
	same(t, "imbalance", []purchases.Imbalance{}, found)
}

// events returns the types of a ledger's events.
func (f fixture) events(t *testing.T, ledger purchases.Ledger) []string {
	t.Helper()
	found, err := f.journal.Events(ctx, ledger.ID(), 0, 1000)
	done(t, "Events", err)
	types := []string{}
	for _, e := range found {
		types = append(types, e.Type)
	}
	return types
}

func done(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// refused expects a fault and returns its facts.
func refused(t *testing.T, what string, err error, want *fault.Error) map[string]any {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("%s: %v, want %s", what, err, want.Code())
	}
	return fault.As(err).Facts()
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// stored compares orders but for the version, which is the store's alone.
func stored(t *testing.T, what string, want, got purchases.Order) {
	t.Helper()
	want.Version, got.Version = 0, 0
	same(t, what, want, got)
}
