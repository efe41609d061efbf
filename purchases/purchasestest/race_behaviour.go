package purchasestest

import (
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/purchases"
)

// raceTests are behaviours when many come at once.
var raceTests = map[string]func(*testing.T, fixture){
	"FiftyOfOneRequestAreOneOrder":   fiftyAtOnce,
	"FiftyAcrossServicesAreOneOrder": fiftyAcrossServices,
	"TwoBuyersOfOneHolder":           doublePurchase,
	"RefundsNeverExceedWhatIsLeft":   refundsAtOnce,
	"ConfirmAndCancel":               confirmAndCancel,
	"OneTransactionForManyHolders":   oneTransaction,
}

// atOnce runs n of them together.
func atOnce(n int, work func(i int)) {
	var ready, wg sync.WaitGroup
	ready.Add(n)
	for i := range n {
		wg.Go(func() {
			ready.Done()
			ready.Wait()
			work(i)
		})
	}
	wg.Wait()
}

func fiftyAtOnce(t *testing.T, f fixture) { f.oneOrder(t, []*purchases.Service{f.Service}) }

func fiftyAcrossServices(t *testing.T, f fixture) {
	f.oneOrder(t, []*purchases.Service{
		f.Service, purchases.NewService(f.store, f.catalog, f.clock.Now), purchases.NewService(f.store, f.catalog, f.clock.Now),
	})
}

// oneOrder sends the same request fifty times, to services in turn.
func (f fixture) oneOrder(t *testing.T, services []*purchases.Service) {
	r := f.request("u1", pricedPack, paid("t1"))
	var mu sync.Mutex
	ids := map[string]int{}
	atOnce(50, func(i int) {
		o, err := services[i%len(services)].Place(ctx, r)
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			ids[o.ID]++
		} else if !errors.Is(err, purchases.ErrKeyInFlight) {
			t.Error(err)
		}
	})
	if len(ids) != 1 {
		t.Error("orders:", ids)
	}
	same(t, "events", []string{"order.fulfilled"}, f.events(t, live))
	same(t, "balances", map[string]int64{"takings:external KRW": 2500, "sales:pck_priced KRW": -2500}, f.balances(t, live))
}

func doublePurchase(t *testing.T, f fixture) {
	const n = 20
	var mu sync.Mutex
	fulfilled, owed := 0, 0
	atOnce(n, func(i int) {
		_, err := f.Place(ctx, f.request("u1", pricedPack, paid("t"+strconv.Itoa(i))))
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			fulfilled++
		case errors.Is(err, purchases.ErrAlreadyOwned):
			owed++
		default:
			t.Error(err)
		}
	})
	if fulfilled != 1 || owed != n-1 {
		t.Errorf("%d fulfilled, %d owed", fulfilled, owed)
	}
	same(t, "balances", map[string]int64{
		"takings:external KRW": 2500 * n, "sales:pck_priced KRW": -2500, "refunds-due KRW": -2500 * (n - 1),
	}, f.balances(t, live))
}

func refundsAtOnce(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	var mu sync.Mutex
	given := 0
	atOnce(12, func(int) {
		_, err := f.Refund(ctx, f.refund(o, 300))
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			given++
		} else if !errors.Is(err, purchases.ErrRefundAmount) {
			t.Error(err)
		}
	})
	if given != 8 || !f.entitled(t, live, "u1", pricedPack) {
		t.Errorf("%d refunds of 300 of 2500", given)
	}
}

func confirmAndCancel(t *testing.T, f fixture) {
	for i := range 10 {
		holder := "u" + strconv.Itoa(i)
		o := f.place(t, holder, pricedPack, external)
		var errConfirm, errCancel error
		atOnce(2, func(i int) {
			if i == 0 {
				_, errConfirm = f.Confirm(ctx, f.confirmation(o, "t-"+holder, 100))
			} else {
				_, errCancel = f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: holder, Order: o.ID})
			}
		})
		state := f.state(t, o)
		won := state == purchases.Fulfilled && errConfirm == nil && errors.Is(errCancel, purchases.ErrOrderState)
		lost := state == purchases.RefundDue && errCancel == nil && errors.Is(errConfirm, purchases.ErrOrderState)
		if won == lost {
			t.Error(state, errConfirm, errCancel)
		}
	}
}

func oneTransaction(t *testing.T, f fixture) {
	var mu sync.Mutex
	won := 0
	atOnce(10, func(i int) {
		_, err := f.Place(ctx, f.request("u"+strconv.Itoa(i), pricedPack, paid("t1")))
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			won++
		} else if !errors.Is(err, purchases.ErrTransactionUsed) {
			t.Error(err)
		}
	})
	if won != 1 {
		t.Errorf("%d orders by one transaction", won)
	}
}
