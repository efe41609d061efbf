package purchases_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// nowhere finds nothing and keeps nothing.
type nowhere struct{ purchases.Store }

func (nowhere) Transact(_ context.Context, _ purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	_, err := decide(purchases.State{})
	return err
}

// BenchmarkPlace is what deciding on a paid order costs without a store.
func BenchmarkPlace(b *testing.B) {
	price := catalog.Price{Amount: 2500, Currency: "KRW"}
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", State: catalog.OfferOpen, Price: &price})
	service := purchases.NewService(nowhere{}, offers, nil)
	for i := 0; b.Loop(); i++ {
		n := strconv.Itoa(i)
		_, err := service.Place(b.Context(), purchases.OrderRequest{
			Intent: purchases.Intent{Ledger: purchases.Ledger{App: "app_1"}, Key: "key-" + n, RequestHash: n},
			Holder: "user-" + n, Pack: "pck_1", Region: "KR", Locale: "ko",
			PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "t-" + n, Settled: &price},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
