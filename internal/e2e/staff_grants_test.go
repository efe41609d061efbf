package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestSupportGivesAPack has support give a user a pack over HTTP and on the page, take it back, and an app hear of it.
func TestSupportGivesAPack(t *testing.T) {
	s := newTill(t)
	support := s.client(s.staff(t, "support@example.com", "support"))
	must(s.app.PlaceOrder(t.Context(), "somebody", "key-0", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external"}}))(t)
	of := api.Books{App: must(s.app.Events(t.Context(), ""))(t).Items[0].App}
	grant := must(support.GiveGrant(t.Context(), of, "fan", "key-1", api.NewStaffGrant{Pack: "moon", Reason: "won the contest"}))(t)
	if again := must(support.GiveGrant(t.Context(), of, "fan", "key-1", api.NewStaffGrant{Pack: "moon", Reason: "won the contest"}))(t); again.ID != grant.ID {
		t.Errorf("asked again: %+v", again)
	}
	if e := must(s.app.Entitlement(t.Context(), "fan", "moon"))(t); !e.Entitled || e.Grants[0].Kind != "staff" {
		t.Errorf("entitled: %+v", e)
	}
	_, err := support.GiveGrant(t.Context(), api.Books{App: "app_none"}, "fan", "key-2", api.NewStaffGrant{Pack: "moon", Reason: "r"})
	problem(t, err, "app-not-found")
	_, err = support.GiveGrant(t.Context(), of, "fan", "key-3", api.NewStaffGrant{Pack: "moon", Reason: "twice"})
	problem(t, err, "already-owned")
	must(support.RevokeGrant(t.Context(), of, "fan", grant.ID, "key-4", "the wrong user"))(t)
	if e := must(s.app.Entitlement(t.Context(), "fan", "moon"))(t); e.Entitled {
		t.Errorf("entitled: %+v", e)
	}
	if all := must(support.StaffGrants(t.Context(), of, "fan"))(t).Items; len(all) != 1 || all[0].Withdrawn != "the wrong user" || all[0].GivenBy == "" {
		t.Errorf("given: %+v", all)
	}
	events := must(s.app.Events(t.Context(), ""))(t).Items
	if last := events[len(events)-1]; last.Type != "grant.revoked" || last.Data["holder"] != "fan" {
		t.Errorf("told: %+v", last)
	}

	d := &designing{server: s.server, tab: browser(t)}
	d.enter(t, "suji@example.com", "support")
	said := complaints(t, d.tab)
	home := s.URL + "/studio/orders/given"
	d.do(t, chromedp.Navigate(home), chromedp.WaitVisible(chromedp.CSS("#look-up")))
	d.accessible(t, "looking a user up")
	d.setText(t, "#app", of.App)
	d.do(t, chromedp.SendKeys(chromedp.CSS("#holder"), "fan\r"), chromedp.WaitVisible(chromedp.CSS("#give")))
	d.setText(t, "#pack", "moon")
	d.setText(t, "#reason", "a fault of ours")
	d.do(t, chromedp.Click(chromedp.CSS("#give .button")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	if e := must(s.app.Entitlement(t.Context(), "fan", "moon"))(t); !e.Entitled {
		t.Errorf("entitled: %+v", e)
	}
	d.look(t, "given")
	d.accessible(t, "what was given")
	d.onAPhone(t, home+"?app="+of.App+"&holder=fan", "ar", "ko")
	d.do(t, chromedp.Navigate(home+"?app="+of.App+"&holder=fan"), chromedp.WaitVisible(chromedp.CSS("#given .take-back input[name=reason]")))
	d.do(t, chromedp.SendKeys(chromedp.CSS("#given .take-back input[name=reason]"), "sorry\r"), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	if e := must(s.app.Entitlement(t.Context(), "fan", "moon"))(t); e.Entitled {
		t.Errorf("entitled: %+v", e)
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
