package demo

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/i18n"
)

// seededAt is when the demo is brought in.
var seededAt = time.Date(2026, 2, 10, 9, 41, 7, 0, time.UTC)

// store is a store with the demo in it, at a moment that the test may move.
type store struct {
	*catalog.Service
	*catalog.Publisher
	rows *catalogtest.Store
	now  time.Time
}

func seeded(t *testing.T) *store {
	t.Helper()
	s := &store{rows: catalogtest.NewStore(), now: seededAt}
	now := func() time.Time { return s.now }
	speech := catalog.NewSpeech([]i18n.Locale{"en", "ko"}, i18n.Chain)
	s.Publisher = catalog.NewPublisher(catalog.PublisherConfig{
		Store: s.rows, Settings: catalog.Settings{Regions: []string{"KR", "JP", "ID", "MY", "PH", "TH", "VN", "SA", "AE", "EG", "MA", "US"}},
		Speech: func() catalog.Speech { return speech }, Now: now, Failed: func(err error) { t.Error(err) },
	})
	s.Service = catalog.NewService(catalog.Config{
		Store: s.rows, Files: assetstest.NewStore(), Deriver: Deriver(refusing{}), Now: now, Refresh: s.Publisher.Refresh,
	})
	s.seed(t)
	return s
}

func (s *store) seed(t *testing.T) {
	t.Helper()
	if err := Seed(t.Context(), s.Service, s.now); err != nil {
		t.Fatal(err)
	}
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// price is what a pack costs in a region: "" for one that is not open there.
func (s *store) price(t *testing.T, slug, region string) catalog.Price {
	t.Helper()
	terms, err := s.Terms(slug, region)
	if errors.Is(err, catalog.ErrPackNotOffered) || err == nil && terms.State != catalog.OfferOpen {
		return catalog.Price{}
	}
	if err != nil {
		t.Fatal(err)
	}
	if terms.Price == nil {
		return catalog.Price{Currency: "free"}
	}
	return *terms.Price
}

func TestEveryPackOpensWhereItIsMeant(t *testing.T) {
	s, free := seeded(t), catalog.Price{Currency: "free"}
	want := map[string]map[string]catalog.Price{
		"dal":        {"KR": {Amount: 2500, Currency: "KRW"}},
		"momo":       {"JP": {Amount: 250, Currency: "JPY"}, "KR": free},
		"si-ketupat": {"ID": free, "MY": free},
		"jeep-jeep":  {"PH": free},
		"nong-som":   {"TH": {Amount: 3500, Currency: "THB"}, "VN": {Amount: 25000, Currency: "VND"}},
		"fanak": {
			"SA": {Amount: 400, Currency: "SAR"}, "AE": {Amount: 400, Currency: "AED"},
			"EG": {Amount: 2500, Currency: "EGP"}, "MA": {Amount: 1000, Currency: "MAD"},
		},
	}
	for _, region := range []string{"KR", "JP", "ID", "MY", "PH", "TH", "VN", "SA", "AE", "EG", "MA", "US"} {
		for _, slug := range Slugs() {
			expected := want[slug][region]
			if want[slug] == nil { // the world's
				expected = free
			}
			if got := s.price(t, slug, region); got != expected {
				t.Errorf("%s in %s: %+v, want %+v", slug, region, got, expected)
			}
		}
	}
}

// The moon rabbit is announced where it opens later, and opens when it said.
func TestTheMoonRabbitComesInWaves(t *testing.T) {
	s := seeded(t)
	for region, days := range map[string]int{"JP": 21, "ID": 35, "MY": 35, "PH": 35} {
		opens := seededAt.Truncate(time.Hour).AddDate(0, 0, days)
		for _, c := range []struct {
			at    time.Time
			state catalog.OfferState
		}{{seededAt, catalog.OfferAnnounced}, {opens.Add(-time.Second), catalog.OfferAnnounced}, {opens, catalog.OfferOpen}} {
			s.now = c.at
			terms, err := s.Terms("dal", region)
			if err != nil || terms.State != c.state || terms.OpensAt == nil || !terms.OpensAt.Equal(opens) || terms.Price == nil {
				t.Errorf("%s at %s: %+v, %v; want %s", region, c.at, terms, err, c.state)
			}
		}
	}
}

// To bring the demo in again, even weeks later, changes nothing.
func TestSeedTwice(t *testing.T) {
	s := seeded(t)
	before, err := s.rows.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first := s.rows.Recorded()
	s.now = seededAt.AddDate(0, 0, 30)
	s.seed(t)
	after, err := s.rows.Sequence(t.Context())
	if err != nil || after != before {
		t.Errorf("sequence %d became %d, %v", before, after, err)
	}
	if diff := cmp.Diff(first, s.rows.Recorded()); diff != "" {
		t.Error(diff)
	}
}
