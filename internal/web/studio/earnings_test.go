package studio_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// earned makes a house whose only creator sold a pack in March, and closes March.
func earned(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	h.hire(t, "moon@example.com", accounts.Designer)
	moon, err := h.accounts.Account(t.Context(), "moon@example.com")
	if err != nil {
		t.Fatal(err)
	}
	err = h.packs.SaveCreator(t.Context(), catalog.Creator{ID: "crt_moon", Slug: "moon", Name: "Moon", Account: moon.ID}, journal.Record{})
	if err != nil {
		t.Fatal(err)
	}
	finance := payout.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_f", Roles: []accounts.Role{accounts.Finance}}}
	_, err = h.payouts.SaveContract(t.Context(), finance, payout.Contract{Scope: payout.ForStore, Share: 5000})
	if err != nil {
		t.Fatal(err)
	}
	h.money.Own(payout.Owner{Pack: "pck_a", Since: opening, Creator: "crt_moon"})
	shelf := purchasestest.NewCatalog()
	shelf.Put(catalog.Terms{Pack: "pck_a", Region: "KR", State: catalog.OfferOpen, Price: &catalog.Price{Amount: 2500, Currency: "KRW"}})
	shop := purchases.NewService(h.money.Sales, shelf, func() time.Time { return opening.Add(time.Hour) })
	_, err = shop.Place(t.Context(), purchases.OrderRequest{
		Intent: purchases.Intent{Ledger: purchases.Ledger{App: "app_a"}, Key: "key", RequestHash: "hash"}, Holder: "fan", Pack: "pck_a", Region: "KR",
		PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "txn"},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.pass(40 * 24 * time.Hour)
	_, err = h.payouts.CloseMonths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestFinancePaysACreator: what a closed month says is due is written down as paid, once.
func TestFinancePaysACreator(t *testing.T) {
	h := earned(t)
	b := h.browser(t)
	b.signIn("finance@example.com", h.hire(t, "finance@example.com", accounts.Finance))
	const month = "/studio/earnings/crt_moon/2026-03"
	page := b.get(month)
	form := page.Find("#payouts form")
	if state, _ := page.Find("#state").Attr("data-state"); state != "closed" || form.Length() != 1 || !strings.Contains(page.Find("#payouts").Text(), "₩1,250") {
		t.Fatalf("%s, %d forms: %s", state, form.Length(), page.Find("main").Text())
	}
	if n := page.Find("#sales > li").Length(); n != 1 {
		t.Errorf("%d sales", n)
	}
	if n := page.Find(".days-chart rect").Length(); n != 1 {
		t.Errorf("%d days in the chart", n)
	}
	address, _ := form.Attr("action")
	if refused := b.post(address, "reference", " "); refused.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without a reference: %d", refused.StatusCode)
	}
	if paid := b.post(address, "reference", "SEPA-1"); paid.StatusCode != http.StatusSeeOther {
		t.Errorf("paid: %d", paid.StatusCode)
	}
	if again := b.post(address, "reference", "SEPA-2"); again.StatusCode != http.StatusConflict {
		t.Errorf("paid again: %d", again.StatusCode)
	}
	page = b.get(month)
	if text := page.Find("#payouts").Text(); page.Find("#payouts form").Length() != 0 || !strings.Contains(text, "SEPA-1") {
		t.Errorf("afterwards: %s", text)
	}
	if by := b.get("/studio/earnings/moon/2026-03"); by.StatusCode != http.StatusSeeOther || by.Header.Get("Location") != month {
		t.Errorf("by slug: %d %s", by.StatusCode, by.Header.Get("Location"))
	}
}

// TestCreatorsSeeNobodyElsesMoney: neither the page, nor its files, nor its forms.
func TestCreatorsSeeNobodyElsesMoney(t *testing.T) {
	h := earned(t)
	b := h.browser(t)
	b.signIn("else@example.com", h.hire(t, "else@example.com", accounts.Designer))
	for _, path := range []string{"", "/2026-03", "/2026-03/statement.csv", "/2026-03/statement.xlsx"} {
		page := b.get("/studio/earnings/crt_moon" + path)
		if path == "" && page.StatusCode == http.StatusSeeOther {
			continue // to this month's, which is refused
		}
		if page.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, page.StatusCode)
		}
	}
	if sent := b.post("/studio/earnings/crt_moon/profile", "version", "0", "name", "Else"); sent.StatusCode != http.StatusNotFound {
		t.Errorf("a profile: %d", sent.StatusCode)
	}
	due, err := h.money.ListPayouts(t.Context(), "", "", "", 1)
	if err != nil {
		t.Fatal(err)
	}
	if sent := b.post("/studio/earnings/crt_moon/payouts/"+due[0].ID, "reference", "mine"); sent.StatusCode != http.StatusForbidden {
		t.Errorf("a payout: %d", sent.StatusCode)
	}
	translator := h.browser(t)
	translator.signIn("words@example.com", h.hire(t, "words@example.com", accounts.Translator))
	if page := translator.get("/studio/earnings"); page.StatusCode != http.StatusForbidden {
		t.Errorf("a translator: %d", page.StatusCode)
	}
}
