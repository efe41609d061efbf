package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/bench/load"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/purchases"
)

var orders = Experiment{
	Name: "orders",
	About: "Whole paid orders: look-ups of the idempotency key, the holder's grants and the transaction, then order, purchase, " +
		"grant, transfer, two postings, event and reply. " + strconv.Itoa(orderWriters) + " writers, each with one order at a time, " +
		"acknowledged when it is on the disk. hallyu decides on each by its whole purchases.Service; the others write rows of the " +
		"same size that are there already.",
	Run: func(ctx context.Context, b *Bench) error {
		return errors.Join(b.ordersOnSQLite(ctx), b.ordersOnPostgres(ctx))
	},
}

// orderWriters is how many place orders at once.
const orderWriters = 64

func (b *Bench) ordersOnSQLite(ctx context.Context) error {
	path := func(name string) string { return filepath.Join(b.Temp, name+".db") }
	ours, err := openHallyu(ctx, path("hallyu"))
	if err != nil {
		return err
	}
	defer ours.close()
	each, err := openGORMEach(ctx, path("gorm"))
	if err != nil {
		return err
	}
	defer each.close()
	raw, err := openRawBatched(ctx, path("raw"))
	if err != nil {
		return err
	}
	defer raw.close()
	rounds, err := b.Interleave(ctx,
		b.ordering("hallyu", ours.place), b.ordering("one GORM transaction each", each.place),
		b.ordering("raw driver batched", raw.place))
	if err != nil {
		return err
	}
	b.printOrders("SQLite, synchronous=FULL", []string{"hallyu", "one GORM transaction each", "raw driver batched"}, rounds)
	b.Judge("group commit / one GORM transaction each: orders/s", rounds[0].RateRatio(rounds[1]))
	b.Judge("group commit / one GORM transaction each: p99", rounds[0].P99Ratio(rounds[1]))
	b.Judge("group commit / raw driver batched: orders/s", rounds[0].RateRatio(rounds[2]))
	return nil
}

// printOrders prints the sides of one database, each in terms of hallyu, the first.
func (b *Bench) printOrders(database string, names []string, rounds []Rounds) {
	table := Table{Head: []string{database, "orders/s", "p50", "p99", "CPU each", "hallyu: orders/s", "p99"}}
	for i, r := range rounds {
		table.Add(names[i], r.Rate(), r.P50(), r.P99(), r.CPU(),
			fmt.Sprintf("%.2f ×", rounds[0].RateRatio(r)), fmt.Sprintf("%.2f ×", rounds[0].P99Ratio(r)))
	}
	b.Table(table)
}

// ordering is the side that places orders by place, which gets the number of each.
func (b *Bench) ordering(name string, place func(ctx context.Context, number int64) error) Side {
	var number atomic.Int64
	return Side{name, func(ctx context.Context) (load.Sample, error) {
		var mu sync.Mutex
		var all []time.Duration
		var failures []error
		var wg sync.WaitGroup
		begin, before := time.Now(), ownCPU()
		for range orderWriters {
			wg.Go(func() {
				var took []time.Duration
				var err error
				for err == nil && time.Since(begin) < b.Round {
					sent := time.Now()
					err = place(ctx, number.Add(1))
					took = append(took, time.Since(sent))
				}
				mu.Lock()
				defer mu.Unlock()
				all = append(all, took...)
				failures = append(failures, err)
			})
		}
		wg.Wait()
		sample := load.Summarize(all, time.Since(begin))
		sample.CPU = (ownCPU() - before) / time.Duration(len(all))
		return sample, errors.Join(failures...)
	}}
}

// ownCPU is the processor time that the bench has used.
func ownCPU() time.Duration {
	var used unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &used) // fails for a bad argument alone
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// hallyuOrders is the program's own way: the service over its store.
type hallyuOrders struct {
	db      *sqlstore.DB
	service *purchases.Service
}

// openHallyu opens a store in a new database.
func openHallyu(ctx context.Context, url string) (*hallyuOrders, error) {
	db, err := sqlstore.Open(ctx, sqlstore.Config{URL: url})
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return &hallyuOrders{db, purchases.NewService(db.Purchases(), oneOffer{}, nil)}, nil
}

func (h *hallyuOrders) close() { _ = h.db.Close() }

func (h *hallyuOrders) place(ctx context.Context, number int64) error {
	n := strconv.FormatInt(number, 10)
	_, err := h.service.Place(ctx, purchases.OrderRequest{
		Intent: purchases.Intent{Ledger: purchases.Ledger{App: benchLedger}, Key: "key-" + n, RequestHash: benchHash},
		Holder: "user-" + n, Pack: benchPack, Region: "KR", Locale: "ko",
		PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "t-" + n, Settled: &benchPrice},
	})
	return err
}

// What is the same in every order.
const (
	benchLedger = "app_0198c2f4-9d3b-7c1e-8a51-2f6d1c7b9e10"
	benchPack   = "pck_0198c2f4-9d3b-7c1e-8a51-2f6d1c7b9e11"
	benchHash   = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
)

var benchPrice = catalog.Price{Amount: 2500, Currency: "KRW"}

// oneOffer is a catalog of one pack.
type oneOffer struct{}

// Terms implements purchases.Catalog.
func (oneOffer) Terms(pack, region string) (catalog.Terms, error) {
	return catalog.Terms{Pack: pack, Region: region, Release: 3, State: catalog.OfferOpen, Price: &benchPrice}, nil
}

// Region implements purchases.Catalog.
func (oneOffer) Region(string) error { return nil }
