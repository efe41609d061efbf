package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestTranslatorsDismiss says that a warning is none, sees it gone from the table, and takes that back.
func TestTranslatorsDismiss(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	set := func(text string) api.Translation {
		return must(oleg.SetTranslation(t.Context(), "store", "ru", skip, "", api.TranslationEdit{Forms: map[string]string{"other": text}}))(t)
	}
	set("К  содержанию")
	_, err := oleg.DismissFinding(t.Context(), "store", "ru", skip, api.NewDismissal{Check: "Q06", Form: "other", Reason: "none"})
	problem(t, err, "finding-not-found")
	d.enter(t, "mina@example.com", "translator")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/words/store/ru/message?id=" + skip
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#dismissals summary")), chromedp.Click(chromedp.CSS("#dismissals summary")),
		chromedp.WaitVisible(chromedp.CSS("#reason")))
	d.setText(t, "#reason", "As in the <b>poem</b>")
	d.look(t, "dismiss")
	d.accessible(t, "a form that dismisses")
	d.do(t, chromedp.Click(chromedp.CSS("#dismiss")), chromedp.WaitVisible(chromedp.CSS("#dismissals li[data-check=Q05]")))
	d.look(t, "dismissed")
	d.onAPhone(t, address, "ar", "ko")
	m := must(oleg.Translations(t.Context(), "store", api.TranslationQuery{Locale: "ru", ID: skip}))(t).Items[0]
	if len(m.Findings) != 0 || len(m.Dismissed) != 1 || m.Dismissed[0].Reason != "As in the <b>poem</b>" || m.Dismissed[0].Message == "" {
		t.Errorf("%+v", m)
	}
	if found := must(oleg.Translations(t.Context(), "store", api.TranslationQuery{Locale: "ru", Check: "Q05"}))(t).Items; len(found) != 0 {
		t.Errorf("the table has it: %+v", found)
	}
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("button[value=restore]")), chromedp.Click(chromedp.CSS("button[value=restore]")),
		chromedp.WaitVisible(chromedp.CSS("#findings [data-check=Q05]")))
	must(oleg.DismissFinding(t.Context(), "store", "ru", skip, api.NewDismissal{Check: "Q05", Form: "other", Reason: "poem"}))(t)
	if changed := set("К  самому содержанию"); len(changed.Findings) != 1 || len(changed.Dismissed) != 0 {
		t.Errorf("another text: %+v", changed)
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
