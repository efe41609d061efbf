package store

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// tour is a collab whose packs are open everywhere.
var tour = &catalog.Licence{
	ID: "col_1", Slug: "tour", Brand: catalog.Brand{ID: "brd_1", Slug: "tides", Name: "Neon Tides"},
	Titles: map[i18n.Locale]string{"en": "The tour", "ko": "투어"},
}

// toured are packs of the tour.
func toured(count int) []sample {
	packs := []sample{dokki}
	for i := range count {
		packs = append(packs, sample{slug: fmt.Sprintf("tour-%03d", i), titles: map[i18n.Locale]string{"en": fmt.Sprint("Tour ", i)}, count: 1, offers: world, licence: tour})
	}
	return packs
}

func TestCollabsAreListedAndLinked(t *testing.T) {
	s := open(display(toured(2)...))
	list := read(t, s, "/KR/ko/collabs")
	if links := list.Find("#collabs a"); links.Length() != 1 || links.AttrOr("href", "") != "/KR/ko/collabs/tour" || !strings.Contains(links.Text(), "투어") {
		t.Errorf("collabs: %s", list.Find("main").Text())
	}
	for _, page := range []string{"/KR/ko", "/KR/ko/collabs/tour", "/KR/ko/packs/dokki"} {
		if read(t, s, page).Find(".bottom p a[href='/KR/ko/collabs']").Length() != 1 {
			t.Errorf("%s does not lead to the collabs", page)
		}
	}
	if reply := ask(s, "/KR/ko/collabs/"); reply.Code != http.StatusPermanentRedirect || reply.Header().Get("Location") != "/KR/ko/collabs" {
		t.Errorf("with a slash: %d %s", reply.Code, reply.Header().Get("Location"))
	}
	tag := ask(s, "/KR/ko/collabs").Header().Get("ETag")
	if again := ask(s, "/KR/ko/collabs", "If-None-Match", tag); tag == "" || again.Code != http.StatusNotModified {
		t.Errorf("a cache asks again with %q: %d", tag, again.Code)
	}
}

func TestNoCollabIsOpen(t *testing.T) {
	s := open(display(dokki))
	if empty := read(t, s, "/KR/en/collabs"); empty.Find(".state h2").Length() != 1 || empty.Find(".bottom p a").Length() != 0 {
		t.Errorf("without any: %s", empty.Text())
	}
}

func TestHubGoesOn(t *testing.T) {
	s := open(display(toured(hubPacks + 5)...))
	seen := map[string]bool{}
	var counts []int
	for address := "/KR/en/collabs/tour"; address != ""; {
		page := read(t, s, address)
		covers := page.Find(".covers a")
		counts = append(counts, covers.Length())
		for i := range covers.Length() {
			seen[covers.Eq(i).AttrOr("href", "")] = true
		}
		address = page.Find("#more").AttrOr("href", "")
	}
	if len(seen) != hubPacks+5 || len(counts) != 2 || counts[0] != hubPacks {
		t.Errorf("%d packs on pages of %v", len(seen), counts)
	}
	if reply := ask(s, "/KR/en/collabs/tour?after=nonsense"); reply.Code != http.StatusBadRequest && reply.Code != http.StatusUnprocessableEntity {
		t.Errorf("a cursor that is none: %d", reply.Code)
	}
}
