package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/api"
)

const projectFile = "# ours\nsource: en\nglossary:\n  # the small pictures\n  - {term: sticker, in: {ru: [стикер]}}\n"

// TestGlossaryByTheAPI: terms are written into the project's file, hold at once, and only for who may word them.
func TestGlossaryByTheAPI(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(data, "locales", "store", "project.yaml")
	err := os.MkdirAll(filepath.Dir(file), 0o750)
	if err == nil {
		err = os.WriteFile(file, []byte(projectFile), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, data)
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	var ana struct{ Key string }
	s.json(t, &ana, "admin", "account", "create", "ana@example.com", "--role", "translator", "--locale", "es")
	pack := api.Term{Term: "content", In: map[string][]string{"ru": {"содержание"}}, Never: map[string][]string{"ru": {"контент"}}, Note: "of a page"}
	if got := must(oleg.SetTerm(t.Context(), "store", "content", pack))(t); cmp.Diff(pack, got) != "" {
		t.Errorf("%+v", got)
	}
	want := projectFile + "  - term: content\n    in: {ru: [содержание]}\n    never: {ru: [контент]}\n    note: of a page\n"
	if got := string(must(os.ReadFile(file))(t)); got != want {
		t.Errorf("the file says\n%s", got)
	}
	found := must(oleg.CheckTranslation(t.Context(), "store", api.TranslationCheck{Locale: "ru", ID: "page.shell.skip", Forms: map[string]string{"other": "К контенту"}}))(t).Findings
	if len(found) != 2 || found[0].Check != "Q16" {
		t.Errorf("the checker says %+v", found)
	}
	_, err = s.client(ana.Key).SetTerm(t.Context(), "store", "content", api.Term{Term: "content"})
	problem(t, err, "locale-not-yours")
	pack.In["es"] = []string{"contenido"}
	must(s.client(ana.Key).SetTerm(t.Context(), "store", "content", pack))(t)
	_, err = oleg.SetTerm(t.Context(), "store", "content", api.Term{Term: "sticker"})
	problem(t, err, "term-exists")
	_, err = oleg.SetTerm(t.Context(), "store", "x", api.Term{Term: "two\nlines"})
	problem(t, err, "term-invalid")
	problem(t, oleg.RemoveTerm(t.Context(), "store", "nothing"), "term-not-found")
	if err := oleg.RemoveTerm(t.Context(), "store", "content"); err != nil {
		t.Fatal(err)
	}
	if got := string(must(os.ReadFile(file))(t)); got != projectFile {
		t.Errorf("the file says\n%s", got)
	}
	reply := must(oleg.Do(t.Context(), "GET", "/v1/strings/store/memory?locale=ko&format=tbx", nil, nil))(t)
	if done := must(oleg.ImportGlossary(t.Context(), "store", reply.Body))(t); done != (api.GlossaryImport{Same: 1}) {
		t.Errorf("what went out came in as %+v", done)
	}
	tbx := strings.Replace(string(reply.Body), "<term>стикер</term>", "<term>наклейка</term>", 1)
	if done := must(oleg.ImportGlossary(t.Context(), "store", []byte(tbx)))(t); done != (api.GlossaryImport{Changed: 1}) {
		t.Errorf("%+v", done)
	}
	if got := must(oleg.Glossary(t.Context(), "store"))(t).Items; len(got) != 1 || cmp.Diff([]string{"стикер", "наклейка"}, got[0].In["ru"]) != "" {
		t.Errorf("%+v", got)
	}
	_, err = oleg.ImportGlossary(t.Context(), "store", []byte(`<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>`))
	problem(t, err, "exchange-file-broken")
}

// TestGlossaryByThePage adds a term in the studio, sees it beside a text, changes it and takes it out.
func TestGlossaryByThePage(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	said := complaints(t, d.tab)
	page := d.URL + "/studio/words/store/ko/glossary"
	d.do(t, chromedp.Navigate(page), chromedp.WaitVisible(chromedp.CSS("#new-term")))
	d.setText(t, "#new-term [name=term]", "content")
	d.setText(t, "#new-term [name=in]", "본문, 내용")
	d.setText(t, "#new-term [name=never]", "콘텐츠")
	d.do(t, chromedp.Click(chromedp.CSS("#new-term button")), chromedp.WaitVisible(chromedp.CSS("[data-term=content]")))
	d.do(t, chromedp.Click(chromedp.CSS("[data-term=content] summary")))
	d.look(t, "glossary")
	d.accessible(t, "a glossary")
	d.onAPhone(t, page, "ar", "en")
	message := d.URL + "/studio/words/store/ko/message?id=page.shell.skip"
	d.do(t, chromedp.Navigate(message), chromedp.WaitVisible(chromedp.CSS("#original")))
	if text := ask[string](t, d, `document.querySelector('.original').textContent`); !strings.Contains(text, "본문, 내용") || !strings.Contains(text, "콘텐츠") {
		t.Errorf("beside the text stands %q", text)
	}
	d.do(t, chromedp.Navigate(page), chromedp.Click(chromedp.CSS("[data-term=content] summary")),
		chromedp.Click(chromedp.CSS("[data-term=content] [value=remove]")), chromedp.WaitNotPresent(chromedp.CSS("[data-term=content]")))
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
