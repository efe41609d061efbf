package sqlstore

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// TestWordsComeBack: what was packed is read as it was, with lists that are none kept apart from empty
// ones.
func TestWordsComeBack(t *testing.T) {
	texts := rapid.OneOf(rapid.Just([]string(nil)), rapid.SliceOf(rapid.String()))
	rapid.Check(t, func(t *rapid.T) {
		p := catalog.Published{
			Pack: "pck_1",
			Stickers: rapid.SliceOf(rapid.Custom(func(t *rapid.T) catalog.PublishedSticker {
				return catalog.PublishedSticker{ID: rapid.String().Draw(t, "id"), Shortcode: rapid.String().Draw(t, "shortcode"), Emoji: texts.Draw(t, "emoji")}
			})).Draw(t, "stickers"),
			Keywords: rapid.MapOf(rapid.Custom(func(t *rapid.T) i18n.Locale { return i18n.Locale(rapid.String().Draw(t, "locale")) }), texts).Draw(t, "keywords"),
		}
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
	f.Add(packWords([]catalog.PublishedSticker{{ID: "stk_1", Shortcode: "bow", Emoji: []string{"🙇"}}}, map[i18n.Locale][]string{"ko": {"감사\n절", ""}}))
	f.Add([]byte{wordsFormat, 0, 0})
	f.Add([]byte{wordsFormat, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F})
	f.Fuzz(func(t *testing.T, packed []byte) {
		stickers, keywords, err := unpackWords(packed)
		if err != nil {
			return
		}
		again, more, err := unpackWords(packWords(stickers, keywords))
		if err != nil || cmp.Diff(stickers, again) != "" || cmp.Diff(keywords, more) != "" {
			t.Errorf("%v %v: %v", stickers, keywords, err)
		}
	})
}
