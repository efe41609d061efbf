package search_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/i18n"
)

// shop is a small catalog in many scripts; later documents are newer.
var shop = []search.Document{
	{ID: 0, Recency: 1, Titles: map[i18n.Locale]string{"ko": "달토끼", "en": "Moon Rabbit", "ja": "月うさぎ"}, Creator: "Moon Studio", Tags: []string{"chuseok"},
		Items:    []search.Item{{Shortcode: "bow", Emoji: []string{"🙇"}}, {Shortcode: "rice_cake", Emoji: []string{"🥮", "❤️"}}},
		Keywords: map[i18n.Locale][]string{"ko": {"감사\n절", "송편"}, "en": {"thanks\nbow", "songpyeon\nthank you so much"}, "ja": {"感謝", "餅"}}},
	{ID: 1, Recency: 2, Titles: map[i18n.Locale]string{"th": "น้องส้ม", "en": "Nong Som", "vi": "Tết vui vẻ"}, Creator: "Bangkok Boys", Tags: []string{"songkran"},
		Items:    []search.Item{{Shortcode: "thanks", Emoji: []string{"🙏🏽"}}, {Shortcode: "cat", Emoji: []string{"🐱"}}},
		Keywords: map[i18n.Locale][]string{"th": {"ขอบคุณมากครับ", "แมว"}, "vi": {"Cảm ơn", "mèo"}, "ja": {"", "猫\n子猫"}}},
	{ID: 2, Recency: 3, Titles: map[i18n.Locale]string{"ar": "القِطَّةُ فنك", "en": "Fanak", "ja": "ガラスの猫"}, Creator: "Wadi", Tags: []string{"eid"},
		Items:    []search.Item{{Shortcode: "salam", Emoji: []string{"👋", "🇸🇦"}}},
		Keywords: map[i18n.Locale][]string{"ar": {"شكراً\nأهلاً"}, "en": {"Thanks"}}},
}

func find(x *search.Index, text string, locales ...i18n.Locale) string {
	r := x.Find(search.Query{Text: text, Locales: locales, Limit: 60})
	return fmt.Sprint(r.Documents, r.Items)
}

func TestFind(t *testing.T) {
	x := search.New().With(shop)
	for text, want := range map[string]string{
		"달토끼":         "[0] []",
		"토끼":          "[0] []",
		"MOON":        "[0] []",
		"rabbit moon": "[0] []",
		"moon studio": "[0] []",
		"chuseok":     "[0] []",
		"wadi":        "[2] []",
		"月":           "[0] []",
		"餅":           "[] [{0 1}]",
		"猫":           "[2] [{1 1}]",
		"가라스":         "[] []",
		"ガラス":         "[2] []",
		"ｶﾞﾗｽ":        "[2] []",
		"カラス":         "[] []",
		"น้องส้ม":     "[1] []",
		"ขอบคุณ":      "[] [{1 0}]",
		"แมว":         "[] [{1 1}]",
		"cam on":      "[] [{1 0}]",
		"CẢM ƠN":      "[] [{1 0}]",
		"tet":         "[1] []",
		"قط":          "[2] []",
		"القطة":       "[2] []",
		"شكرا":        "[] [{2 0}]",
		"اهلا":        "[] [{2 0}]",
		"🙇":           "[] [{0 0}]",
		"❤":           "[] [{0 1}]",
		"❤️":          "[] [{0 1}]",
		"🙏":           "[] [{1 0}]",
		"🙏🏿":          "[] [{1 0}]",
		"🇸🇦":          "[] [{2 0}]",
		"rice_cake":   "[] [{0 1}]",
		"cake":        "[] [{0 1}]",
		"":            "[] []",
		"   ":         "[] []",
		"zzz":         "[] []",
		"\xff\xfe":    "[] []",
		"q":           "[] []",
		// Exact before prefix, latest first; the shortcode belongs to every language.
		"thanks": "[] [{2 0} {1 0} {0 0}]",
	} {
		if got := find(x, text, "en"); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestFindRanks(t *testing.T) {
	x := search.New().With([]search.Document{
		{ID: 0, Recency: 9, Titles: map[i18n.Locale]string{"en": "big cat"}},
		{ID: 1, Recency: 8, Titles: map[i18n.Locale]string{"en": "cats"}},
		{ID: 2, Recency: 1, Titles: map[i18n.Locale]string{"en": "cat"}},
		{ID: 3, Recency: 2, Titles: map[i18n.Locale]string{"en": "Cat"}},
		{ID: 4, Recency: 7, Titles: map[i18n.Locale]string{"id": "cat"}},
	})
	if got := find(x, "cat", "en"); got != "[3 2 1 0 4] []" {
		t.Errorf("in English: %s", got)
	}
	if got := find(x, "cat", "id", "en"); got != "[4 3 2 1 0] []" {
		t.Errorf("in Indonesian: %s", got)
	}
	r := x.Find(search.Query{Text: "cat", Locales: []i18n.Locale{"en"}, Limit: 2, Admit: func(id int32) bool { return id != 3 }})
	if diff := cmp.Diff([]int32{2, 1}, r.Documents); diff != "" {
		t.Error(diff)
	}
}

// TestWithReplaces: an index that was made in steps finds what one made at once does.
func TestWithReplaces(t *testing.T) {
	words := rapid.SampledFrom([]string{"moon", "rabbit", "달토끼", "猫", "moonlight", "cat cafe"})
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) search.Document {
			id := rapid.Int32Range(0, 12).Draw(t, "id")
			return search.Document{
				ID: id, Recency: int64(id), Titles: map[i18n.Locale]string{"en": words.Draw(t, "title")},
				Items: []search.Item{{Shortcode: "s"}}, Keywords: map[i18n.Locale][]string{"ko": {words.Draw(t, "keyword")}},
			}
		}), 1, 40).Draw(t, "steps")
		gradual, latest := search.New(), map[int32]search.Document{}
		for _, d := range steps {
			gradual = gradual.With([]search.Document{d})
			latest[d.ID] = d
		}
		var all []search.Document
		for _, d := range latest {
			all = append(all, d)
		}
		query := words.Draw(t, "query")
		if got, want := find(gradual, query, "ko"), find(search.New().With(all), query, "ko"); got != want {
			t.Fatalf("%q: got %s, want %s", query, got, want)
		}
	})
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"  Héllo   WORLD ": "hello world", "Straße": "strasse", "ＡＢＣ": "abc", "Ελλάδα": "ελλαδα",
		"Đà Nẵng": "da nang", "がぎぐ": "がぎぐ", "น้ำ": search.Fold("น้ำ"), "مـــرحبا": "مرحبا", "שָׁלוֹם": "שלום", "각": "각",
	} {
		if got := search.Fold(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if again := search.Fold(search.Fold(text)); again != search.Fold(text) {
			t.Errorf("%q folds to %q and then to %q", text, search.Fold(text), again)
		}
	}
}

func FuzzFind(f *testing.F) {
	x := search.New().With(shop)
	for _, seed := range []string{"moon", "猫", "🙏🏿", "\xff", "قط", "a b c d", "\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := x.Find(search.Query{Text: text, Locales: []i18n.Locale{"ko"}, Limit: 5})
		if len(r.Documents) > 5 || len(r.Items) > 5 {
			t.Errorf("%d documents, %d items", len(r.Documents), len(r.Items))
		}
		search.Fold(text)
	})
}
