package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestCoinsAreSoldInTheStudio makes a package and two rates without script, and says beside the field what is wrong.
func TestCoinsAreSoldInTheStudio(t *testing.T) {
	s := serve(t, t.TempDir())
	finance := s.client(s.staff(t, "finance@example.com", "finance"))
	must(finance.SetTier(t.Context(), "coins-100", api.TierPrices{Currencies: map[string]int64{"KRW": 5000}}))(t)
	reader := signedIn(t, s, "minji@example.com", "finance")
	const home = "/studio/sales/coins"
	sold := url.Values{"version": {"0"}, "package": {"hundred"}, "paid": {"100"}, "bonus": {"10"}, "bonus_days": {"30"}, "tier": {"coins-100"}}
	if status, page := reader.ask(t, home+"/packages", sold); status != http.StatusOK || !strings.Contains(page.Find("#packages").Text(), "100 paid coins and 10 bonus coins") {
		t.Fatalf("made: %d %s", status, page.Find("main").Text())
	}
	if status, page := reader.ask(t, home+"/packages", sold); status != http.StatusPreconditionFailed || page.Find(".notice.bad").Length() != 1 {
		t.Errorf("made again: %d", status)
	}
	for field, value := range map[string]string{"package": "A b", "paid": "-1", "bonus": "many", "paid_days": "99999", "tier": "no-such-tier"} {
		form := url.Values{"version": {"0"}, "package": {"other"}, "paid": {"1"}, "tier": {"coins-100"}}
		form.Set(field, value)
		if status, page := reader.ask(t, home+"/packages", form); status != http.StatusUnprocessableEntity || page.Find("#"+field+"-wrong").Length() != 1 {
			t.Errorf("%s %s: %d %s", field, value, status, page.Find(".wrong").Text())
		}
	}
	rate := func(amount, from string) (int, string) {
		status, page := reader.ask(t, home+"/rates", url.Values{"currency": {"krw"}, "coins": {"1"}, "amount": {amount}, "from": {from}})
		return status, page.Find("[data-currency=KRW]").Text() + page.Find("#from-wrong, #amount-wrong").Text()
	}
	if status, text := rate("50", ""); status != http.StatusOK || !strings.Contains(text, "1 coin = ₩50") {
		t.Errorf("a rate of now: %d %s", status, text)
	}
	if status, text := rate("60", "2099-01-01T00:00"); status != http.StatusOK || !strings.Contains(text, "1 coin = ₩50") || !strings.Contains(text, "1 coin = ₩60") {
		t.Errorf("the next: %d %s", status, text)
	}
	for amount, from := range map[string]string{"70": "2020-01-01T00:00", "much": "", "80": "later"} {
		if status, text := rate(amount, from); status != http.StatusUnprocessableEntity || strings.HasSuffix(text, "₩50") {
			t.Errorf("%s from %q: %d %s", amount, from, status, text)
		}
	}
	if status, _ := signedIn(t, s, "suji@example.com", "support").ask(t, home, nil); status != http.StatusForbidden {
		t.Errorf("support: %d", status)
	}
}

