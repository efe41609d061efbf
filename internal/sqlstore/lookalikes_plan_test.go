package sqlstore_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

// TestLookalikesTakeTwoStatements, however many there are, and find stickers by their prints.
func TestLookalikesTakeTwoStatements(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, db := context.Background(), sqlstoretest.Open(t)
	store, creator := db.Catalog(), catalogtest.Creator("moon")
	must(store.SaveCreator(ctx, creator, journal.Record{}))
	print := assets.Print{Light: 1, Shape: 3, Colour: 5}
	for i := range 5 {
		d := catalogtest.Draft(fmt.Sprintf("moon-%d", i), creator, 3)
		for _, s := range d.Stickers {
			picture := s.Images[catalog.Base]
			picture.Seen = &assets.Seen{Print: print}
			s.Images[catalog.Base] = picture
			must(store.SavePicture(ctx, picture))
		}
		must(store.Commit(ctx, catalog.Change{Pack: d.Pack, Content: &catalog.Content{Stickers: d.Stickers}}))
	}
	statements := 0
	must(db.Watch(func(statement, plan string) {
		statements++
		if strings.Contains(plan, "SCAN stickers") {
			t.Errorf("%s\n%s", statement, plan)
		}
	}))
	found, err := store.Lookalikes(ctx, []assets.Print{print}, catalog.Creator{ID: "crt_other"})
	must(err)
	if len(found) != 15 || statements != 2 {
		t.Errorf("%d lookalikes in %d statements", len(found), statements)
	}
}
