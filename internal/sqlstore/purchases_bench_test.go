package sqlstore_test

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// BenchmarkOrders places whole paid orders (order, purchase, grant, transfer, two postings, event,
// reply) with 64 writers, each acknowledged once it is on the disk.
func BenchmarkOrders(b *testing.B) {
	price := catalog.Price{Amount: 2500, Currency: "KRW"}
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", State: catalog.OfferOpen, Price: &price})
	service := purchases.NewService(sqlstoretest.Open(b).Purchases(), offers, nil)
	var number atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	b.SetParallelism(max(1, 64/runtime.GOMAXPROCS(0)))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		var own []time.Duration
		for pb.Next() {
			n := strconv.FormatInt(number.Add(1), 10)
			begin := time.Now()
			_, err := service.Place(context.Background(), purchases.OrderRequest{
				Intent: purchases.Intent{Ledger: purchases.Ledger{App: "app_1"}, Key: "key-" + n, RequestHash: n},
				Holder: "user-" + n, Pack: "pck_1", Region: "KR", Locale: "ko",
				PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "t-" + n, Settled: &price},
			})
			if err != nil {
				b.Error(err)
			}
			own = append(own, time.Since(begin))
		}
		mu.Lock()
		defer mu.Unlock()
		took = append(took, own...)
	})
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkEntitled asks the one question that chat apps ask most.
func BenchmarkEntitled(b *testing.B) {
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", State: catalog.OfferOpen})
	service := purchases.NewService(sqlstoretest.Open(b).Purchases(), offers, nil)
	ledger := purchases.Ledger{App: "app_1"}
	for i := range 1000 {
		n := strconv.Itoa(i)
		_, err := service.Place(context.Background(), purchases.OrderRequest{
			Intent: purchases.Intent{Ledger: ledger, Key: n}, Holder: n, Pack: "pck_1", Region: "KR",
			PayWith: purchases.PayWith{Provider: purchases.Free},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		if e, err := service.Entitled(context.Background(), ledger, strconv.Itoa(i%1000), "pck_1"); err != nil || !e.Entitled {
			b.Fatal(e, err)
		}
	}
}
