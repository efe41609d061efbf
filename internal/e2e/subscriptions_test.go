package e2e

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// newPlus is a subscription with a trial.
func newPlus() api.NewSubscription {
	return api.NewSubscription{
		Title: map[string]string{"en": "Sticker Plus", "ko": "스티커 플러스"}, Period: "P1M", Trial: "P7D",
		Offers: []api.SubscriptionOffer{{Regions: []string{"KR"}, Price: &api.Money{Amount: 4900, Currency: "KRW"}}},
	}
}

// subscribable makes a subscription with these packs, and puts it on sale.
func subscribable(t testing.TB, operator *api.Client, s api.NewSubscription, packs ...string) api.Subscription {
	t.Helper()
	made := must(operator.CreateSubscription(t.Context(), s))(t)
	state := "on_sale"
	made = must(operator.UpdateSubscription(t.Context(), made.ID, made.Version, api.SubscriptionChange{State: &state}))(t)
	must(operator.ChangePool(t.Context(), made.ID, api.PoolChange{Add: packs}))(t)
	return made
}

func periodOrder(s api.Subscription, transaction string) api.NewOrder {
	return api.NewOrder{Subscription: s.ID, Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: transaction}}
}

// TestSubscriptionsFromTrialToEnd subscribes, renews early, reads what the pool gives, changes the pool, and goes back a
// period.
func TestSubscriptionsFromTrialToEnd(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	operator, app := s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.app(t, everyScope...))
	moon, sun := onSale(t, operator, "moon", "2500").ID, onSale(t, operator, "sun", "2500").ID
	plan := subscribable(t, operator, newPlus(), "moon")

	if sold := must(app.Subscriptions(ctx, "KR", "ko"))(t); len(sold.Items) != 1 || sold.Items[0].Title != "스티커 플러스" || sold.Items[0].Price.Display != "₩4,900" || sold.Items[0].Trial != "P7D" {
		t.Fatalf("sold here: %+v", sold.Items)
	}
	if sold := must(app.Subscriptions(ctx, "JP", "ja"))(t); len(sold.Items) != 0 {
		t.Errorf("in Japan: %+v", sold.Items)
	}
	trial := must(app.PlaceOrder(ctx, "fan", "k1", api.NewOrder{Subscription: plan.ID, Region: "KR", PayWith: api.PayWith{Provider: "free"}}))(t)
	if trial.Subscription != plan.ID || trial.Pack != "" || trial.Price != nil || trial.Grants[0].Subscription != plan.ID {
		t.Errorf("trial: %+v", trial)
	}
	since := must(app.HolderChanges(ctx, "fan", ""))(t).Since
	month := must(app.PlaceOrder(ctx, "fan", "k2", periodOrder(plan, "t1")))(t)
	if from := month.Grants[0].ValidFrom; !from.Equal(*trial.Grants[0].ValidUntil) || !month.Grants[0].ValidUntil.Equal(from.AddDate(0, 1, 0)) && from.Day() < 29 {
		t.Errorf("the month: %+v", month.Grants)
	}
	list := must(app.Entitlements(ctx, "fan"))(t)
	if len(list.Items) != 1 || list.Items[0].Pack != moon || list.Items[0].Grants[0].Kind != "subscription" || list.Items[0].Grants[0].Subscription != plan.ID {
		t.Errorf("entitlements: %+v", list.Items)
	}
	if owned := must(app.OwnedPacks(ctx, "fan", "en", ""))(t); len(owned.Items) != 1 || owned.Items[0].Slug != "moon" {
		t.Errorf("packs: %+v", owned.Items)
	}
	if reply := must(app.Do(ctx, "GET", "/v1/holders/fan/packs/moon/archive.zip", nil, nil))(t); reply.Status != 200 {
		t.Errorf("archive: %d", reply.Status)
	}
	told := must(app.HolderChanges(ctx, "fan", since))(t)
	if told.Shelf == nil || len(told.Shelf.Items) != 1 || len(told.Grants) != 1 {
		t.Errorf("changes: %+v", told)
	}
	since = told.Since
	did := must(operator.ChangePool(ctx, plan.ID, api.PoolChange{Add: []string{"sun", "moon"}, Remove: []string{"moon"}}))(t)
	if len(did.Added) != 1 || did.Added[0] != sun || len(did.Removed) != 1 || did.Removed[0] != moon {
		t.Errorf("changed: %+v", did)
	}
	if told := must(app.HolderChanges(ctx, "fan", since))(t); told.Shelf == nil || len(told.Shelf.Items) != 1 || told.Shelf.Items[0].Pack != sun || len(told.Grants) != 0 {
		t.Errorf("changes of the pool: %+v", told)
	}
	check := must(app.CheckEntitlements(ctx, api.EntitlementCheck{Holders: []string{"fan", "other"}, Packs: []string{"moon", "sun"}}))(t)
	if may := []bool{check.Items[0].Entitled, check.Items[1].Entitled, check.Items[2].Entitled, check.Items[3].Entitled}; may[0] || !may[1] || may[2] || may[3] {
		t.Errorf("who may use what: %v", may)
	}
	must(app.RefundOrder(ctx, "fan", month.ID, "k3", api.NewRefund{Reason: "sorry"}))(t)
	held := must(app.HeldSubscriptions(ctx, "fan"))(t)
	if len(held.Items) != 1 || !held.Items[0].Active || len(held.Items[0].Grants) != 1 || !held.Items[0].ValidUntil.Equal(*trial.Grants[0].ValidUntil) {
		t.Errorf("held: %+v", held.Items)
	}
	_, err := app.PlaceOrder(ctx, "fan", "k4", api.NewOrder{Subscription: plan.ID, Region: "KR", PayWith: api.PayWith{Provider: "free"}})
	problem(t, err, "trial-used")
}

// TestSubscriptionsEndByTheClock moves the clock of a ledger for trying things behind the end of a period.
func TestSubscriptionsEndByTheClock(t *testing.T) {
	c := newFandom(t)
	ctx := t.Context()
	plan := subscribable(t, c.operator, newPlus(), "moon")
	app := c.client(must(c.operator.IssueKey(ctx, c.id, api.NewKey{Test: true, Scopes: everyScope}))(t).Secret)
	o := must(app.PlaceOrder(ctx, "fan", "k1", periodOrder(plan, "t1")))(t)
	before := o.Grants[0].ValidUntil.Add(-time.Second)
	must(app.MoveTestClock(ctx, api.ClockMove{At: &before}))(t)
	if e := must(app.Entitlement(ctx, "fan", "moon"))(t); !e.Entitled {
		t.Errorf("before its end: %+v", e)
	}
	must(app.MoveTestClock(ctx, api.ClockMove{At: o.Grants[0].ValidUntil}))(t)
	if e := must(app.Entitlement(ctx, "fan", "moon"))(t); e.Entitled {
		t.Errorf("after it: %+v", e)
	}
	if held := must(app.HeldSubscriptions(ctx, "fan"))(t); len(held.Items) != 0 {
		t.Errorf("held: %+v", held.Items)
	}
}
