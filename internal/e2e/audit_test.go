package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/app"
)

// TestAuditIsAChain verifies the log from the command line and reads it over HTTP, while the server runs.
func TestAuditIsAChain(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	onSale(t, operator, "moon", "2500")
	var before struct{ Head string }
	s.json(t, &before, "audit", "head")
	chat := s.client(s.app(t, everyScope...))
	won := int64(2500)
	o := must(chat.PlaceOrder(t.Context(), "fan", "key-1", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{
		Provider: "external", Transaction: "txn-1", Amount: &won, Currency: "KRW",
	}}))(t)
	must(chat.RefundOrder(t.Context(), "fan", o.ID, "key-2", api.NewRefund{Reason: "a scratch"}))(t)
	var verdict struct {
		Intact  bool
		Entries int64
		Head    string
	}
	s.json(t, &verdict, "audit", "verify", "--expect", before.Head)
	if !verdict.Intact || verdict.Entries < 5 || verdict.Head == before.Head {
		t.Errorf("%+v", verdict)
	}
	found := must(operator.Audit(t.Context(), url.Values{"subject": {o.ID}, "action": {"order."}}))(t)
	if len(found.Items) != 1 || found.Items[0].Action != "order.refund" || len(found.Items[0].Hash) != 64 {
		t.Fatalf("%+v", found.Items)
	}
	seen := map[string]bool{}
	for query := (url.Values{"limit": {"2"}}); ; {
		page := must(operator.Audit(t.Context(), query))(t)
		for _, entry := range page.Items {
			if seen[entry.ID] {
				t.Errorf("%s twice", entry.ID)
			}
			seen[entry.ID] = true
		}
		if page.Next == nil {
			break
		}
		query.Set("cursor", *page.Next)
	}
	if int64(len(seen)) != verdict.Entries {
		t.Errorf("%d of %d entries in the pages", len(seen), verdict.Entries)
	}
	wrong := strings.Replace(verdict.Head, ":", "0:", 1)
	for head, want := range map[string]int{wrong: 1, "nonsense": 2} {
		if _, err := s.run(t, "audit", "verify", "--expect", head); app.ExitCode(err) != want {
			t.Errorf("%s: %v", head, err)
		}
	}
}

// TestAuditorsReadWhoDidWhat finds what somebody did, opens an entry with the keyboard, and goes back through the pages.
func TestAuditorsReadWhoDidWhat(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	onSale(t, operator, "moon", "2500")
	for range 26 {
		must(operator.SetEdition(t.Context(), "moon", api.NewStock{Stock: 100}))(t)
		must(operator.SetEdition(t.Context(), "moon", api.NewStock{Stock: 200}))(t)
	}
	d.enter(t, "auditor@example.com", "auditor")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/audit"
	d.do(t, chromedp.Navigate(d.URL+"/studio/settings"), chromedp.WaitVisible(chromedp.CSS("a[href='/studio/audit']")), press("a[href='/studio/audit']"),
		chromedp.WaitVisible(chromedp.CSS("#audit")))
	d.look(t, "audit")
	d.accessible(t, "the audit log")
	if rows := ask[int](t, d, `document.querySelectorAll('#audit > li').length`); rows != 50 {
		t.Errorf("%d entries on the first page", rows)
	}
	d.do(t, press(".more a"), chromedp.WaitVisible(chromedp.CSS("#audit")))
	d.do(t, chromedp.Navigate(address+"?action=edition."), chromedp.WaitVisible(chromedp.CSS("#audit")))
	ask[bool](t, d, `document.querySelector('#audit summary').focus(), true`)
	d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#audit details[open] pre")))
	d.look(t, "audit-entry")
	d.accessible(t, "an entry of the audit log")
	d.do(t, press("#audit details[open] a[href*=subject]"), chromedp.WaitVisible(chromedp.CSS("#audit")))
	d.do(t, chromedp.Navigate(address+"?actor=nobody"), chromedp.WaitVisible(chromedp.CSS(".none")))
	d.look(t, "audit-none")
	d.onAPhone(t, address, "ar", "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