// TestIssuersAreSetInTheStudio lets an app's own tokens in, says in words what is wrong with others, and shows no secret.
func TestIssuersAreSetInTheStudio(t *testing.T) {
	s := serve(t, t.TempDir())
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	app := must(operator.CreateApp(t.Context(), api.NewApp{Name: "Moon Chat", Scopes: everyScope}))(t)
	sign, keys := signer(t)
	reader := signedIn(t, s, "jisoo@example.com", "operator")
	home := "/studio/settings/apps/" + app.ID
	try := func(token string) (good bool, text string) {
		_, page := reader.ask(t, home+"/try", url.Values{"token": {token}})
		if html, _ := page.Html(); strings.Contains(html, token) {
			t.Error("the page has the token")
		}
		return page.Find("#verdict.good").Length() == 1, page.Find("#try").Text()
	}
	claims := func(name string, value any) map[string]any {
		all := map[string]any{"iss": "https://chat.example", "aud": "stickers", "sub": "fan", "exp": time.Now().Add(time.Hour).Unix()}
		all[name] = value
		return all
	}
	if good, text := try(sign(claims("", ""))); good || !strings.Contains(text, "No app has said") || !strings.Contains(text, "https://chat.example") {
		t.Errorf("before anybody signs: %s", text)
	}
	form := url.Values{"issuer": {"https://chat.example"}, "audience": {"stickers"}, "claim": {"sub"}, "family": {"ES"}, "keys": {string(keys)}}
	if status, page := reader.ask(t, home+"/issuers/live", form); status != http.StatusOK || page.Find("[data-mode=live] .standing.good").Length() != 1 {
		t.Fatalf("set: %d %s", status, page.Find("main").Text())
	}
	strange, _ := signer(t)
	for token, want := range map[string]string{
		sign(claims("", "")): "It opens the store for fan", strange(claims("", "")): "The signature is not proven", sign(claims("exp", time.Now().Add(-time.Hour).Unix())): "It has ended",
		sign(claims("exp", time.Now().Add(100*time.Hour).Unix())): "longer than a day", sign(claims("nbf", time.Now().Add(time.Hour).Unix())): "It begins later",
		sign(claims("sub", "")): "should name the user", "no token": "not a token of the form",
	} {
		if good, text := try(token); good != strings.HasPrefix(want, "It opens") || !strings.Contains(text, want) {
			t.Errorf("want %q: %s", want, text)
		}
	}
	form.Del("keys")
	form.Set("audience", "store")
	if status, _ := reader.ask(t, home+"/issuers/live", form); status != http.StatusOK {
		t.Errorf("with the keys of before: %d", status)
	}
	if good, text := try(sign(claims("aud", "store"))); !good {
		t.Errorf("with the keys of before: %s", text)
	}
	secret := strings.Repeat("secret", 8)
	status, page := reader.ask(t, home+"/issuers/test", url.Values{"issuer": {"https://chat.example"}, "audience": {""}, "claim": {"sub"}, "family": {"HS"}, "secret": {secret}})
	if html, _ := page.Html(); status != http.StatusUnprocessableEntity || page.Find("#audience-wrong").Length() != 1 || strings.Contains(html, secret) {
		t.Errorf("without an audience: %d %s", status, page.Find(".wrong").Text())
	}
	if status, page = reader.ask(t, home+"/issuers/live/remove", url.Values{}); status != http.StatusOK || page.Find("[data-mode=live] .standing.plain").Length() != 1 {
		t.Errorf("removed: %d", status)
	}
	if status, _ = signedIn(t, s, "suji@example.com", "support").ask(t, home, nil); status != http.StatusForbidden {
		t.Errorf("support: %d", status)
	}
}

// tour looks at a page at a desk and on a phone, in English and in Arabic.
func (d *designing) tour(t *testing.T, name, address string) {
	t.Helper()
	for _, view := range []struct {
		name, language string
		width          int64
		dark           bool
	}{{"en-desk", "en", 1280, false}, {"ar-desk", "ar", 1280, true}, {"en-phone", "en", 390, true}, {"ar-phone", "ar", 390, false}} {
		d.do(t, chromedp.EmulateViewport(view.width, 844), scheme(view.dark))
		ask[bool](t, d, `document.cookie = "hallyu_language=`+view.language+`; path=/studio", true`)
		d.do(t, chromedp.Navigate(d.URL+address), chromedp.WaitVisible(chromedp.CSS("h1")))
		if beside := ask[bool](t, d, `(b => b.left < 0 || b.right > innerWidth)(document.querySelector('.studio-top .brand').getBoundingClientRect())`); beside {
			t.Errorf("%s, %s: the page is moved to the side", name, view.name)
		}
		d.look(t, "money-"+name+"-"+view.name)
		if view.name == "en-desk" || view.name == "ar-phone" {
			d.accessible(t, name+", "+view.name)
		}
	}
	ask[bool](t, d, `document.cookie = "hallyu_language=; path=/studio; max-age=0", true`)
	d.do(t, chromedp.EmulateViewport(1280, 844), scheme(false))
}

