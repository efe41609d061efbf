package e2e

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// clubbed puts a pack under a collab of a brand, for whose members alone it is sold.
func clubbed(t testing.TB, operator *api.Client, slug string) api.Brand {
	t.Helper()
	ctx := t.Context()
	brand := must(operator.CreateBrand(ctx, api.NewBrand{Slug: "tides", Name: "Tides"}))(t)
	must(operator.CreateCollab(ctx, api.NewCollab{Slug: "tour", Brand: brand.ID, Title: map[string]string{"en": "Tour"}}))(t)
	must(operator.SetCollab(ctx, slug, "tour"))(t)
	return brand
}

// TestMembersComeFirst sells to members of a fan club before everybody, lets them use its packs, and ends a membership.
func TestMembersComeFirst(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	operator, app := s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.app(t, everyScope...))
	onSale(t, operator, "moon", "2500")
	onSale(t, operator, "sun", "2500")
	brand := clubbed(t, operator, "moon")
	price, opens := &api.Money{Amount: 2500, Currency: "KRW"}, time.Now().UTC().Add(time.Hour).Truncate(time.Second)
	must(operator.SetOffers(ctx, "moon", api.OfferList{Offers: []api.OfferDraft{
		{Regions: []string{"KR"}, Price: price, Audience: "members", Until: &opens}, {Regions: []string{"KR"}, Price: price, From: &opens},
	}}))(t)
	order := api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external"}}
	if shown := must(app.Pack(ctx, "KR", "en", "moon"))(t); shown.Offer.Audience != "members" || shown.Offer.State != "open" {
		t.Errorf("the offer: %+v", shown.Offer)
	}
	_, err := app.PlaceOrder(ctx, "fan", "k1", order)
	problem(t, err, "audience-not-met")
	_, err = app.Join(ctx, "fan", "", api.NewMembership{Brand: "waves", Proof: "No. 7"})
	problem(t, err, "brand-not-found")
	until := opens.AddDate(1, 0, 0)
	joined := must(app.Join(ctx, "fan", "", api.NewMembership{Brand: "tides", Proof: "No. 7", Until: &until}))(t)
	if joined.Brand != brand.ID || !joined.ValidUntil.Equal(until) {
		t.Errorf("joined: %+v", joined)
	}
	if bought := must(app.PlaceOrder(ctx, "fan", "k2", order))(t); bought.State != "reserved" {
		t.Errorf("bought: %+v", bought)
	}
	did := must(operator.ChangeClubPacks(ctx, "tides", api.PoolChange{Add: []string{"sun"}}))(t)
	if in := must(operator.ClubPacks(ctx, "tides"))(t); len(in.Items) != 1 || in.Items[0].Pack != did.Added[0] {
		t.Errorf("the club's packs: %+v", in.Items)
	}
	e := must(app.Entitlement(ctx, "fan", "sun"))(t)
	if !e.Entitled || e.Grants[0].Kind != "membership" || e.Grants[0].Brand != brand.ID {
		t.Errorf("by the club: %+v", e)
	}
	if held := must(app.Memberships(ctx, "fan"))(t); len(held.Items) != 1 || held.Items[0].Proof != "No. 7" {
		t.Errorf("memberships: %+v", held.Items)
	}
	err = app.Leave(ctx, "fan", "tides")
	if err != nil {
		t.Fatal(err)
	}
	problem(t, app.Leave(ctx, "fan", "tides"), "membership-not-found")
	if e = must(app.Entitlement(ctx, "fan", "sun"))(t); e.Entitled {
		t.Errorf("who left: %+v", e)
	}
}
