package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// TestCollab puts a pack under a licence: its page, its JSON and its hub say so, and its offers stay within.
func TestCollab(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	onSale(t, operator, "moon", "2500")
	must(operator.CreateBrand(t.Context(), api.NewBrand{Slug: "tides", Name: "Tides"}))(t)
	until := time.Now().Add(48 * time.Hour).UTC().Truncate(time.Second)
	collab := api.NewCollab{
		Slug: "tour", Brand: "tides", Title: map[string]string{"en": "On Tour", "ko": "투어"}, Attribution: "© Tides & co", Territory: []string{"KR"}, Until: &until,
		Shares: []api.RevenueShare{{Party: "Tides", Fraction: 0.3}, {Party: "Studio", Fraction: 0.7}},
	}
	made := must(operator.CreateCollab(t.Context(), collab))(t)
	collab.Slug, collab.Shares = "greedy", append(collab.Shares, api.RevenueShare{Party: "More", Fraction: 0.0001})
	_, err := operator.CreateCollab(t.Context(), collab)
	problem(t, err, "collab-invalid")
	must(operator.SetCollab(t.Context(), "moon", "tour"))(t)
	public := s.client("")
	pack := must(public.Pack(t.Context(), "KR", "ko", "moon"))(t)
	hub := must(public.Collab(t.Context(), "KR", "ko", "tour"))(t)
	all := must(public.Collabs(t.Context(), "KR", "ko"))(t)
	front := must(public.FrontPage(t.Context(), "KR", "ko"))(t)
	if pack.Collab == nil || pack.Collab.Name != "투어" || pack.Collab.Attribution != "© Tides & co" || !pack.Offer.ClosesAt.Equal(until) {
		t.Errorf("pack: %+v, %+v", pack.Collab, pack.Offer)
	}
	if len(all.Items) != 1 || len(hub.Packs) != 1 || hub.Packs[0].Slug != "moon" || len(made.Shares) != 2 || made.Shares[0].Fraction != 0.3 {
		t.Errorf("hub: %+v of %+v, made %+v", hub, all, made)
	}
	if !slices.ContainsFunc(front.Sections, func(s api.Section) bool { return s.Kind == "collab" }) {
		t.Errorf("sections: %+v", front.Sections)
	}
	_, err = operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{{Regions: []string{"JP"}}}})
	refusal := problem(t, err, "offers-unlicensed")
	if len(refusal.Errors) != 1 || refusal.Errors[0].Code != "collab-territory" {
		t.Errorf("%+v", refusal.Errors)
	}
	b := &reader{http.Client{}, s.URL}
	for path, want := range map[string]string{"/KR/ko/collabs/tour": "투어", "/KR/ko/packs/moon": "© Tides & co"} {
		if status, page := b.ask(t, path, nil); status != http.StatusOK || !strings.Contains(page.Find("main").Text(), want) {
			t.Errorf("%s: %d %s", path, status, page.Find("main").Text())
		}
	}
	if status, _ := b.ask(t, "/US/en/collabs/tour", nil); status != http.StatusNotFound {
		t.Errorf("elsewhere: %d", status)
	}
	past := time.Now().Add(-time.Second).UTC()
	must(operator.UpdateCollab(t.Context(), "tour", api.CollabChange{Until: &past}))(t)
	_, err = public.Pack(t.Context(), "KR", "ko", "moon")
	problem(t, err, "pack-not-offered")
}

// TestProblemsSpeakThePathsLanguage: who names a locale in the path, and none in a header, is answered in it.
func TestProblemsSpeakThePathsLanguage(t *testing.T) {
	s := serve(t, t.TempDir())
	for asked, want := range map[string]string{"": "ko", "ja": "ja"} {
		reply := must(s.client("").Do(t.Context(), http.MethodGet, "/v1/storefronts/KR/ko/packs/none", nil, http.Header{"Accept-Language": {asked}}))(t)
		if language := reply.Header.Get("Content-Language"); reply.Status != http.StatusNotFound || language != want {
			t.Errorf("asked for %q: %d in %q", asked, reply.Status, language)
		}
	}
}
