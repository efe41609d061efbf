package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// skip is the message that the tests translate: what the store's pages say first to who cannot see them.
const skip = "page.shell.skip"

// TestTranslationsByTheAPI has two translators and a reviewer at one message, and a file saved between them.
func TestTranslationsByTheAPI(t *testing.T) {
	s := serve(t, t.TempDir())
	oleg, mina := s.client(s.staff(t, "oleg@example.com", "translator")), s.client(s.staff(t, "mina@example.com", "translator"))
	seen := must(oleg.Translations(t.Context(), "store", api.TranslationQuery{Locale: "ru", ID: skip}))(t).Items[0]
	if seen.State != "untranslated" || seen.Source["other"] == "" {
		t.Fatalf("before: %+v", seen)
	}
	said := must(oleg.SetTranslation(t.Context(), "store", "ru", skip, seen.Revision, api.TranslationEdit{Forms: map[string]string{"other": "К содержанию"}}))(t)
	if said.State != "translated" || said.Forms["other"] != "К содержанию" {
		t.Errorf("after: %+v", said)
	}
	_, err := mina.SetTranslation(t.Context(), "store", "ru", skip, seen.Revision, api.TranslationEdit{Forms: map[string]string{"other": "Перейти к содержанию"}})
	p := problem(t, err, "translation-stale")
	theirs, _ := p.Facts["theirs"].(map[string]any)
	yours, _ := p.Facts["yours"].(map[string]any)
	if p.Status != 412 || theirs["other"] != "К содержанию" || yours["other"] != "Перейти к содержанию" || p.Facts["base"] == nil {
		t.Errorf("collision: %+v", p)
	}
	_, err = oleg.ReviewTranslation(t.Context(), "store", "ru", skip, said.Revision, api.TranslationVerdict{Approved: true})
	problem(t, err, "translation-own-review")
	if got := must(mina.ReviewTranslation(t.Context(), "store", "ru", skip, said.Revision, api.TranslationVerdict{Approved: true}))(t); got.State != "reviewed" {
		t.Errorf("reviewed: %+v", got)
	}
	history := must(oleg.TranslationHistory(t.Context(), "store", "ru", skip))(t).Items
	if len(history) != 2 || history[0].Origin != "review" || history[1].Account == "" || history[1].Blame != nil {
		t.Errorf("history: %+v", history)
	}
	if by := history[0].Blame["other"]; len(by) != 1 || by[0].Text != "К содержанию" || by[0].Number != 1 || by[0].Account != history[1].Account {
		t.Errorf("blame: %+v", by)
	}
	for _, one := range must(oleg.TranslationProgress(t.Context(), "store"))(t).Items {
		if one.Locale == "ru" && (one.States["reviewed"] != 1 || one.Total < 500) {
			t.Errorf("progress: %+v", one)
		}
	}
	file, err := os.ReadFile(filepath.Join(s.Data, "locales", "store", "active.ru.toml"))
	if err != nil || !strings.Contains(string(file), "К содержанию") {
		t.Errorf("the file: %v %s", err, file)
	}
	rendered := must(s.client("").Render(t.Context(), "store", "production", api.RenderRequest{Locale: "ru", Messages: []api.RenderMessage{{ID: skip}}}))(t)
	if rendered.Messages[0].Text != "К содержанию" || rendered.Messages[0].Fallback {
		t.Errorf("live: %+v", rendered)
	}
}

// TestFaultyTranslationsAreRefused: a problem names the form and says what is wrong in the caller's language.
func TestFaultyTranslationsAreRefused(t *testing.T) {
	s := serve(t, t.TempDir())
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	_, err := oleg.SetTranslation(t.Context(), "store", "fil", "studio.todo.fix", "", api.TranslationEdit{Forms: map[string]string{"one": "Isang aayusin", "other": "{{.Count}} na aayusin"}})
	p := problem(t, err, "translation-faulty")
	if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Pointer != "/forms/one" || !strings.Contains(p.Errors[0].Detail, "does not show the number") {
		t.Errorf("%+v", p)
	}
	found := must(oleg.CheckTranslation(t.Context(), "store", api.TranslationCheck{Locale: "ru", ID: skip, Forms: map[string]string{"other": "Skip to content"}}))(t)
	if len(found.Findings) == 0 || found.Findings[0].Check != "Q01" || found.Findings[0].Message == "" {
		t.Errorf("%+v", found)
	}
	drawer := s.client(s.staff(t, "yuna@example.com", "designer"))
	_, err = drawer.SetTranslation(t.Context(), "store", "ru", skip, "", api.TranslationEdit{Forms: map[string]string{"other": "К содержанию"}})
	problem(t, err, "role-missing")
}