// TestMoneyPagesInChromium looks at the pages of coins, apps and webhooks, empty and full.
func TestMoneyPagesInChromium(t *testing.T) {
	s := serve(t, t.TempDir(), "--webhooks-local")
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "jisoo@example.com", "operator")
	said := complaints(t, d.tab)
	d.tour(t, "coins-none", "/studio/sales/coins")
	d.tour(t, "apps-none", "/studio/settings/apps")
	app := must(operator.CreateApp(t.Context(), api.NewApp{Name: "Moon Chat", Scopes: everyScope}))(t)
	_, keys := signer(t)
	var set api.KeySet
	if err := json.Unmarshal(keys, &set); err != nil {
		t.Fatal(err)
	}
	must(operator.SetIssuer(t.Context(), app.ID, "live", api.NewIssuer{Issuer: "https://chat.example", Audience: "stickers", Family: "ES", Keys: &set}))(t)
	must(operator.SetTier(t.Context(), "coins-100", api.TierPrices{Currencies: map[string]int64{"KRW": 5000}}))(t)
	must(operator.SetCoinPackage(t.Context(), "hundred", api.CoinPackageDraft{Paid: 100, Bonus: 10, BonusDays: 30, Tier: "coins-100"}))(t)
	must(operator.SetCoinRate(t.Context(), api.CoinRate{Currency: "KRW", Coins: 1, Amount: 50}))(t)
	later := time.Now().AddDate(0, 1, 0)
	must(operator.SetCoinRate(t.Context(), api.CoinRate{Currency: "KRW", Coins: 1, Amount: 55, From: &later}))(t)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	defer receiver.Close()
	chat := s.client(app.Keys[0].Secret)
	hook := must(chat.CreateWebhook(t.Context(), api.NewWebhook{URL: receiver.URL + "/hook"}))(t)
	must(chat.PingWebhook(t.Context(), hook.ID))(t)
	for _, page := range [][2]string{
		{"coins", "/studio/sales/coins"}, {"package", "/studio/sales/coins/packages/hundred"}, {"apps", "/studio/settings/apps"}, {"app", "/studio/settings/apps/" + app.ID},
		{"issuer", "/studio/settings/apps/" + app.ID + "/issuers/test"}, {"webhooks", "/studio/settings/webhooks?app=" + app.ID},
	} {
		d.tour(t, page[0], page[1])
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// TestPassPagesInChromium looks at the pages of passes, empty and full, and lets somebody in by the keyboard.
func TestPassPagesInChromium(t *testing.T) {
	s := serve(t, t.TempDir())
	operator, chat := s.client(s.staff(t, "operator@example.com", "operator")), s.client(s.app(t, everyScope...))
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "jisoo@example.com", "operator")
	said := complaints(t, d.tab)
	d.tour(t, "passes-none", "/studio/passes")
	p := d.meeting(t, operator, chat)
	for _, page := range [][2]string{
		{"passes", "/studio/passes"}, {"pass", "/studio/passes/" + p.ID}, {"pass-form", "/studio/passes/" + p.ID + "/change"}, {"gate", "/studio/passes/" + p.ID + "/gate?gate=North"},
		{"ticket-keys", "/studio/passes/keys"},
	} {
		d.tour(t, page[0], page[1])
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
	d.letIn(t, p, must(chat.Ticket(t.Context(), "fan-1", p.ID))(t).Ticket)
}

// meeting makes a pass with three holders.
func (d *designing) meeting(t *testing.T, operator, chat *api.Client) api.Pass {
	t.Helper()
	meeting := newMeeting("")
	seats := int64(500)
	meeting.Capacity, meeting.Title["ar"] = &seats, "لقاء مع فرقة تايدز"
	meeting.Description = map[string]string{"en": "An hour with the band, live from Seoul."}
	p := onDoor(t, operator, meeting)
	for _, holder := range []string{"fan-1", "fan-2", "fan-3"} {
		must(chat.PlaceOrder(t.Context(), holder, "key-"+holder, passOrder(p, "txn-"+holder)))(t)
	}
	must(chat.CheckIn(t.Context(), p.ID, "came", api.NewCheckIn{Holder: "fan-2", Gate: "North"}))(t)
	return p
}

// letIn types a ticket at the gate with the keyboard alone, twice: green, then red.
func (d *designing) letIn(t *testing.T, p api.Pass, ticket string) {
	t.Helper()
	d.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(d.URL+"/studio/passes/"+p.ID+"/gate"), chromedp.WaitVisible(chromedp.CSS("#ticket")))
	for _, verdict := range []string{"in", "out"} {
		if focused := ask[string](t, d, `document.activeElement.id`); focused != "ticket" {
			t.Errorf("the keyboard is in %q", focused)
		}
		d.setText(t, "#ticket", ticket)
		d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(".admission."+verdict)))
		d.look(t, "money-gate-"+verdict)
		d.accessible(t, "the gate, "+verdict)
	}
	d.setText(t, "#ticket", "3")
	d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#tickets form button")))
	d.look(t, "money-gate-which")
	d.accessible(t, "the gate, who is it")
	d.do(t, press("#tickets form button"), chromedp.WaitVisible(chromedp.CSS(".admission.in")))
}
