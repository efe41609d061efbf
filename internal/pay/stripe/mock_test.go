package stripe_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/servertest"
	"github.com/hallyu-store/hallyu/purchases"
)

// TestStripeMockUnderstands holds what we ask to the description of Stripe's own API: stripe-mock refuses
// every parameter that is not in it. It keeps nothing, so its answers say little.
func TestStripeMockUnderstands(t *testing.T) {
	binary := servertest.Find(t, "stripe-mock")
	url, err := servertest.Start(servertest.Program{Health: "/", Command: func(_, host, port string) []string {
		return []string{binary, "-http-addr", host + ":" + port}
	}})
	if err != nil {
		t.Fatal(err)
	}
	g := gateway(url)
	o := order
	o.Ledger.Test = true // it takes test keys alone
	begun, err := g.Begin(ctx, o)
	if err != nil || begun.Payment == "" || begun.Secret == "" {
		t.Fatalf("Begin: %+v, %v", begun, err)
	}
	if st, err := g.Look(ctx, o, begun.Payment); err != nil || st.Payment == "" {
		t.Errorf("Look: %+v, %v", st, err)
	}
	if st, err := g.Stop(ctx, o, begun.Payment); err != nil || st.Payment == "" {
		t.Errorf("Stop: %+v, %v", st, err)
	}
	refund := purchases.Refund{ID: "ref_1", Amount: &catalog.Price{Amount: 500, Currency: "KRW"}}
	if ret, err := g.GiveBack(ctx, o, begun.Payment, refund); err != nil || ret.ID == "" {
		t.Errorf("GiveBack: %+v, %v", ret, err)
	}
	if err := g.Complaints(ctx, begun.Payment); err != nil {
		t.Errorf("disputes: %v", err)
	}
}
