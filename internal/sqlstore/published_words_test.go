package sqlstore

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/i18n"
)

// TestWordsComeBack: what was packed is read as it was, with lists that are none kept apart from empty
// ones.
func TestWordsComeBack(t *testing.T) {
	texts := rapid.OneOf(rapid.Just([]string(nil)), rapid.SliceOf(rapid.String()))
	rapid.Check(t, func(t *rapid.T) {
		p := catalog.Published{
			Pack: "pck_1", Cover: catalogtest.Picture(rapid.String().Draw(t, "picture")),
			Stickers: rapid.SliceOf(rapid.Custom(func(t *rapid.T) catalog.PublishedSticker {
				return catalog.PublishedSticker{ID: rapid.String().Draw(t, "id"), Shortcode: rapid.String().Draw(t, "shortcode"), Emoji: texts.Draw(t, "emoji")}
			})).Draw(t, "stickers"),
			Titles:   map[i18n.Locale]string{"ko": rapid.String().Draw(t, "title")},
			Keywords: rapid.MapOf(rapid.Custom(func(t *rapid.T) i18n.Locale { return i18n.Locale(rapid.String().Draw(t, "locale")) }), texts).Draw(t, "keywords"),
		}
		p.Cover.Duration = time.Duration(rapid.IntRange(0, 10_000).Draw(t, "duration")) * time.Millisecond
		got, err := toPublishedRow(p, 7).published()
		p.Sequence = 7
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestOldRowsAreRead: rows of programs that kept everything in the body.
func TestOldRowsAreRead(t *testing.T) {
	p := catalog.Published{Pack: "pck_1", Stickers: []catalog.PublishedSticker{{ID: "stk_1"}}, Keywords: map[i18n.Locale][]string{"ko": {"감사"}}}
	got, err := publishedRow{Pack: p.Pack, Body: toJSON(p)}.published()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, got); diff != "" {
		t.Fatal(diff)
	}
}

func FuzzUnpackWords(f *testing.F) {
	f.Add(packWords(catalog.Published{
		Cover: catalogtest.Picture("moon"), Stickers: []catalog.PublishedSticker{{ID: "stk_1", Shortcode: "bow", Emoji: []string{"🙇"}}},
		Keywords: map[i18n.Locale][]string{"ko": {"감사\n절", ""}},
	}))
	f.Add(packWords(catalog.Published{}))
	f.Add([]byte{wordsFormat, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F})
	f.Fuzz(func(t *testing.T, packed []byte) {
		var p, again catalog.Published
		if unpackWords(packed, &p) != nil {
			return
		}
		err := unpackWords(packWords(p), &again)
		if err != nil || cmp.Diff(p, again) != "" {
			t.Errorf("%v: %v", err, cmp.Diff(p, again))
		}
	})
}
