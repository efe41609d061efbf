package e2e

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestMemoryAndPreviewByTheAPI finds what was said before, and renders a text that is not saved.
func TestMemoryAndPreviewByTheAPI(t *testing.T) {
	s := serve(t, t.TempDir())
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	found := must(oleg.TranslationMemory(t.Context(), "store", "ko", "studio.mails.save"))(t).Items
	if len(found) == 0 || found[0].Percent != 100 || found[0].Source != "Save" || found[0].ID == "studio.mails.save" || found[0].Forms["other"] == "" {
		t.Errorf("%+v", found)
	}
	if found = must(oleg.TranslationMemory(t.Context(), "store", "ru", "studio.mails.save"))(t).Items; len(found) != 0 {
		t.Errorf("of a language without words: %+v", found)
	}
	shown := must(oleg.PreviewTranslation(t.Context(), "store", api.TranslationCheck{
		Locale: "ru", ID: "studio.todo.fix", Forms: map[string]string{"one": "{{.Count}} место", "few": "{{.Count}} места", "many": "{{.Count}} мест", "other": "{{.Count}} места"},
	}))(t).Samples
	if len(shown) != 8 || shown[0].Count != "1" || shown[0].Text != "\u20681\u2069 место" {
		t.Errorf("%+v", shown)
	}
}

