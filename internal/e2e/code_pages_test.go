package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEditorsMakeCodes makes codes in the studio, which are shown once and as a file, and ends them after one was used.
func TestEditorsMakeCodes(t *testing.T) {
	s := serve(t, t.TempDir())
	onSale(t, s.client(s.staff(t, "operator@example.com", "operator")), "moon", "2500")
	chat := s.client(s.app(t, everyScope...))
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "editor@example.com", "editor")
	said := complaints(t, d.tab)
	address := s.URL + "/studio/sales/codes"
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS(".state")))
	d.look(t, "codes-none")
	d.accessible(t, "codes, while there are none")
	d.setText(t, "#name", "Spring")
	d.setText(t, "#pack", "no-such-pack")
	d.setText(t, "#count", "20")
	d.do(t, press("#make-codes"), chromedp.WaitVisible(chromedp.CSS("#pack-wrong")))
	if typed := ask[string](t, d, `document.getElementById('name').value`); typed != "Spring" {
		t.Errorf("what was typed is %q", typed)
	}
	d.setText(t, "#pack", "moon")
	d.do(t, press("#make-codes"), chromedp.WaitVisible(chromedp.CSS("#codes")))
	d.look(t, "codes-made")
	d.accessible(t, "new codes")
	codes := strings.Fields(ask[string](t, d, `document.getElementById('codes').value`))
	if len(codes) != 20 {
		t.Fatalf("%d codes", len(codes))
	}
	file := ask[string](t, d, `fetch(document.querySelector('main form').action, {method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('main form')))})
		.then(async r => r.headers.get('cache-control') + '|' + r.headers.get('content-disposition') + '|' + await r.text())`)
	if want := "code\r\n" + strings.Join(codes, "\r\n") + "\r\n"; !strings.HasPrefix(file, "no-store|attachment;") || !strings.HasSuffix(file, "|"+want) {
		t.Errorf("the file: %q", file)
	}
	if grant := must(chat.Redeem(t.Context(), "fan", "key-1", codes[7]))(t); grant.Kind != "code" {
		t.Errorf("redeemed: %+v", grant)
	}
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#batches [data-state=open]")))
	if text := ask[string](t, d, `document.querySelector('main').innerText`); !strings.Contains(text, "1 of 20 used, 19 left") || strings.Contains(text, codes[0]) {
		t.Errorf("the list says %s", text)
	}
	d.look(t, "codes")
	d.accessible(t, "the batches of codes")
	d.onAPhone(t, address, "ar", "ko")
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#batches")))
	ask[bool](t, d, `document.querySelector('#batches button').focus(), true`)
	d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#batches .danger")), press("#batches .danger"), chromedp.WaitVisible(chromedp.CSS("#batches [data-state=ended]")))
	_, err := chat.Redeem(t.Context(), "friend", "key-2", codes[8])
	problem(t, err, "code-ended")
	for _, complaint := range said() {
		if !strings.Contains(complaint, "404") { // the pack that is not there
			t.Errorf("the pages complain: %q", complaint)
		}
	}
}

// TestCodesSayWhatIsWrong keeps what was typed and says beside the field why it was not taken.
func TestCodesSayWhatIsWrong(t *testing.T) {
	s := serve(t, t.TempDir())
	onSale(t, s.client(s.staff(t, "operator@example.com", "operator")), "moon", "")
	editor := signedIn(t, s, "editor@example.com", "editor")
	for field, wrong := range map[string][2]string{
		"count": {"count", "100001"}, "name": {"name", ""}, "per_holder": {"per_holder", "x"}, "days": {"days", "-1"},
		"until": {"until", "2020-01-01T00:00"}, "from": {"from", "yesterday"},
	} {
		form := url.Values{"name": {"Spring"}, "pack": {"moon"}, "count": {"3"}}
		form.Set(wrong[0], wrong[1])
		status, page := editor.ask(t, "/studio/sales/codes", form)
		if status != http.StatusUnprocessableEntity || page.Find("#"+field+"-wrong").Length() != 1 {
			t.Errorf("%s: %d %s", fmt.Sprint(wrong), status, page.Find(".wrong").Text())
		}
	}
}
