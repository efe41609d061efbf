package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/internal/servertest"
)

// TestSignUpInABrowser signs up in Chromium, in three languages, on a desk and on a phone, light and dark:
// nothing serious for axe-core on any page, and a studio at the end.
func TestSignUpInABrowser(t *testing.T) {
	ctx := browser(t)
	address, next := servertest.SMTP(t)
	s := serve(t, t.TempDir(), "--sign-up", "--smtp-url", "smtp://"+address)
	d := &designing{server: s, tab: ctx}
	for _, name := range []string{"light", "dark"} {
		d.do(t, scheme(name == "dark"))
		for _, locale := range []string{"en", "ko", "ar"} {
			d.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(s.URL+"/studio/sign-up"), chromedp.WaitVisible(chromedp.CSS("#studio")))
			ask[bool](t, d, `(document.querySelector('form[action="/studio/language"] [value=`+locale+`]').click(), true)`)
			d.until(t, `document.documentElement.lang == '`+locale+`' && document.querySelector('.agreement') != null`)
			d.accessible(t, "sign-up "+locale+" "+name)
			d.look(t, "sign-up-phone-"+locale+"-"+name)
		}
	}
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.SendKeys(chromedp.CSS("#email"), "new@example.com"), chromedp.SendKeys(chromedp.CSS("#studio"), "Moon"),
		chromedp.SendKeys(chromedp.CSS("#password"), ownPassword), chromedp.Click(chromedp.CSS("input[name=agreement]")))
	d.look(t, "sign-up-desk")
	d.do(t, chromedp.Click(chromedp.CSS("form[action='/studio/sign-up'] .button")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.accessible(t, "signed up")
	d.do(t, chromedp.Navigate(s.URL+read(t, next()).path(t)), chromedp.WaitVisible(chromedp.CSS("#password")))
	d.accessible(t, "confirm")
	d.look(t, "confirm")
	d.do(t, chromedp.SendKeys(chromedp.CSS("#password"), ownPassword), chromedp.Click(chromedp.CSS("form[action='/studio/confirm'] .button")),
		chromedp.WaitVisible(chromedp.CSS(".rail")), chromedp.Navigate(s.URL+"/studio/settings"), chromedp.WaitVisible(chromedp.CSS("#mails")))
	d.accessible(t, "settings")
	d.look(t, "settings")
}
