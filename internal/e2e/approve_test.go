package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestTranslatorsApproveMany approves texts by the API and in the table, with boxes and all at once; never one's own.
func TestTranslatorsApproveMany(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	const next = "page.shell.close"
	for id, text := range map[string]string{skip: "К содержанию", next: "Дальше"} {
		must(oleg.SetTranslation(t.Context(), "store", "ru", id, "", api.TranslationEdit{Forms: map[string]string{"other": text}}))(t)
	}
	done := must(oleg.ApproveTranslations(t.Context(), "store", "ru", api.TranslationApproval{Messages: []api.SeenTranslation{{ID: skip}, {ID: "nothing"}}}))(t)
	if done.Approved != 0 || len(done.Messages) != 2 || done.Messages[0].Refusal.Code != "translation-own-review" || done.Messages[1].Refusal.Code != "message-not-found" {
		t.Errorf("%+v", done)
	}
	d.enter(t, "mina@example.com", "translator")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/words/store/ru?state=translated"
	all := chromedp.CSS("#approve [data-all]")
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(all))
	d.look(t, "approve")
	d.accessible(t, "a table with boxes")
	d.do(t, chromedp.Focus(chromedp.CSS(`input[value$=" `+skip+`"]`)), chromedp.KeyEvent(" "), chromedp.Click(chromedp.CSS("#approve [value=chosen]")),
		chromedp.WaitNotPresent(chromedp.CSS(`tr[data-id="`+skip+`"]`)))
	d.look(t, "approved")
	d.onAPhone(t, address, "ar", "ko")
	must(oleg.SetTranslation(t.Context(), "store", "ru", "page.shell.places", "", api.TranslationEdit{Forms: map[string]string{"other": "Меню"}}))(t)
	d.do(t, chromedp.Navigate(address), chromedp.Click(chromedp.CSS("#approve [value=all]")), chromedp.WaitVisible(chromedp.CSS(".none")))
	progress := must(oleg.TranslationProgress(t.Context(), "store"))(t)
	for _, one := range progress.Items {
		if one.Locale == "ru" && one.States["reviewed"] != 3 {
			t.Errorf("%+v", one)
		}
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %s", strings.Join(complaints, "\n"))
	}
}
