package e2e

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestHistoryOfAPack holds that a pack's pages say at each point of its way what is so: who is waited for, why an
// earlier release was sent back, which release is on sale after a rollback, and each language by its name.
func TestHistoryOfAPack(t *testing.T) {
	s := serve(t, t.TempDir())
	client := s.client(s.staff(t, "designer@example.com", "operator"))
	reviewer := s.client(s.staff(t, "reviewer@example.com", "reviewer"))
	pack := brought(t, client, "moon", "")
	browser := signedIn(t, s, "operator@example.com", "operator")
	says := func(path, text string) {
		t.Helper()
		if _, page := browser.ask(t, path, nil); !strings.Contains(page.Find("main").Text(), text) {
			t.Errorf("%s does not say %q: %s", path, text, page.Find("main").Text())
		}
	}
	submitted := func(change func(*api.PackDraft), d api.ReviewDecision) {
		t.Helper()
		draft := must(client.StaffPack(t.Context(), pack.ID))(t).PackDraft
		draft.Title = map[string]string{}
		for locale, title := range pack.Title {
			draft.Title[locale] = title
		}
		change(&draft)
		must(client.ImportPack(t.Context(), draft))(t)
		must(client.SubmitPack(t.Context(), pack.ID))(t)
		says("/studio/packs", "Nothing to do: it waits for a reviewer")
		must(reviewer.ReviewPack(t.Context(), pack.ID, d))(t)
	}
	approved := api.ReviewDecision{Decision: "approved"}
	submitted(func(*api.PackDraft) {}, api.ReviewDecision{
		Decision: "rejected", Reasons: []api.ReviewReason{{Code: "hard-to-see", Sticker: pack.Stickers[0].ID, Note: "pale as paper"}},
	})
	submitted(func(d *api.PackDraft) { d.Title["ko"] = "둘째" }, approved)
	must(client.PublishPack(t.Context(), pack.ID, api.Publication{Release: 2}))(t)

	history := "/studio/packs/" + pack.ID + "/releases"
	_, page := browser.ask(t, history, nil)
	kept := page.Find("details.language")
	if _, open := kept.Attr("open"); kept.Length() != 1 || open || !strings.Contains(kept.Text(), "pale as paper") || !strings.Contains(kept.Text(), pack.Stickers[0].Shortcode) {
		t.Errorf("the reasons are gone: %s", page.Find("main").Text())
	}
	if tag := page.Find(".word-change .tag").First().Text(); tag != "Korean" {
		t.Errorf("the language is called %q", tag)
	}

	submitted(func(d *api.PackDraft) { d.Title["ko"] = "셋째" }, approved)
	must(client.PublishPack(t.Context(), pack.ID, api.Publication{Release: 3}))(t)
	must(client.RollbackPack(t.Context(), pack.ID, api.Rollback{Release: 2}))(t)
	says("/studio/packs", "Release 2 is on sale; release 3 is approved")
	_, err := client.RollbackPack(t.Context(), pack.ID, api.Rollback{Release: 1})
	problem(t, err, "release-rejected")
	submitted(func(d *api.PackDraft) { d.Title["ko"] = "넷째" }, approved)
	_, err = client.RollbackPack(t.Context(), pack.ID, api.Rollback{Release: 4})
	problem(t, err, "release-never-sold")
}
