package v1

import (
	"testing"

	"github.com/hallyu-store/hallyu/purchases"
)

// TestPagesOutlastRefunds: a page goes on where the one before ended, also when that row is gone.
func TestPagesOutlastRefunds(t *testing.T) {
	entitled := func(ids ...string) []purchases.Entitlement {
		all := []purchases.Entitlement{}
		for _, id := range ids {
			all = append(all, purchases.Entitlement{Pack: "pck_of_" + id, Grants: []purchases.Grant{{ID: id}}})
		}
		return all
	}
	first, next, err := after(entitled("gnt_1", "gnt_2", "gnt_3"), ListQuery{Limit: 1}, firstGrant)
	if err != nil || len(first) != 1 || next == nil {
		t.Fatalf("first page: %v, %v, %v", first, next, err)
	}
	second, next, err := after(entitled("gnt_2", "gnt_3"), ListQuery{Limit: 1, Cursor: *next}, firstGrant)
	if err != nil || len(second) != 1 || second[0].Pack != "pck_of_gnt_2" || next == nil {
		t.Fatalf("second page: %v, %v, %v", second, next, err)
	}
	third, next, err := after(entitled("gnt_2", "gnt_3"), ListQuery{Limit: 1, Cursor: *next}, firstGrant)
	if err != nil || len(third) != 1 || third[0].Pack != "pck_of_gnt_3" || next != nil {
		t.Fatalf("third page: %v, %v, %v", third, next, err)
	}
}
