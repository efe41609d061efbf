package e2e

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestEditorReleasesWords switches the store's own words to releases in the browser, words a page's first sentence anew,
// sees that nobody reads it, cuts and promotes a release, and rolls it back.
func TestEditorReleasesWords(t *testing.T) {
	s := serve(t, t.TempDir())
	var account struct{ Password, Key string }
	s.json(t, &account, "admin", "account", "create", "minji@example.com", "--role", "editor", "--role", "operator")
	d := &designing{server: s, tab: browser(t)}
	page := "/studio/words/store/releases"
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(s.URL+page), chromedp.WaitVisible(chromedp.CSS("#email")),
		chromedp.SendKeys(chromedp.CSS("#email"), "minji@example.com"), chromedp.SendKeys(chromedp.CSS("#password"), account.Password),
		chromedp.Click(chromedp.CSS("form .button")), chromedp.WaitVisible(chromedp.CSS("[data-mode=live]")))
	d.look(t, "releases-live")

	d.do(t, press("[popovertarget=switch]"), press("#switch-go"), chromedp.WaitVisible(chromedp.CSS("[data-mode=released]")))
	before := said(t, s)
	writer := s.client(account.Key)
	_, err := writer.SetTranslation(t.Context(), "store", "ko", skip, "", api.TranslationEdit{Forms: map[string]string{"other": "글로 바로 가기"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(t, s); got != before {
		t.Errorf("nobody has promoted anything, and the page says %q", got)
	}

	d.do(t, chromedp.Navigate(s.URL+page+"/draft"), chromedp.WaitVisible(chromedp.CSS(`[data-id="`+skip+`"] ins`)))
	d.accessible(t, "what differs")
	d.look(t, "releases-changes")
	d.do(t, chromedp.Navigate(s.URL+page), chromedp.SendKeys(chromedp.CSS("#note"), "For the holidays"), press("#cut"),
		chromedp.WaitVisible(chromedp.CSS("[popovertarget=promote-2]")))
	d.do(t, press("[popovertarget=promote-2]"))
	d.look(t, "releases-promote")
	d.do(t, press("#promote-2-go"), chromedp.WaitVisible(chromedp.CSS("[popovertarget=back-production]")))
	if got := said(t, s); got != "글로 바로 가기" {
		t.Errorf("promoted, and the page says %q", got)
	}
	d.accessible(t, "releases")
	d.shapes(t, page)
	d.do(t, press("[popovertarget=back-production]"), press("#back-production-go"),
		chromedp.WaitVisible(chromedp.CSS("[data-channel=production]")), chromedp.WaitNotPresent(chromedp.CSS("[popovertarget=back-production]")))
	if got := said(t, s); got != before {
		t.Errorf("rolled back, and the page says %q", got)
	}
}

// press clicks what there is.
func press(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// shapes looks at a page in Arabic and on a phone.
func (d *designing) shapes(t *testing.T, page string) {
	t.Helper()
	d.look(t, "releases-en")
	d.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(d.URL+page), chromedp.WaitVisible(chromedp.CSS("#releases")))
	d.accessible(t, "releases on a phone")
	d.look(t, "releases-en-phone")
	d.do(t, speak("ar"), chromedp.Navigate(d.URL+page), chromedp.WaitVisible(chromedp.CSS("html[dir=rtl] #releases")))
	d.accessible(t, "releases in Arabic on a phone")
	d.look(t, "releases-ar-phone")
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(d.URL+page), chromedp.WaitVisible(chromedp.CSS("#releases")))
	d.look(t, "releases-ar")
}

// speak chooses the language of the studio.
func speak(locale string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		return chromedp.Evaluate[chromedp.Void](`fetch('/studio/language', {method: 'POST', body: new URLSearchParams({locale: '`+locale+`'})}).then(() => undefined)`, chromedp.EvalAwaitPromise)(ctx, target)
	}
}

// said is the first sentence of the store's front page in Korean.
func said(t *testing.T, s *server) string {
	t.Helper()
	reply, err := http.Get(s.URL + "/KR/ko")
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	return skipOf(t, reply)
}

// skipOf is the first sentence of a page of the store.
func skipOf(t *testing.T, reply *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("%d %v", reply.StatusCode, err)
	}
	_, after, _ := strings.Cut(string(body), `class="skip"`)
	_, after, _ = strings.Cut(after, ">")
	text, _, _ := strings.Cut(after, "<")
	return text
}
