package sqlstore_test

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// TestFiguresOfReviews counts what waits for reviewers, and since when.
func TestFiguresOfReviews(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		db := open(t)
		store, ctx := db.Catalog(), t.Context()
		expect := func(n int64, oldest time.Time) {
			t.Helper()
			f, err := db.Figures(ctx)
			if err != nil || f.Reviews != n || !f.Oldest.Equal(oldest) {
				t.Errorf("%d wait since %v, %v; not %d since %v", f.Reviews, f.Oldest, err, n, oldest)
			}
		}
		expect(0, time.Time{})
		for i, slug := range []string{"moon", "sun"} {
			creator := catalogtest.Creator(slug)
			err := store.SaveCreator(ctx, creator, journal.Record{})
			if err != nil {
				t.Fatal(err)
			}
			d := catalogtest.Draft(slug, creator, 1)
			since := catalogtest.At.Add(-time.Duration(i) * time.Hour)
			waits := catalog.Release{Pack: d.Pack.ID, Number: 1, State: catalog.ReleaseSubmitted, At: since, Waiting: since, By: "acc_1", Manifest: catalogtest.Picture(slug).Upload}
			if err = store.Commit(ctx, catalog.Change{Pack: d.Pack, Release: &waits}); err != nil {
				t.Fatal(err)
			}
			expect(int64(i+1), since)
		}
	})
}

// TestFiguresOfAcknowledgements counts the payments whose provider was not told yet what was given for them, and says
// when the first is taken back for that.
func TestFiguresOfAcknowledgements(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		db := open(t)
		store, ctx := db.Purchases(), t.Context()
		by := catalogtest.At.Add(72 * time.Hour)
		for i, c := range []struct {
			state purchases.OrderState
			ack   purchases.Acknowledgement
		}{
			{purchases.Fulfilled, purchases.Acknowledgement{By: by.Add(time.Hour)}}, {purchases.Fulfilled, purchases.Acknowledgement{By: by}},
			{purchases.Fulfilled, purchases.Acknowledgement{By: by.Add(-time.Hour), Told: true}}, {purchases.Refunded, purchases.Acknowledgement{By: by.Add(-time.Hour)}},
			{purchases.Fulfilled, purchases.Acknowledgement{}},
		} {
			id := journal.NewID("ord")
			err := store.Transact(ctx, purchases.Scope{Ledger: books, Holder: "u1", Order: id}, func(purchases.State) (purchases.Changes, error) {
				o := purchases.Order{
					ID: id, Ledger: books, Holder: "u1", State: c.state, Pack: "pck_1", Region: "KR", Provider: purchases.GooglePlay,
					CreatedAt: catalogtest.At, UpdatedAt: catalogtest.At,
				}
				p := purchases.Payment{Order: id, Provider: purchases.GooglePlay, ID: id, Acknowledgement: c.ack}
				return purchases.Changes{Order: &o, Payment: &p}, nil
			})
			if err != nil {
				t.Fatal(i, err)
			}
		}
		f, err := db.Figures(ctx)
		if err != nil || f.Unacknowledged != 2 || !f.AcknowledgeBy.Equal(by) {
			t.Errorf("%d wait until %v, %v; not 2 until %v", f.Unacknowledged, f.AcknowledgeBy, err, by)
		}
	})
}
