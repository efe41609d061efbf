package catalog_test

import (
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// licensed puts a pack that is on sale in KR under a collab for KR and JP that lasts ten days.
func (s *shop) licensed(t *testing.T) (catalog.Collab, catalog.Target) {
	t.Helper()
	pack := s.sell(t, s.file(t, "moon", 3))
	brand, err := s.SaveBrand(ctx, operator, catalog.Brand{Slug: "tides", Name: "Tides"})
	must(t, err)
	collab, err := s.SaveCollab(ctx, operator, catalog.Collab{
		Licence: catalog.Licence{
			Slug: "tour", Brand: brand, Titles: map[i18n.Locale]string{"en": "On Tour"}, Attribution: "© Tides",
			Territory: []string{"KR", "JP"}, From: s.now, Until: s.now.Add(10 * 24 * time.Hour),
		},
		Shares: []catalog.Share{{Party: "Tides", Part: 3000}, {Party: "Moon Studio", Part: 7000}},
	})
	must(t, err)
	at := catalog.Target{Pack: pack.ID}
	_, err = s.SetCollab(ctx, operator, at, "tour")
	must(t, err)
	return collab, at
}

// TestTermAndTerritoryBoundOffers: what lies outside is refused with the reason.
func TestTermAndTerritoryBoundOffers(t *testing.T) {
	s := newShop(t)
	collab, at := s.licensed(t)
	day := 24 * time.Hour
	for name, test := range map[string]struct {
		offer   catalog.Offer
		pointer string
		code    string
	}{
		"another region": {catalog.Offer{Region: "US"}, "/offers/0/region", "collab-territory"},
		"the world":      {catalog.Offer{Region: catalog.World}, "/offers/0/region", "collab-territory"},
		"too early":      {catalog.Offer{Region: "KR", From: collab.From.Add(-day)}, "/offers/0/from", "collab-term"},
		"too long":       {catalog.Offer{Region: "KR", Until: collab.Until.Add(time.Hour)}, "/offers/0/until", "collab-term"},
		"after the end":  {catalog.Offer{Region: "KR", From: collab.Until}, "/offers/0/from", "collab-term"},
	} {
		_, err := s.SetOffers(ctx, operator, at, []catalog.Offer{test.offer})
		want(t, err, catalog.ErrOffersUnlicensed)
		refusal := fault.As(err)
		if fields := refusal.Fields(); len(fields) != 1 || fields[0].Pointer != test.pointer || fields[0].Code != test.code || refusal.Facts()["collab"] != "tour" {
			t.Errorf("%s: %+v %v", name, fields, refusal.Facts())
		}
	}
	_, err := s.SetWaves(ctx, operator, at, []catalog.Wave{{Name: "first", Regions: []string{"JP", "TH"}}})
	want(t, err, catalog.ErrOffersUnlicensed)
	_, err = s.SetOffers(ctx, operator, at, []catalog.Offer{{Region: "KR"}, {Region: "JP", From: collab.From.Add(day), Until: collab.Until}})
	must(t, err)
	other := s.sell(t, s.file(t, "sun", 3))
	_, err = s.SetOffers(ctx, operator, catalog.Target{Pack: other.ID}, []catalog.Offer{{Region: "US"}})
	must(t, err)
	_, err = s.SetCollab(ctx, operator, catalog.Target{Pack: other.ID}, "tour")
	want(t, err, catalog.ErrOffersUnlicensed)
}

// TestTermEndsTheSale by itself, and the hub with it; what owners have stays.
func TestTermEndsTheSale(t *testing.T) {
	s := newShop(t)
	collab, at := s.licensed(t)
	front := s.front(t, "KR", "en")
	hub, err := front.Collab("tour")
	must(t, err)
	if hub.Title.Text != "On Tour" || len(front.Collabs()) != 1 || !slices.Equal(slugs(hub.Packs), []string{"moon"}) || hub.Brand.Name != "Tides" {
		t.Errorf("hub: %+v", hub)
	}
	found, err := front.Packs(catalog.Query{Collab: "tour"})
	must(t, err)
	listing, err := front.Pack("moon")
	must(t, err)
	if len(found.Packs) != 1 || listing.Terms.ClosesAt == nil || !listing.Terms.ClosesAt.Equal(collab.Until) {
		t.Errorf("closes at %v", listing.Terms.ClosesAt)
	}
	if !slices.ContainsFunc(front.Sections(), func(s catalog.Section) bool { return s.Kind == catalog.SectionCollab }) {
		t.Error("no section")
	}
	s.now = collab.Until
	must(t, s.publisher.Refresh(ctx))
	front = s.front(t, "KR", "en")
	_, err = front.Pack("moon")
	want(t, err, catalog.ErrPackNotOffered)
	_, err = front.Collab("tour")
	want(t, err, catalog.ErrCollabNotFound)
	if len(front.Collabs()) != 0 {
		t.Error("the hub is listed still")
	}
	if draft, err := s.Draft(ctx, operator, at.Pack); err != nil || draft.Pack.State != catalog.StateOnSale || len(draft.Offers) != 1 {
		t.Errorf("the pack itself: %+v, %v", draft.Pack, err)
	}
	collab.Until = time.Time{} // prolonged
	collab, err = s.SaveCollab(ctx, operator, collab)
	must(t, err)
	_, err = s.front(t, "KR", "en").Pack("moon")
	must(t, err)
	collab.Territory = []string{"JP"} // and narrowed
	_, err = s.SaveCollab(ctx, operator, collab)
	must(t, err)
	_, err = s.front(t, "KR", "en").Pack("moon")
	want(t, err, catalog.ErrPackNotOffered)
}

func TestCollabsAreChecked(t *testing.T) {
	s := newShop(t)
	brand, err := s.SaveBrand(ctx, operator, catalog.Brand{Slug: "tides", Name: "Tides"})
	must(t, err)
	fine := catalog.Collab{Licence: catalog.Licence{Slug: "tour", Brand: brand, Titles: map[i18n.Locale]string{"en": "Tour"}}}
	for pointer, spoil := range map[string]func(*catalog.Collab){
		"/slug":              func(c *catalog.Collab) { c.Slug = "A" },
		"/title":             func(c *catalog.Collab) { c.Titles = nil },
		"/title/xx-":         func(c *catalog.Collab) { c.Titles = map[i18n.Locale]string{"xx-": "a"} },
		"/territory/0":       func(c *catalog.Collab) { c.Territory = []string{"XX"} },
		"/until":             func(c *catalog.Collab) { c.From, c.Until = s.now, s.now },
		"/shares":            func(c *catalog.Collab) { c.Shares = []catalog.Share{{Party: "a", Part: 9999}, {Party: "b", Part: 2}} },
		"/shares/0/fraction": func(c *catalog.Collab) { c.Shares = []catalog.Share{{Party: "a", Part: 0}} },
		"/shares/0/party":    func(c *catalog.Collab) { c.Shares = []catalog.Share{{Part: 1}} },
	} {
		bad := fine
		spoil(&bad)
		_, err := s.SaveCollab(ctx, operator, bad)
		want(t, err, catalog.ErrCollabInvalid)
		if fields := fault.As(err).Fields(); len(fields) != 1 || fields[0].Pointer != pointer {
			t.Errorf("%s: %+v", pointer, fields)
		}
	}
	_, err = s.SaveBrand(ctx, operator, catalog.Brand{Slug: "tides", Name: "Other"})
	want(t, err, catalog.ErrBrandTaken)
	_, err = s.Collabs(ctx, designer, "", 10)
	if err == nil {
		t.Error("designers read shares")
	}
}

// TestEditorsOfALicenceMeet: who read an older one is told, and nothing of the newer is lost.
func TestEditorsOfALicenceMeet(t *testing.T) {
	s := newShop(t)
	mine, _ := s.licensed(t)
	theirs := mine
	theirs.Territory = []string{"KR"}
	theirs, err := s.SaveCollab(ctx, operator, theirs)
	must(t, err)
	mine.Attribution = "© others"
	_, err = s.SaveCollab(ctx, operator, mine)
	want(t, err, catalog.ErrCollabStale)
	want(t, s.RemoveCollab(ctx, operator, mine.ID, mine.Version), catalog.ErrCollabStale)
	if kept, err := s.Collab(ctx, operator, mine.ID); err != nil || kept.Attribution != "© Tides" || kept.Version != theirs.Version {
		t.Errorf("kept %+v, %v", kept, err)
	}
	mine.Version = 0 // whatever is there
	_, err = s.SaveCollab(ctx, operator, mine)
	must(t, err)
	brand := mine.Brand
	brand.Name = "The Tides"
	renamed, err := s.SaveBrand(ctx, operator, brand)
	must(t, err)
	_, err = s.SaveBrand(ctx, operator, brand)
	want(t, err, catalog.ErrBrandStale)
	want(t, s.RemoveBrand(ctx, operator, brand.ID, brand.Version), catalog.ErrBrandStale)
	want(t, s.RemoveBrand(ctx, operator, brand.ID, renamed.Version), catalog.ErrBrandInUse)
}
