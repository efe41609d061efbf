package sqlstore_test

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
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
