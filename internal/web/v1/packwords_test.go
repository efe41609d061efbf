package v1

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/i18ntest"
)

// TestPackWordsFollow: words that change make a release that says when it came and what it replaced, whose
// files are still given.
func TestPackWordsFollow(t *testing.T) {
	store, now := &i18ntest.Store{}, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	var words packWords
	put := func(text string) *i18n.Project {
		t.Helper()
		now = now.Add(time.Minute)
		err := store.PutWords(t.Context(), i18n.Live, []i18n.Word{{Key: "pck_1.title", Locale: "en", Text: text}})
		if err != nil {
			t.Fatal(err)
		}
		project, err := words.project(t.Context(), store, now)
		if err != nil {
			t.Fatal(err)
		}
		if !project.PublishedAt().Equal(now) {
			t.Errorf("%s: published at %v, not %v", text, project.PublishedAt(), now)
		}
		return project
	}
	first := put("Moon Rabbit")
	file, err := first.File("en", "flat.json")
	if err != nil {
		t.Fatal(err)
	}
	second := put("Moon Hare")
	if second.Previous() != first.Release() {
		t.Errorf("it followed %q, not %q", second.Previous(), first.Release())
	}
	if _, err = second.FileByDigest(file.Digest, "flat.json"); err != nil {
		t.Error("a file of the release before:", err)
	}
}

// TestWordsOfOnePack: a project of one pack has its words alone, under keys as in the project of all, and
// is read once for each publication.
func TestWordsOfOnePack(t *testing.T) {
	store := &i18ntest.Store{}
	err := store.PutWords(t.Context(), i18n.Live, []i18n.Word{
		{Key: "pck_1.title", Locale: "en", Text: "Moon Rabbit"}, {Key: "pck_12.title", Locale: "en", Text: "Another"},
	})
	if err != nil {
		t.Fatal(err)
	}
	project, err := newSingleWords().project(t.Context(), store, &catalog.Summary{ID: "pck_1"})
	if err != nil {
		t.Fatal(err)
	}
	if project.Name() != "packs.pck_1" || !project.Has("pck_1.title") || project.Has("pck_12.title") {
		t.Errorf("%s: %v", project.Name(), project.Locales())
	}
}
