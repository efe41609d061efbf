package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// TestWorkOnWordsIsAssigned gives two messages to a translator and reads what a real mail server got.
func TestWorkOnWordsIsAssigned(t *testing.T) {
	address, next := servertest.SMTP(t)
	s := serve(t, t.TempDir(), "--smtp-url", "smtp://"+address, "--public-url", "https://moon.example")
	var account struct{ Key, Password string }
	s.json(t, &account, "admin", "account", "create", "oleg@example.com", "--role", "translator", "--locale", "ru")
	editor, oleg := s.client(s.staff(t, "editor@example.com", "editor")), s.client(account.Key)
	work := api.NewAssignment{
		Locale: "ru", Translator: "oleg@example.com", What: "matching", Query: skip, Due: time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly),
		Note: "<b>before</b> Friday",
	}
	_, err := oleg.Assign(t.Context(), "store", work)
	problem(t, err, "role-missing")
	given := must(editor.Assign(t.Context(), "store", work))(t)
	if given.Messages != 1 || given.Words != 3 || given.Done != 0 {
		t.Errorf("%+v", given)
	}
	letter := read(t, next())
	if letter.to != "oleg@example.com" || !strings.Contains(letter.text, "https://moon.example/studio/words/store/ru?only="+given.ID) || strings.Contains(letter.html, "<b>before") {
		t.Errorf("%+v", letter)
	}
	later := time.Now().UTC().AddDate(0, 0, 9).Format(time.DateOnly)
	must(editor.ChangeAssignment(t.Context(), "store", given.ID, api.AssignmentChange{Due: later}))(t)
	if letter = read(t, next()); letter.to != "oleg@example.com" || !strings.Contains(letter.text, work.Due) || !strings.Contains(letter.subject, later) {
		t.Errorf("%+v", letter)
	}
	must(oleg.SetTranslation(t.Context(), "store", "ru", skip, "", api.TranslationEdit{Forms: map[string]string{"other": "К содержанию"}}))(t)
	if letter = read(t, next()); letter.to != "editor@example.com" || !strings.Contains(letter.text, "oleg@example.com") {
		t.Errorf("%+v", letter)
	}
	if open := must(editor.Assignments(t.Context(), "store", "ru", ""))(t).Items; len(open) != 0 {
		t.Errorf("%+v", open)
	}
	work.Query = "page.shell.close"
	given = must(editor.Assign(t.Context(), "store", work))(t)
	_ = next()
	err = editor.CancelAssignment(t.Context(), "store", given.ID)
	if letter = read(t, next()); err != nil || letter.to != "oleg@example.com" || letter.path(t) != "/studio/words/store/ru" {
		t.Errorf("%v: %+v", err, letter)
	}
	work.Locale = "ko"
	_, err = editor.Assign(t.Context(), "store", work)
	problem(t, err, "assignment-no-translator")
}

// TestTranslatorsGetWork: an editor assigns what the table shows, and the translator finds it and goes through it.
func TestTranslatorsGetWork(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	var account struct{ Password string }
	s.json(t, &account, "admin", "account", "create", "oleg@example.com", "--role", "translator")
	d.enter(t, "editor@example.com", "editor")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/words/store/ru"
	d.do(t, chromedp.Navigate(address+"?q=page.shell"), chromedp.WaitVisible(chromedp.CSS("#messages")), chromedp.Click(chromedp.CSS("#work summary")))
	d.look(t, "assign")
	d.accessible(t, "the form that assigns work")
	d.do(t, chromedp.Click(chromedp.CSS("#give")), chromedp.WaitVisible(chromedp.CSS(".works li")))
	d.look(t, "assigned")
	d.accessible(t, "a table with work")
	d.onAPhone(t, address, "ar", "ko")
	d.do(t, chromedp.Navigate(address+"/message?id="+skip), chromedp.WaitVisible(chromedp.CSS("#source")))
	if ask[bool](t, d, `!!document.getElementById('save-next') || !document.getElementById('form-other').readOnly`) {
		t.Error("an editor is offered to write words")
	}
	translator := &designing{server: s, tab: browser(t)}
	translator.enterWith(t, "oleg@example.com", account.Password)
	translator.do(t, chromedp.Navigate(d.URL+"/studio/words"), chromedp.WaitVisible(chromedp.CSS("#work .works li")))
	translator.look(t, "my-work")
	translator.accessible(t, "my work")
	total := ask[int](t, translator, `Number(document.querySelector('#work .by').textContent.match(/0 of (\d+)/)[1])`)
	translator.do(t, chromedp.Click(chromedp.CSS("#work .works a")), chromedp.WaitVisible(chromedp.CSS("#messages")))
	if rows := ask[int](t, translator, `document.querySelectorAll('#messages tbody tr').length`); rows != total || rows < 2 {
		t.Errorf("%d rows of %d", rows, total)
	}
	translator.do(t, chromedp.Click(chromedp.CSS(".title-bar .button:not(.quiet)")), chromedp.WaitVisible(chromedp.CSS("#save-next")))
	first := ask[string](t, translator, `new URLSearchParams(location.search).get('id')`)
	ask[bool](t, translator, `document.getElementById('copy').click(), true`)
	translator.do(t, chromedp.Click(chromedp.CSS("#save-next")))
	translator.until(t, `new URLSearchParams(location.search).get('id') > '`+first+`' && location.search.includes('only=')`)
	if next := ask[string](t, translator, `new URLSearchParams(location.search).get('id')`); !strings.HasPrefix(next, "page.shell") {
		t.Errorf("the next message is %s", next)
	}
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
