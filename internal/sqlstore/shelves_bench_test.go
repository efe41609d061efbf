package sqlstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

// BenchmarkSends tells of whole batches of 1,000 messages of 500 holders: one transaction each.
func BenchmarkSends(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *sqlstore.DB{"SQLite": sqlstoretest.Open, "PostgreSQL": sqlstoretest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			s := shelf.NewService(open(b).Shelves(), time.Now)
			batch := make([]shelf.Send, shelf.MaxSends)
			for n := 0; b.Loop(); n++ {
				for i := range batch {
					batch[i] = shelf.Send{
						ID: fmt.Sprint(n, "-", i), Of: purchases.Owner{Ledger: purchases.Ledger{App: "app"}, Holder: fmt.Sprint("fan-", (n*7919+i)%50_000/2)},
						Sticker: fmt.Sprint("stk_", i%97), Pack: fmt.Sprint("pck_", i%13), At: time.Now(),
					}
				}
				if _, err := s.Send(b.Context(), batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*shelf.MaxSends/b.Elapsed().Seconds(), "sends/s")
		})
	}
}
