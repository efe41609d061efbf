package studio_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/journal"
)

// chosen are the packs that a page of many offers lists, and those of them that are ticked.
func chosen(page answer) (listed, ticked []string) {
	page.Find(`[name="pack"]`).Each(func(_ int, box *goquery.Selection) {
		listed = append(listed, box.AttrOr("value", ""))
		if _, is := box.Attr("checked"); is {
			ticked = append(ticked, box.AttrOr("value", ""))
		}
	})
	return listed, ticked
}

// TestAnyPackIsFoundForManyOffers, without script, and what was chosen stays so meanwhile.
func TestAnyPackIsFoundForManyOffers(t *testing.T) {
	h := newHouse(t)
	creator := catalogtest.Creator("moon")
	ids := make([]string, 103)
	err := h.packs.SaveCreator(t.Context(), creator, journal.Record{})
	for i := range ids {
		d := catalogtest.Draft(fmt.Sprintf("pack-%03d", i), creator, 0)
		ids[i] = d.Pack.ID
		if err == nil {
			err = h.packs.Commit(t.Context(), catalog.Change{Pack: d.Pack})
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	b := h.browser(t)
	b.signIn(yuna, h.hire(t, yuna, accounts.Operator))
	first := b.get("/studio/packs/bulk")
	listed, ticked := chosen(first)
	if len(listed) != 100 || len(ticked) != 0 || slices.Contains(listed, ids[0]) {
		t.Fatalf("%d listed, %d ticked", len(listed), len(ticked))
	}
	form := url.Values{"pack": {ids[102]}, "regions": {"KR"}, "act": {first.Find(".more button").AttrOr("value", "")}}
	listed, ticked = chosen(b.send(http.MethodPost, "/studio/packs/bulk", form))
	if want := []string{ids[102], ids[2], ids[1], ids[0]}; !slices.Equal(listed, want) || !slices.Equal(ticked, want[:1]) {
		t.Errorf("further: %q, ticked %q", listed, ticked)
	}
	form = url.Values{"pack": {ids[102], ids[0]}, "act": {"find"}, "q": {"pack-001"}}
	listed, ticked = chosen(b.send(http.MethodPost, "/studio/packs/bulk", form))
	if want := []string{ids[102], ids[0], ids[1]}; !slices.Equal(listed, want) || !slices.Equal(ticked, want[:2]) {
		t.Errorf("found: %q, ticked %q", listed, ticked)
	}
}
