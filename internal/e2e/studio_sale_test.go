package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// sell opens a store with an approved pack, which is offered nowhere yet, and signs somebody in who sells.
func sell(t *testing.T, role string) (*designing, api.StaffPack) {
	t.Helper()
	ctx := browser(t)
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	pack := brought(t, operator, "moon", "")
	must(operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{}}))(t)
	must(operator.SubmitPack(t.Context(), "moon"))(t)
	reviewer := s.client(s.staff(t, "reviewer@example.com", "reviewer"))
	must(reviewer.ReviewPack(t.Context(), "moon", api.ReviewDecision{Release: 1, Decision: "approved"}))(t)
	var account struct{ Password string }
	s.json(t, &account, "admin", "account", "create", "seller@example.com", "--role", role)
	d := &designing{server: s, tab: ctx}
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(s.URL+"/studio/sign-in"), chromedp.WaitVisible(chromedp.CSS("#email")),
		chromedp.SendKeys(chromedp.CSS("#email"), "seller@example.com"), chromedp.SendKeys(chromedp.CSS("#password"), account.Password),
		chromedp.Click(chromedp.CSS("form .button")), chromedp.WaitVisible(chromedp.CSS(".rail")))
	return d, pack
}

// onAPhone looks at a page in the dark on a phone, in languages, and then at a desk in English again.
func (d *designing) onAPhone(t *testing.T, address string, languages ...string) {
	t.Helper()
	d.do(t, chromedp.EmulateViewport(390, 844), scheme(true))
	for _, language := range languages {
		ask[bool](t, d, `document.cookie = "hallyu_language=`+language+`; path=/studio", true`)
		d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("h1")))
		d.look(t, "phone-"+language)
		d.accessible(t, address+" on a phone in "+language)
	}
	ask[bool](t, d, `document.cookie = "hallyu_language=; path=/studio; max-age=0", true`)
	d.do(t, chromedp.EmulateViewport(1280, 800), scheme(false))
}

// setField gives a field of the page a value, as a hand would.
func (d *designing) setField(t *testing.T, id, value string) {
	t.Helper()
	ask[bool](t, d, `(f => { f.value = '`+value+`'; f.dispatchEvent(new Event('change', {bubbles: true})); return true })(document.getElementById('`+id+`'))`)
}

