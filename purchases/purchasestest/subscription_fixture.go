package purchasestest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// plus is a subscription that is not made yet, with a trial.
func plus() subscription.Plan {
	p := price
	return subscription.Plan{
		Titles: map[i18n.Locale]string{"en": "Plus"}, Period: "P1M", Trial: "P7D",
		Offers: []subscription.Offer{{Regions: []string{"KR"}, Price: &p}, {Regions: []string{"JP"}}},
	}
}

// subscribable makes a subscription with these packs in its pool, and puts it on sale.
func (f fixture) subscribable(t *testing.T, p subscription.Plan, packs ...string) subscription.Plan {
	t.Helper()
	p, err := f.SaveSubscription(ctx, operator, p)
	done(t, "SaveSubscription", err)
	p.State = subscription.OnSale
	p, err = f.SaveSubscription(ctx, operator, p)
	done(t, "SaveSubscription", err)
	f.pool(t, p.ID, packs)
	return p
}

// pool puts packs into a pool.
func (f fixture) pool(t *testing.T, pool string, add []string, remove ...string) subscription.PoolChange {
	t.Helper()
	did, err := f.ChangePool(ctx, operator, subscription.PoolChange{Pool: pool, Add: add, Remove: remove})
	done(t, "ChangePool", err)
	return did
}

func (f fixture) askPeriod(holder string, p subscription.Plan, with purchases.PayWith) purchases.OrderRequest {
	r := f.request(holder, "", with)
	r.Subscription = p.ID
	return r
}

func (f fixture) subscribe(t *testing.T, holder string, p subscription.Plan, with purchases.PayWith) purchases.Order {
	t.Helper()
	o, err := f.Place(ctx, f.askPeriod(holder, p, with))
	done(t, "Place", err)
	return o
}

// runs returns from when until when the last grant of an order is.
func runs(o purchases.Order) [2]time.Time {
	g := o.Grants[len(o.Grants)-1]
	return [2]time.Time{g.ValidFrom, *g.ValidUntil}
}
