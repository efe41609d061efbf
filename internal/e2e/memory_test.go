package e2e

import (
	"encoding/xml"
	"os"
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
	d.setText(t, "#form-other", "저장해요")
	d.until(t, `document.querySelector('#preview dd')?.textContent === '저장해요'`)
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
