package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

func TestMarks(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		for _, c := range []struct{ set, want int64 }{{0, 0}, {7, 7}, {3, 7}, {9, 9}} {
			err := db.Marks().SetMark(t.Context(), "purge", c.set)
			if err != nil {
				t.Fatal(err)
			}
			got, err := db.Marks().Mark(t.Context(), "purge")
			if err != nil || got != c.want {
				t.Errorf("after %d: %d, %v", c.set, got, err)
			}
		}
		if other, err := db.Marks().Mark(t.Context(), "other"); err != nil || other != 0 {
			t.Errorf("another mark: %d, %v", other, err)
		}
	})
}