// TestTranslatorWritesANewLocale goes the way of a translator in a browser: a new language, a fault that is told
// while it is written, a colliding edit, and a review.
func TestTranslatorWritesANewLocale(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	said := complaints(t, d.tab)
	mina := s.client(s.staff(t, "mina@example.com", "translator"))
	d.do(t, chromedp.WaitVisible(chromedp.CSS("select[name=locale]")))
	d.look(t, "words")
	d.accessible(t, "words")
	ask[bool](t, d, `document.querySelector('select[name=locale]').value = 'ru', true`)
	d.do(t, chromedp.Click(chromedp.CSS("select[name=locale] + button")), chromedp.WaitVisible(chromedp.CSS("#messages")))
	d.look(t, "table")
	d.accessible(t, "messages")
	address := d.URL + "/studio/words/store/ru/message?id="
	d.do(t, chromedp.Navigate(address+"studio.todo.fix"), chromedp.WaitVisible(chromedp.CSS("#form-few")))
	for form, text := range map[string]string{"one": "Осталось исправить одно", "few": "Осталось исправить {{.Count}}", "many": "Осталось исправить {{.Count}}", "other": "Осталось исправить {{.Count}}"} {
		d.setText(t, "#form-"+form, text)
	}
	d.do(t, chromedp.WaitVisible(chromedp.CSS("#findings [data-check=P05]")))
	d.look(t, "fault")
	d.accessible(t, "a message with a fault")
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS("#form-one[aria-invalid=true]")))
	d.setText(t, "#form-one", "Осталось исправить {{.Count}} место")
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	d.do(t, chromedp.Navigate(address+skip), chromedp.WaitVisible(chromedp.CSS("#form-other")))
	must(mina.SetTranslation(t.Context(), "store", "ru", skip, "", api.TranslationEdit{Forms: map[string]string{"other": "К содержанию"}}))(t)
	d.setText(t, "#form-other", "Перейти к содержанию")
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS("#conflict")))
	d.look(t, "conflict")
	d.accessible(t, "a conflict")
	if text := ask[string](t, d, `document.getElementById('form-other').value`); text != "Перейти к содержанию" {
		t.Errorf("what was written is gone: %q", text)
	}
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	now := must(mina.Translations(t.Context(), "store", api.TranslationQuery{Locale: "ru", ID: skip}))(t).Items[0]
	if now.Forms["other"] != "Перейти к содержанию" {
		t.Errorf("saved: %+v", now)
	}
	must(mina.ReviewTranslation(t.Context(), "store", "ru", skip, now.Revision, api.TranslationVerdict{Note: "Короче"}))(t)
	d.do(t, chromedp.Navigate(address+skip), chromedp.WaitVisible(chromedp.CSS("#note")))
	d.look(t, "sent-back")
	d.byKeys(t, address)
	d.onAPhone(t, address+skip, "ar", "ko")
	d.onAPhone(t, d.URL+"/studio/words/store/ru", "ar", "ko")
	if complaints := said(); len(complaints) > 0 && !refusals(complaints) {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// byKeys copies the source, writes, saves and goes on without a pointer.
func (d *designing) byKeys(t *testing.T, address string) {
	t.Helper()
	d.do(t, chromedp.Navigate(address+skip), chromedp.WaitVisible(chromedp.CSS("#copy")))
	press := func(keys string) {
		t.Helper()
		ask[bool](t, d, `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {`+keys+`, bubbles: true})), true`)
	}
	press(`key: 'c', altKey: true`)
	if text := ask[string](t, d, `document.getElementById('form-other').value`); text != ask[string](t, d, `document.querySelector('#source .said bdi').textContent`) {
		t.Errorf("Alt+C wrote %q", text)
	}
	d.setText(t, "#form-other", "Сразу к содержанию")
	press(`key: 'Enter', ctrlKey: true`)
	d.until(t, `location.search.includes('id=') && !location.search.includes('id=`+skip+`')`)
	d.do(t, chromedp.Navigate(address+skip), chromedp.WaitVisible(chromedp.CSS("#form-other")))
	if text := ask[string](t, d, `document.getElementById('form-other').value`); text != "Сразу к содержанию" {
		t.Errorf("Ctrl+Enter saved %q", text)
	}
}

// refusals reports whether a browser complains of nothing but answers that a test asked for.
func refusals(complaints []string) bool {
	for _, c := range complaints {
		if !strings.Contains(c, "412") && !strings.Contains(c, "422") {
			return false
		}
	}
	return true
}

// enter signs somebody in who opens the studio.
func (d *designing) enter(t *testing.T, email, role string) {
	t.Helper()
	var account struct{ Password string }
	d.json(t, &account, "admin", "account", "create", email, "--role", role)
	d.enterWith(t, email, account.Password)
}

// enterWith signs in somebody whose password is known.
func (d *designing) enterWith(t *testing.T, email, password string) {
	t.Helper()
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(d.URL+"/studio"), chromedp.WaitVisible(chromedp.CSS("#email")),
		chromedp.SendKeys(chromedp.CSS("#email"), email), chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS("form .button")), chromedp.WaitVisible(chromedp.CSS(".rail")))
}

// setText writes a text as somebody who types it.
func (d *designing) setText(t *testing.T, selector, text string) {
	t.Helper()
	ask[bool](t, d, `(() => { const f = document.querySelector('`+selector+`'); f.focus(); f.value = `+quoteJS(text)+`; f.dispatchEvent(new Event('input', {bubbles: true})); return true })()`)
}

func quoteJS(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }
