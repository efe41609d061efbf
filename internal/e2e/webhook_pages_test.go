package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestOperatorsLookAfterWebhooks sees an app's webhook fail and recover, pings, pauses and replays it, and gives it a
// new secret, which is shown once.
func TestOperatorsLookAfterWebhooks(t *testing.T) {
	var broken atomic.Bool
	var taken atomic.Int64
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		taken.Add(1)
	}))
	defer receiver.Close()
	s := serve(t, t.TempDir(), "--webhooks-local")
	chat := s.client(s.app(t, everyScope...))
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "jisoo@example.com", "operator")
	said := complaints(t, d.tab)
	list := s.URL + "/studio/settings/webhooks"
	d.do(t, chromedp.Navigate(list), chromedp.WaitVisible(chromedp.CSS(".state")))
	d.accessible(t, "webhooks, while there are none")
	hook := must(chat.CreateWebhook(t.Context(), api.NewWebhook{URL: receiver.URL + "/hook", Description: "the chat"}))(t)
	address := list + "/" + hook.ID
	broken.Store(true)
	d.do(t, chromedp.Navigate(list), chromedp.WaitVisible(chromedp.CSS("#webhooks a")), press("#webhooks a"), chromedp.WaitVisible(chromedp.CSS("button[value=ping]")))
	ask[bool](t, d, `document.querySelector('button[value=ping]').focus(), true`)
	d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.until(t, `!!document.querySelector('#standing [data-state=failing]') && !!document.querySelector('#deliveries li')`) // by itself
	d.look(t, "webhook-failing")
	d.accessible(t, "a webhook that fails")
	broken.Store(false)
	d.do(t, press("button[value=pause]"))
	d.until(t, `!!document.querySelector('#standing [data-state=paused]')`) // what renews itself is looked for by the page
	d.do(t, press("button[value=resume]"))
	d.until(t, `!!document.querySelector('#standing [data-state=healthy]')`)
	d.setField(t, "since", "2020-01-01T00:00")
	ask[bool](t, d, `document.documentElement.dataset.before = "", true`) // its notice looks like the one before
	d.do(t, press("button[value=replay]"))
	d.until(t, `document.documentElement.dataset.before === undefined && !!document.querySelector('.notice.good')`)
	d.do(t, press("[popovertarget=rotate]"), chromedp.WaitVisible(chromedp.CSS("#rotate")), press("#rotate button[value=rotate]"), chromedp.WaitVisible(chromedp.CSS("#secret")))
	secret := ask[string](t, d, `document.getElementById('secret').textContent`)
	if !strings.HasPrefix(secret, "whsec_") || secret == hook.Secret {
		t.Errorf("the new secret is %.10s…", secret)
	}
	d.accessible(t, "a new secret")
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#standing")))
	if page := ask[string](t, d, `document.documentElement.outerHTML`); strings.Contains(page, secret[6:]) || strings.Contains(page, hook.Secret[6:]) {
		t.Error("the page has a secret")
	}
	d.onAPhone(t, address, "ar", "ko")
	d.onAPhone(t, list, "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
