package google_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/pay/google/googletest"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// TestEveryOrderOfWhatGoogleSaysComesToTheSame reads a purchase after each of six events, and has the readings taken
// in in all of their 720 orders: slow answers overtake one another.
func TestEveryOrderOfWhatGoogleSaysComesToTheSame(t *testing.T) {
	w := newWorld(t)
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
	store := purchasestest.NewStore()
	s := purchases.NewService(store, offers, func() time.Time { return now })
	s.Use(purchases.GooglePlay, w.gateway)
	books := purchases.Ledger{App: "app_a"}
	for _, reason := range []int{googletest.Remorse, googletest.Chargeback} {
		n := 0
		orders(6, func(heard []int) {
			if n++; n%7 != 0 && testing.Short() {
				return
			}
			o, err := s.Place(ctx, purchases.OrderRequest{
				Intent: purchases.Intent{Ledger: books}, Holder: "u" + strconv.Itoa(reason) + "." + strconv.Itoa(n), Pack: "pck_1", Region: "KR",
				PayWith: purchases.PayWith{Provider: purchases.GooglePlay},
			})
			if err != nil {
				t.Fatal(err)
			}
			readings := w.life(t, s, o, reason)
			for _, i := range heard {
				if err := s.Learn(ctx, purchases.GooglePlay, false, o.ID, readings[i]); err != nil {
					t.Fatalf("%v: %v", heard, err)
				}
			}
			story, err := s.Story(ctx, o.ID)
			if err != nil || story.Order.State != purchases.Refunded || story.Order.Refunded != 2500 || story.Payment.CheckAt != nil {
				t.Fatalf("heard as %v: %+v, %+v, %v", heard, story.Order, story.Payment, err)
			}
			if e, err := s.Entitled(ctx, books, o.Holder, "pck_1"); err != nil || e.Entitled {
				t.Fatalf("heard as %v: %+v, %v", heard, e, err)
			}
		})
	}
	for _, b := range balances(t, s, books) {
		if b.Amount != 0 {
			t.Errorf("%+v of money that came and went", b)
		}
	}
}

// life is what Google says of a purchase after each thing that happens to it.
func (w *world) life(t *testing.T, s *purchases.Service, o purchases.Order, reason int) []purchases.Standing {
	t.Helper()
	a := s.Action(o)
	token := w.Buy(googletest.Sale{Product: a.Product, Account: a.Secret, Profile: a.Profile, Pending: true, At: now})
	var readings []purchases.Standing
	for _, happens := range []func(){
		func() {},
		func() { w.Pay(token) },
		func() {
			if err := w.gateway.Acknowledge(ctx, o, purchases.Payment{ID: token, Product: a.Product}); err != nil {
				t.Fatal(err)
			}
		},
		func() { w.RefundPart(token, 500) },
		func() { w.RefundPart(token, 700) },
		func() { w.Refund(token, reason) },
	} {
		happens()
		st, err := w.gateway.Look(ctx, o, token)
		if err != nil {
			t.Fatal(err)
		}
		readings = append(readings, st)
	}
	return readings
}

func balances(t *testing.T, s *purchases.Service, books purchases.Ledger) []purchases.Balance {
	t.Helper()
	found, err := s.Balances(ctx, books)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// orders calls yield with every order of n things.
func orders(n int, yield func([]int)) {
	var extend func(done, left []int)
	extend = func(done, left []int) {
		if len(left) == 0 {
			yield(done)
		}
		for i := range left {
			rest := append(append([]int{}, left[:i]...), left[i+1:]...)
			extend(append(append([]int{}, done...), left[i]), rest)
		}
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	extend(nil, all)
}