// TestEditorSellsAPack offers an approved pack in a wave that is open and in one that is announced, and
// puts it on sale: it is for sale in one storefront and announced in another. Then it ends the sale.
func TestEditorSellsAPack(t *testing.T) {
	d, pack := sell(t, "editor")
	said := complaints(t, d.tab)
	sale := d.URL + "/studio/packs/" + pack.ID + "/sale"
	d.do(t, chromedp.Navigate(sale), chromedp.WaitVisible(chromedp.CSS("#offer")))
	d.look(t, "sale-empty")
	d.accessible(t, "sale without offers")
	d.do(t, chromedp.Click(chromedp.CSS("input[name=region][value=KR]")), chromedp.Click(chromedp.CSS("input[name=price][value=own]")),
		chromedp.SendKeys(chromedp.CSS("#amount"), "2500"), chromedp.SendKeys(chromedp.CSS("#currency"), "KRW"), chromedp.SendKeys(chromedp.CSS("#wave"), "first"),
		chromedp.Click(chromedp.CSS("#save-offer")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.do(t, chromedp.Click(chromedp.CSS(".offer-form summary")), chromedp.Click(chromedp.CSS("input[name=region][value=ID]")), chromedp.Click(chromedp.CSS("input[name=region][value=US]")))
	d.setField(t, "from", "2099-03-20T09:00")
	d.do(t, chromedp.SendKeys(chromedp.CSS("#wave"), "second"), chromedp.Click(chromedp.CSS("#save-offer")), chromedp.WaitVisible(chromedp.CSS(".offer-row:nth-child(2)")))
	states := ask[[]string](t, d, `[...document.querySelectorAll('.offer-row')].map(r => r.dataset.state)`)
	if strings.Join(states, " ") != "announced open" {
		t.Errorf("the offers are %q", states)
	}
	d.look(t, "sale-offers")
	d.accessible(t, "sale with offers")
	d.do(t, chromedp.Click(chromedp.CSS("#publish")), chromedp.WaitVisible(chromedp.CSS("[popovertarget=stop]")))
	d.look(t, "sale-published")
	d.accessible(t, "sale of a pack that is on sale")
	open := must(d.client("").Pack(t.Context(), "KR", "en", "moon"))(t)
	if open.Offer.State != "open" || open.Price == nil || open.Price.Amount != 2500 {
		t.Errorf("in KR: %+v %+v", open.Offer, open.Price)
	}
	_, err := d.client("").Pack(t.Context(), "ID", "en", "moon")
	if announced := problem(t, err, "pack-not-offered"); announced.Facts["opens_at"] != "2099-03-20T02:00:00Z" {
		t.Errorf("in ID: %+v", announced.Facts)
	}
	d.onAPhone(t, sale, "ar", "ko")
	d.do(t, chromedp.Navigate(d.URL+"/ID/en/packs/moon"), chromedp.WaitVisible(chromedp.CSS("h1")))
	if text := ask[string](t, d, `document.querySelector('main').innerText`); !strings.Contains(text, "2099") {
		t.Errorf("the announcement says %s", text)
	}
	d.do(t, chromedp.Navigate(sale), chromedp.Click(chromedp.CSS("[popovertarget=stop]")), chromedp.WaitVisible(chromedp.CSS("#stop")))
	d.look(t, "sale-stop")
	d.do(t, chromedp.Click(chromedp.CSS("#stop .danger")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	_, err = d.client("").Pack(t.Context(), "KR", "en", "moon")
	problem(t, err, "pack-not-offered")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// TestSaleSaysWhatIsWrong keeps what was typed and says beside the field why it was not taken.
func TestSaleSaysWhatIsWrong(t *testing.T) {
	s := serve(t, t.TempDir())
	pack := onSale(t, s.client(s.staff(t, "operator@example.com", "operator")), "moon", "")
	editor := signedIn(t, s, "editor@example.com", "editor")
	address := "/studio/packs/" + pack.ID + "/sale"
	for _, c := range []struct {
		field string
		form  map[string][]string
	}{
		{"#region-wrong", map[string][]string{"price": {"free"}}},
		{"#price-wrong", map[string][]string{"region": {"US"}, "price": {"own"}, "amount": {"2.505"}, "currency": {"USD"}}},
		{"#price-wrong", map[string][]string{"region": {"US"}, "price": {"own"}, "amount": {"0"}, "currency": {"USD"}}},
		{"#price-wrong", map[string][]string{"region": {"US"}, "price": {"own"}, "amount": {"2"}, "currency": {"XXQ"}}},
		{"#until-wrong", map[string][]string{"region": {"US"}, "from": {"2027-03-20T09:00"}, "until": {"2027-03-20T08:00"}}},
	} {
		status, page := editor.ask(t, address+"/offers", c.form)
		if status != http.StatusUnprocessableEntity || page.Find(c.field).Length() != 1 || page.Find("#offer").Length() != 1 {
			t.Errorf("%v: %d %s", c.form, status, page.Find("main").Text())
		}
		if chosen := page.Find("input[name=region][checked]").Length(); chosen != len(c.form["region"]) {
			t.Errorf("%v: %d regions are still chosen", c.form, chosen)
		}
	}
	designer := signedIn(t, s, "designer@example.com", "designer")
	status, _ := designer.ask(t, address+"/offers", map[string][]string{"region": {"US"}})
	if status != http.StatusForbidden {
		t.Errorf("a designer sets offers: %d", status)
	}
}

// TestFinanceSetsATier makes a tier, prices two packs by it at once after looking at what changes, and
// changes one price of the tier.
func TestFinanceSetsATier(t *testing.T) {
	d, _ := sell(t, "finance")
	operator := d.client(d.staff(t, "second@example.com", "operator"))
	onSale(t, operator, "sun", "")
	said := complaints(t, d.tab)
	d.do(t, chromedp.Navigate(d.URL+"/studio/sales"), chromedp.WaitVisible(chromedp.CSS("#tiers-title")))
	d.accessible(t, "no tiers")
	d.do(t, chromedp.Click(chromedp.CSS(".title-bar .button")), chromedp.WaitVisible(chromedp.CSS("#tier")))
	d.do(t, chromedp.SendKeys(chromedp.CSS("#name"), "small"))
	rows := ask[[]string](t, d, `[...document.querySelectorAll('input[name=code]')].map(i => i.value)`)
	for i, code := range rows {
		if amount := map[string]string{"KRW": "2500", "USD": "1.99"}[code]; amount != "" {
			d.do(t, chromedp.SendKeys(chromedp.CSS(fmt.Sprintf("#amount-%d", i)), amount))
		}
	}
	last := len(rows) - 1
	d.do(t, chromedp.SendKeys(chromedp.CSS(fmt.Sprintf("#code-%d", last)), "jp"), chromedp.SendKeys(chromedp.CSS(fmt.Sprintf("#amount-%d", last)), "280"))
	d.look(t, "tier")
	d.accessible(t, "a tier")
	d.do(t, chromedp.Click(chromedp.CSS("#tier .button")), chromedp.WaitVisible(chromedp.CSS(".lines")))
	d.look(t, "tiers")
	d.do(t, chromedp.Navigate(d.URL+"/studio/packs/bulk"), chromedp.WaitVisible(chromedp.CSS("#bulk")))
	d.accessible(t, "many packs")
	ask[bool](t, d, `document.querySelectorAll('input[name=pack]').forEach(i => i.click()), document.querySelectorAll('details').forEach(d => d.open = true), true`)
	d.do(t, chromedp.Click(chromedp.CSS("input[name=region][value=KR]")), chromedp.Click(chromedp.CSS("input[name=region][value=JP]")),
		chromedp.Click(chromedp.CSS("input[name=price][value=tier]")), chromedp.Click(chromedp.CSS("#see")), chromedp.WaitVisible(chromedp.CSS("#apply")))
	d.look(t, "bulk-plan")
	d.accessible(t, "what changes")
	d.do(t, chromedp.Click(chromedp.CSS("#apply")), chromedp.WaitVisible(chromedp.CSS(".pack-rows")))
	for region, want := range map[string]int64{"KR": 2500, "JP": 280} {
		if got := must(d.client("").Pack(t.Context(), region, "en", "sun"))(t); got.Price == nil || got.Price.Amount != want {
			t.Errorf("in %s: %+v", region, got.Price)
		}
	}
	tier := must(operator.Tier(t.Context(), "small"))(t)
	tier.Currencies["KRW"] = 3000
	must(operator.SetTier(t.Context(), "small", api.TierPrices{Currencies: tier.Currencies, Regions: tier.Regions}))(t)
	if got := must(d.client("").Pack(t.Context(), "KR", "en", "sun"))(t); got.Price.Amount != 3000 {
		t.Errorf("after the tier changed: %+v", got.Price)
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// TestProposals: a designer sees what a sale would bring and proposes; an editor changes one proposal,
// declines one, and accepts one; the designer reads why.
func TestProposals(t *testing.T) {
	d, _ := sell(t, "editor")
	operator := d.client(d.staff(t, "second@example.com", "operator"))
	must(operator.SetTier(t.Context(), "small", api.TierPrices{Currencies: map[string]int64{"KRW": 2500, "JPY": 300}}))(t)
	designer := signedIn(t, d.server, "designer@example.com", "designer")
	d.json(t, &struct{}{}, "admin", "creator", "create", "moon-studio", "--name", "Moon Studio", "--account", "designer@example.com")
	mine := must(operator.StaffPack(t.Context(), "moon"))(t).PackDraft
	mine.Slug, mine.Creator, mine.Stickers[0].ID, mine.Stickers[1].ID = "sun", "moon-studio", "", ""
	sun := must(operator.ImportPack(t.Context(), mine))(t).Pack
	address := "/studio/packs/" + sun.ID + "/sale"
	_, page := designer.ask(t, address, nil)
	if page.Find("#propose").Length() != 1 || page.Find("#save-offer").Length() != 0 {
		t.Fatalf("the designer's page: %s", page.Find("main").Text())
	}
	form := map[string][]string{"region": {"KR", "JP"}, "price": {"tier"}, "tier": {"small"}, "note": {"for spring"}, "act": {"estimate"}}
	_, page = designer.ask(t, address+"/propose", form)
	if text := page.Find("#earnings").Text(); !strings.Contains(text, "₩1,750") || !strings.Contains(text, "₩750") || page.Find("input[name=region][checked]").Length() != 2 {
		t.Errorf("the estimate: %s", text)
	}
	delete(form, "act")
	propose := func() {
		t.Helper()
		status, page := designer.ask(t, address+"/propose", form)
		if status != http.StatusOK || page.Find(".notice.good").Length() != 1 {
			t.Fatalf("proposed: %d %s", status, page.Find("main").Text())
		}
	}
	propose()
	said := complaints(t, d.tab)
	d.do(t, chromedp.Navigate(d.URL+address), chromedp.WaitVisible(chromedp.CSS("#accept")))
	d.look(t, "proposal")
	d.accessible(t, "a proposal")
	d.do(t, chromedp.Click(chromedp.CSS("a[href='?proposal=1#offer']")), chromedp.WaitVisible(chromedp.CSS("#reason")))
	d.accessible(t, "a proposal to change")
	d.do(t, chromedp.Click(chromedp.CSS("input[name=region][value=JP]")), chromedp.SendKeys(chromedp.CSS("#reason"), "Korea first"), chromedp.Click(chromedp.CSS("#save-offer")),
		chromedp.WaitVisible(chromedp.CSS("#proposals [data-state]:not([data-state=open])")))
	propose()
	d.do(t, chromedp.Navigate(d.URL+address), chromedp.WaitVisible(chromedp.CSS("#accept")), chromedp.Click(chromedp.CSS("#proposals summary")),
		chromedp.SendKeys(chromedp.CSS("#decline-reason"), "Not yet"), chromedp.Click(chromedp.CSS("#decline")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	propose()
	d.do(t, chromedp.Navigate(d.URL+address), chromedp.WaitVisible(chromedp.CSS("#accept")), chromedp.Click(chromedp.CSS("#accept")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	_, page = designer.ask(t, address, nil)
	if text := page.Find("#proposals").Text(); !strings.Contains(text, "Korea first") || !strings.Contains(text, "Not yet") || !strings.Contains(text, "for spring") {
		t.Errorf("the designer reads %s", text)
	}
	terms := must(operator.StaffPack(t.Context(), sun.ID))(t).Offers
	if len(terms) != 2 || terms[0].Regions[0] != "JP" || terms[0].Tier != "small" {
		t.Errorf("offered: %+v", terms)
	}
	list := must(operator.Proposals(t.Context(), sun.ID))(t).Items
	if len(list) != 3 || list[0].State != "accepted" || list[1].State != "declined" || list[2].State != "changed" || list[0].Earnings[0].Earned.Amount+list[0].Earnings[0].Fee.Amount+list[0].Earnings[0].Tax.Amount != list[0].Earnings[0].Price.Amount {
		t.Errorf("proposals: %+v", list)
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// TestVisitorOfTomorrow: staff sees a storefront as it will be, in the studio's browser and by the API;
// nobody else does, and no cache keeps it.
func TestVisitorOfTomorrow(t *testing.T) {
	d, _ := sell(t, "editor")
	operator := d.client(d.staff(t, "second@example.com", "operator"))
	must(operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{{Regions: []string{"ID"}, FromLocal: "2099-03-20"}}}))(t)
	must(operator.PublishPack(t.Context(), "moon", api.Publication{Release: 1}))(t)
	d.do(t, chromedp.Navigate(d.URL+"/studio/sales"), chromedp.WaitVisible(chromedp.CSS("#look")))
	d.setField(t, "region", "ID")
	d.setField(t, "locale", "id")
	d.setField(t, "at", "2099-03-20T00:00")
	d.accessible(t, "sales")
	d.do(t, chromedp.Click(chromedp.CSS("#see-then")), chromedp.WaitVisible(chromedp.CSS(".preview-bar")))
	d.look(t, "preview-front")
	d.accessible(t, "a preview")
	d.do(t, chromedp.Click(chromedp.CSS("main a[href*='/packs/moon']")), chromedp.WaitVisible(chromedp.CSS(".stickers")))
	if address := ask[string](t, d, `location.pathname + location.search`); address != "/ID/id/packs/moon?at=2099-03-20T00%3A00" {
		t.Errorf("a link leads to %s", address)
	}
	for at, want := range map[string]string{"2099-03-20": `"slug":"moon"`, "2099-03-19T23:59": `"items":[]`, "2099-03-19T17:00:00Z": `"slug":"moon"`} {
		reply := must(operator.Do(t.Context(), http.MethodGet, "/v1/storefronts/ID/id/packs?at="+at, nil, nil))(t)
		if reply.Status != http.StatusOK || !strings.Contains(string(reply.Body), want) || reply.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("at %s: %d %q %s", at, reply.Status, reply.Header.Get("Cache-Control"), reply.Body)
		}
	}
	reply := must(d.client("").Do(t.Context(), http.MethodGet, "/v1/storefronts/ID/id/packs?at=2099-03-20", nil, nil))(t)
	if reply.Status != http.StatusUnauthorized {
		t.Errorf("a stranger: %d %s", reply.Status, reply.Body)
	}
	reply = must(operator.Do(t.Context(), http.MethodGet, "/v1/storefronts/ID/id/packs?at=soon", nil, nil))(t)
	if reply.Status != http.StatusUnprocessableEntity {
		t.Errorf("at soon: %d %s", reply.Status, reply.Body)
	}
	visitor := &reader{site: d.URL}
	status, page := visitor.ask(t, "/ID/id?at=2099-03-20T00:00", nil)
	if status != http.StatusUnauthorized || page.Find(".preview-bar").Length() != 0 || strings.Contains(page.Text(), "The pack moon") {
		t.Errorf("a stranger's page: %d %s", status, page.Find("main").Text())
	}
	_, page = visitor.ask(t, "/ID/id", nil)
	if strings.Contains(page.Text(), "The pack moon") {
		t.Error("the announced pack is listed today")
	}
}

// TestImportedOffers: what an operator imports as the offers of a pack on sale, readers pay at once.
func TestImportedOffers(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	onSale(t, operator, "moon", "2500")
	brought(t, operator, "moon", "3000")
	if got := must(s.client("").Pack(t.Context(), "KR", "en", "moon"))(t); got.Price == nil || got.Price.Amount != 3000 {
		t.Errorf("after the import: %+v", got.Price)
	}
}
