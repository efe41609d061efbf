package purchases_test

import (
	"errors"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// elsewhere is a catalog whose only pack is offered in other regions.
type elsewhere struct{}

func (elsewhere) Terms(_, region string) (catalog.Terms, error) {
	return catalog.Terms{}, catalog.ErrPackNotOffered.With("pack", "pck_moon", "region", region, "offered_in", []string{"JP"})
}

func (elsewhere) Region(string) error { return nil }

// TestRefusedBySlug: an order that money is due on names its pack by id, also when the pack was asked
// for by its slug.
func TestRefusedBySlug(t *testing.T) {
	s := purchases.NewService(purchasestest.NewStore(), elsewhere{}, time.Now)
	ledger := purchases.Ledger{App: "app_1"}
	_, err := s.Place(t.Context(), purchases.OrderRequest{
		Intent: purchases.Intent{Ledger: ledger, Key: "k", RequestHash: "h"}, Holder: "u1", Pack: "moon", Region: "KR",
		PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "t", Settled: &catalog.Price{Amount: 5, Currency: "KRW"}},
	})
	if !errors.Is(err, catalog.ErrPackNotOffered) {
		t.Fatal(err)
	}
	due, _ := fault.As(err).Facts()["refund_due"].(string)
	o, err := s.Order(t.Context(), ledger, "u1", due)
	if err != nil || o.Pack != "pck_moon" {
		t.Errorf("order of pack %q, %v", o.Pack, err)
	}
}
