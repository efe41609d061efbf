package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode"

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

// drawDocument draws one of a few documents, whose words recur.
func drawDocument(t *rapid.T) search.Document {
	words := rapid.SampledFrom([]string{"moon", "rabbit", "달토끼", "달", "猫", "moonlight", "cat cafe", "cafe", "cats", "gato", "ga", ""})
	locales := rapid.SampledFrom([]i18n.Locale{"en", "ko", "es"})
	id := rapid.Int32Range(0, 30).Draw(t, "id")
	d := search.Document{
		ID: id, Recency: int64(rapid.IntRange(0, 9).Draw(t, "recency")), Key: fmt.Sprintf("pck_%02d", id),
		Titles: rapid.MapOfN(locales, words, 0, 3).Draw(t, "titles"), Creator: words.Draw(t, "creator"),
		Tags: rapid.SliceOfN(words, 0, 2).Draw(t, "tags"), Keywords: map[i18n.Locale][]string{},
	}
	for item := range rapid.IntRange(0, 3).Draw(t, "items") {
		d.Items = append(d.Items, search.Item{Shortcode: fmt.Sprintf("s%d", item), Emoji: []string{rapid.SampledFrom([]string{"🐱", "🙇🏽", "❤️"}).Draw(t, "emoji")}})
	}
	for _, locale := range []i18n.Locale{"en", "ko"} {
		for range d.Items {
			d.Keywords[locale] = append(d.Keywords[locale], strings.Join(rapid.SliceOfN(words, 0, 3).Draw(t, "keywords"), "\n"))
		}
	}
	return d
}

// drawQuery draws what somebody may look for.
func drawQuery(t *rapid.T) search.Query {
	return search.Query{
		Text:    rapid.SampledFrom([]string{"m", "moon", "mo", "oo", "달", "토끼", "猫", "cat", "caf", "cafe cat", "a", "s1", "gat", "zzz", "🐱", "🙇", "rabbit moon"}).Draw(t, "text"),
		Locales: rapid.SampledFrom([][]i18n.Locale{{"en"}, {"ko"}, {"es", "en"}, nil}).Draw(t, "locales"),
		Limit:   rapid.IntRange(1, 8).Draw(t, "limit"),
		Admit:   func(id int32) bool { return id%5 != 0 },
	}
}

// TestStepsDoNotMatter: an index that was made in steps, with documents replaced, small segments joined
// and large ones compacted, finds what looking at every document does.
func TestStepsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, latest := search.NewWithLarge(rapid.IntRange(1, 8).Draw(t, "large")), map[int32]search.Document{}
		var before *search.Index
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			documents := rapid.SliceOfN(rapid.Custom(drawDocument), 1, 8).Draw(t, "documents")
			for _, d := range documents {
				latest[d.ID] = d
			}
			before, x = x, x.With(documents)
			if x.Due() && rapid.Bool().Draw(t, "compact") {
				compaction, err := x.Compact(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				if rapid.Bool().Draw(t, "late") { // others were added meanwhile
					d := drawDocument(t)
					latest[d.ID] = d
					x = x.With([]search.Document{d})
				}
				x = x.Adopt(compaction)
			}
		}
		query := drawQuery(t)
		if diff := cmp.Diff(search.Model(latest, query), x.Find(query)); diff != "" {
			t.Fatalf("%q in %v: %s", query.Text, query.Locales, diff)
		}
		_ = before.Find(query) // is still whole
	})
}

// TestSegmentsStayFew: thousands of changes, one by one, do not slow it down.
func TestSegmentsStayFew(t *testing.T) {
	x := search.NewWithLarge(16)
	for i := range 3000 {
		x = x.With([]search.Document{{ID: int32(i % 700), Recency: int64(i), Key: fmt.Sprint(i), Titles: map[i18n.Locale]string{"en": fmt.Sprint("pack ", i)}}})
		if x.Due() {
			compaction, err := x.Compact(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			x = x.Adopt(compaction)
		}
		if segments, held := x.Size(); segments > 8 || held > 2*700+64 {
			t.Fatalf("after %d: %d segments of %d documents", i, segments, held)
		}
	}
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

// TestFoldFast: what is folded character by character is folded as a whole would be.
func TestFoldFast(t *testing.T) {
	runes := rapid.OneOf(
		rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hangul, unicode.Hiragana, unicode.Katakana),
		rapid.RuneFrom(nil, unicode.Han, unicode.Thai, unicode.M, unicode.Z, unicode.P),
		rapid.RuneFrom([]rune("aAiIzZıİßﬁﬀΣςσÅK  \t\n가ᅡᆨ각がぱﾞ゛ー\u0301\u0345أآىةـ①½ǅŉ")),
		rapid.Rune(),
	)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(runes, 0, 6, -1).Draw(t, "text")
		if got, want := search.Fold(text), search.FoldAny(text); got != want {
			t.Fatalf("%q (%+q): got %+q, want %+q", text, text, got, want)
		}
	})
}
