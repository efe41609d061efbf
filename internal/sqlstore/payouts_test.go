package sqlstore_test

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/payout/payouttest"
)

func TestPayouts(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		payouttest.Run(t, func(t *testing.T) payouttest.Stores {
			db := open(t)
			return payouttest.Stores{Payouts: db.Payouts(), Sales: db.Purchases(), Journal: db.Journal(), Own: func(o payout.Owner) {
				if err := db.Own(o); err != nil {
					t.Fatal(err)
				}
			}}
		})
	})
}

// TestPackOwners: whose a pack was is kept when it comes under a collab, or to another creator.
func TestPackOwners(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		ctx := t.Context()
		for _, c := range []catalog.Creator{{ID: "crt_a", Slug: "a"}, {ID: "crt_b", Slug: "b"}} {
			if err := db.Catalog().SaveCreator(ctx, c, journal.Record{}); err != nil {
				t.Fatal(err)
			}
		}
		at := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
		p := catalog.Pack{ID: "pck_a", Slug: "a", Creator: "crt_a", CreatedAt: at}
		for i, change := range []func(){func() {}, func() { p.Copyright = "©" }, func() { p.Collab = "col_a" }, func() { p.Creator, p.Collab = "crt_b", "" }} {
			change()
			p.UpdatedAt = at.Add(time.Duration(i) * time.Hour)
			if err := db.Catalog().Commit(ctx, catalog.Change{Pack: p}); err != nil {
				t.Fatal(err)
			}
			p.Version++
		}
		for _, creator := range []string{"crt_a", "crt_b"} {
			owners, err := db.Payouts().Owners(ctx, []string{creator})
			if err != nil || len(owners) != 3 || owners[0].Collab != "" || owners[1].Collab != "col_a" || owners[2].Creator != "crt_b" || !owners[1].Since.Equal(at.Add(2*time.Hour)) {
				t.Errorf("%v %+v", err, owners)
			}
		}
	})
}
