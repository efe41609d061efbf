package catalog_test

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// TestAtAnotherMoment: a snapshot seen at another moment shows what one that was built then would, and
// stays as it is.
func TestAtAnotherMoment(t *testing.T) {
	s := newShop(t)
	opens := start.Add(48 * time.Hour)
	closes := opens.Add(time.Hour)
	f := s.file(t, "moon", 1)
	f.Offers = []packfile.Offer{{Regions: []string{"ID"}, From: &opens, Until: &closes}}
	s.sell(t, f)
	today := s.publisher.Current()
	for moment, listed := range map[time.Time]int{start: 0, opens.Add(-time.Millisecond): 0, opens: 1, closes.Add(-time.Millisecond): 1, closes: 0} {
		then := today.At(moment)
		front, err := then.Storefront("ID", "id")
		must(t, err)
		page, err := front.Packs(catalog.Query{})
		must(t, err)
		if len(page.Packs) != listed || !then.Moment().Equal(moment) {
			t.Errorf("at %s: %d packs", moment, len(page.Packs))
		}
		back, err := then.At(start).Storefront("ID", "id")
		must(t, err)
		if page, err = back.Packs(catalog.Query{}); err != nil || len(page.Packs) != 0 || then.At(start).Revision() != today.Revision() {
			t.Errorf("back from %s: %d packs, %v", moment, len(page.Packs), err)
		}
	}
	if page, err := s.front(t, "ID", "id").Packs(catalog.Query{}); err != nil || len(page.Packs) != 0 {
		t.Errorf("today shows %d packs, %v", len(page.Packs), err)
	}
}
