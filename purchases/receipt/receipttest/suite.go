package receipttest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// Stores are a store under test, and those beside it on the same database.
type Stores struct {
	Receipts receipt.Store
	Sales    purchases.Store
	Journal  journal.Store
}

// Run holds stores made by newStores to what receipt.Store promises, beneath a receipt.Service.
func Run(t *testing.T, newStores func(t *testing.T) Stores) {
	t.Helper()
	for name, tests := range map[string]map[string]func(*testing.T, *fixture){"Issue": issueTests, "Correct": correctTests, "Read": readTests} {
		t.Run(name, func(t *testing.T) {
			for name, test := range tests {
				t.Run(name, func(t *testing.T) {
					f := newFixture(newStores(t))
					test(t, f)
					f.intact(t)
				})
			}
		})
	}
}

var (
	ctx   = context.Background()
	begin = time.Date(2026, 12, 31, 23, 59, 50, 0, time.UTC)
	live  = purchases.Ledger{App: "app_a"}
	trial = purchases.Ledger{App: "app_a", Test: true}
	other = purchases.Ledger{App: "app_b"}

	seller = receipt.Seller{Name: "Moon Store", Address: "1 Rabbit Street\nSeoul", TaxNumber: "123-45-67890"}
)

// pack is on sale in all regions; gone has no name any more.
const (
	pack = "pck_moon"
	gone = "pck_gone"
)

// currencies are those of the regions.
var currencies = map[string]string{"KR": "KRW", "US": "USD", "KW": "KWD"}

// fixture is a service over the store under test, with a shop, a gateway and a clock of its own.
type fixture struct {
	*receipt.Service
	stores  Stores
	shop    *purchases.Service
	gateway *purchasestest.Gateway

	mu   sync.Mutex
	at   time.Time
	keys int
}

func newFixture(stores Stores) *fixture {
	f := &fixture{stores: stores, at: begin, gateway: purchasestest.NewGateway()}
	shelf := purchasestest.NewCatalog()
	for region, currency := range currencies {
		for _, id := range []string{pack, gone} {
			shelf.Put(catalog.Terms{Pack: id, Region: region, Release: 1, State: catalog.OfferOpen, Price: &catalog.Price{Amount: 2500, Currency: currency}})
		}
	}
	shelf.Put(catalog.Terms{Pack: "pck_free", Region: "KR", Release: 1, State: catalog.OfferOpen})
	f.shop = purchases.NewService(stores.Sales, shelf, f.now)
	f.shop.Use(purchases.Stripe, f.gateway)
	f.shop.SellCoins(shelf, coin.BonusFirst)
	f.Service = f.process()
	return f
}

// process is another process on the same database.
func (f *fixture) process() *receipt.Service {
	return receipt.NewService(receipt.Config{Store: f.stores.Receipts, Journal: f.stores.Journal, Orders: f.shop, Names: names{}, Seller: seller})
}

// names knows one pack.
type names struct{}

func (names) NameOf(_ context.Context, kind receipt.ItemKind, id string, locale i18n.Locale) (catalog.Text, error) {
	if kind == receipt.PackItem && id == pack && locale == "ko" {
		return catalog.Text{Text: "달토끼", Locale: "ko"}, nil
	}
	if kind == receipt.PackItem && id == pack {
		return catalog.Text{Text: "Moon Rabbit", Locale: "en"}, nil
	}
	return catalog.Text{}, nil
}

func (f *fixture) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

func (f *fixture) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = f.at.Add(d)
}

func (f *fixture) intent(ledger purchases.Ledger) purchases.Intent {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keys++
	n := strconv.Itoa(f.keys)
	return purchases.Intent{Ledger: ledger, Key: "key-" + n, RequestHash: n, By: journal.Origin{Actor: "key_test"}}
}

// sale is what is sold to whom.
type sale struct {
	ledger purchases.Ledger
	pack   string
	region string
	holder string
}

// sell sells, a second after what was before.
func (f *fixture) sell(t *testing.T, s sale) purchases.Order {
	t.Helper()
	f.pass(time.Second)
	intent := f.intent(s.ledger)
	o, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: intent, Holder: s.holder, Pack: s.pack, Region: s.region,
		PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "txn-" + intent.Key},
	})
	done(t, err)
	return o
}

// refund gives some of an order back, a second later; 0 is all.
func (f *fixture) refund(t *testing.T, o purchases.Order, amount int64) purchases.Refund {
	t.Helper()
	f.pass(time.Second)
	r := purchases.RefundRequest{Intent: f.intent(o.Ledger), Holder: o.Holder, Order: o.ID}
	if amount != 0 {
		r.Amount = &amount
	}
	refund, err := f.shop.Refund(ctx, r)
	done(t, err)
	return refund
}

// all are the documents of the live ledgers, or of the others, in order.
func (f *fixture) all(t *testing.T, q receipt.Query) []receipt.Document {
	t.Helper()
	found, err := f.Find(ctx, q, 1000)
	done(t, err)
	return found
}

// intact holds every series to its chain.
func (f *fixture) intact(t *testing.T) {
	t.Helper()
	verdicts, err := receipt.Verify(ctx, f.stores.Receipts)
	done(t, err)
	for _, v := range verdicts {
		if len(v.Broken) > 0 || v.End.Sequence == 0 {
			t.Errorf("%+v", v)
		}
	}
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, want *fault.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %s", err, want.Code())
	}
}