// TestTranslatorsRemember takes a text from the memory, sees it as readers will, and what it changed in the history.
func TestTranslatorsRemember(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/words/store/ko/message?id=studio.mails.save"
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("[data-take]")))
	before := ask[string](t, d, `document.getElementById('form-other').value`)
	d.setText(t, "#form-other", before+" 저장해요")
	d.until(t, `document.querySelector('#preview dd')?.textContent.endsWith(' 저장해요')`)
	d.do(t, chromedp.Click(chromedp.CSS("button[value=stay]")), chromedp.WaitVisible(chromedp.CSS(".history ins")))
	d.look(t, "memory")
	d.accessible(t, "a message with a memory")
	d.do(t, chromedp.Click(chromedp.CSS("[data-take]")))
	taken := ask[string](t, d, `document.getElementById('form-other').value`)
	if shown := ask[string](t, d, `document.querySelector('.matches .match bdi').textContent`); taken != shown || taken == "저장해요" {
		t.Errorf("took %q of %q", taken, shown)
	}
	if diff := ask[string](t, d, `document.querySelector('.history li').textContent`); !strings.Contains(diff, before) || !strings.Contains(diff, "저장해요") {
		t.Errorf("the history says %q", diff)
	}
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#blame")))
	if own := ask[string](t, d, `document.querySelector('#blame [data-revision="2"]').textContent`); strings.TrimSpace(own) != "저장해요" {
		t.Errorf("oleg wrote %q", own)
	}
	d.onAPhone(t, address, "ar", "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}

// TestMemoryLeavesTheStore: other programs' files are whole XML, and say what the store says.
func TestMemoryLeavesTheStore(t *testing.T) {
	s := serve(t, t.TempDir())
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	for format, want := range map[string]string{"tmx": "<seg>Skip to content</seg>", "tbx": `type="TBX-Basic"`} {
		reply := must(oleg.Do(t.Context(), "GET", "/v1/strings/store/memory?locale=ko&format="+format, nil, nil))(t)
		if reply.Status != 200 || !strings.Contains(string(reply.Body), want) || xml.Unmarshal(reply.Body, new(struct{})) != nil {
			t.Errorf("%s: %d %.300s", format, reply.Status, reply.Body)
		}
		if folder := os.Getenv("HALLYU_SCREENSHOTS"); folder != "" {
			if err := os.WriteFile(folder+"/ko."+format, reply.Body, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
	reply := must(oleg.Do(t.Context(), "GET", "/v1/strings/store/memory?locale=ko&format=exe", nil, nil))(t)
	if reply.Status < 400 || reply.Status >= 500 {
		t.Errorf("an unknown format: %d", reply.Status)
	}
}

// tmx is a memory of texts and their translations, in turn.
func tmx(locale string, texts ...string) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header creationtool="trial" srclang="en"/><body>`)
	for n := 0; n < len(texts); n += 2 {
		fmt.Fprintf(&b, `<tu><tuv xml:lang="en-US"><seg>%s</seg></tuv><tuv xml:lang="%s"><seg>%s</seg></tuv></tu>`, texts[n], locale, texts[n+1])
	}
	b.WriteString(`</body></tmx>`)
	return []byte(b.String())
}

// TestMemoryComesIn: what another program remembers is suggested with its origin until the file is forgotten.
func TestMemoryComesIn(t *testing.T) {
	s := serve(t, t.TempDir())
	oleg := s.client(s.staff(t, "oleg@example.com", "translator"))
	file := tmx("ru", "Save", "Сохранить", "Save", "Сохранить", "Skip to content", "К содержанию", " ", "пусто")
	one := must(oleg.ImportMemory(t.Context(), "store", "ru", "old.tmx", file))(t)
	if one.Units != 2 || one.Known != 1 || one.Skipped != 1 || one.Name != "old.tmx" || one.From != "en" || one.Tool != "trial" {
		t.Errorf("%+v", one)
	}
	found := must(oleg.TranslationMemory(t.Context(), "store", "ru", "studio.mails.save"))(t).Items
	if len(found) != 1 || found[0].Percent != 100 || found[0].Origin != "old.tmx" || found[0].Import != one.ID || found[0].Forms["other"] != "Сохранить" {
		t.Errorf("%+v", found)
	}
	if found = must(oleg.TranslationMemory(t.Context(), "store", "ko", "studio.mails.save"))(t).Items; len(found) == 0 || found[0].Import != "" {
		t.Errorf("of Korean: %+v", found)
	}
	_, err := oleg.ImportMemory(t.Context(), "store", "ru", "again.tmx", file)
	problem(t, err, "memory-nothing-new")
	_, err = oleg.ImportMemory(t.Context(), "store", "ja", "old.tmx", file)
	problem(t, err, "memory-wrong-languages")
	_, err = oleg.ImportMemory(t.Context(), "store", "ru", "bomb.tmx", []byte(`<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx><body>&b;</body></tmx>`))
	problem(t, err, "exchange-file-broken")
	_, err = oleg.ImportMemory(t.Context(), "store", "ru", "large.tmx", make([]byte, 4<<20+1))
	problem(t, err, "body-too-large")
	var ana struct{ Key string }
	s.json(t, &ana, "admin", "account", "create", "ana@example.com", "--role", "translator", "--locale", "es")
	_, err = s.client(ana.Key).ImportMemory(t.Context(), "store", "ru", "old.tmx", tmx("ru", "a", "б"))
	problem(t, err, "locale-not-yours")
	if listed := must(oleg.MemoryImports(t.Context(), "store", "ru"))(t).Items; len(listed) != 1 || listed[0].Units != 2 {
		t.Errorf("%+v", listed)
	}
	if err := oleg.RemoveMemoryImport(t.Context(), "store", one.ID); err != nil {
		t.Fatal(err)
	}
	if found = must(oleg.TranslationMemory(t.Context(), "store", "ru", "studio.mails.save"))(t).Items; len(found) != 0 {
		t.Errorf("forgotten: %+v", found)
	}
	problem(t, oleg.RemoveMemoryImport(t.Context(), "store", one.ID), "memory-import-not-found")
}

// TestMemoryComesInByThePage brings a file in the studio, sees what it suggests, and forgets it.
func TestMemoryComesInByThePage(t *testing.T) {
	s := serve(t, t.TempDir())
	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "oleg@example.com", "translator")
	said := complaints(t, d.tab)
	table := d.URL + "/studio/words/store/ru"
	file := filepath.Join(t.TempDir(), "from-omegat.tmx")
	if err := os.WriteFile(file, tmx("ru", "Save", "Сохранить", "Save it", "Сохранить это"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.do(t, chromedp.Navigate(table), chromedp.WaitVisible(chromedp.CSS("#remember")), chromedp.SetUploadFiles("#tmx-file", []string{file}),
		chromedp.Click(chromedp.CSS("#remember button")), chromedp.WaitVisible(chromedp.CSS("#memory [data-id]")))
	d.look(t, "memory-imported")
	d.accessible(t, "a table with a memory")
	d.do(t, chromedp.Navigate(table+"/message?id=studio.mails.save"), chromedp.WaitVisible(chromedp.CSS("[data-import]")))
	d.look(t, "memory-of-another-program")
	d.onAPhone(t, table+"/message?id=studio.mails.save", "ar", "en")
	d.onAPhone(t, table, "ar", "en")
	d.do(t, chromedp.Navigate(table), chromedp.WaitVisible(chromedp.CSS("#memory [data-id]")), chromedp.Click(chromedp.CSS("#memory [name=about]")),
		chromedp.WaitNotPresent(chromedp.CSS("#memory [data-id]")))
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
