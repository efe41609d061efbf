package sqlstore_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

func TestWords(t *testing.T) { sqlstoretest.Each(t, words) }

func words(t *testing.T, db *sqlstore.DB) {
	ctx, store := context.Background(), db.Words()
	put := func(channel i18n.Channel, words ...i18n.Word) {
		t.Helper()
		err := store.PutWords(ctx, channel, words)
		if err != nil {
			t.Fatal(err)
		}
	}
	list := func(channel i18n.Channel, prefix string) []i18n.Word {
		t.Helper()
		words, err := store.Words(ctx, channel, prefix)
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	sequence := func() int64 {
		t.Helper()
		n, err := store.Sequence(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	titleKO := i18n.Word{Key: "pck_1.title", Locale: "ko", Text: "달토끼"}
	titleEN := i18n.Word{Key: "pck_1.title", Locale: "en", Text: "Moon {{.Rabbit}}"}
	alt := i18n.Word{Key: "pck_1.stk_1.alt", Locale: "ko", Text: "절"}
	other := i18n.Word{Key: "pck_2.title", Locale: "ko", Text: "다른"}

	put(i18n.Live, titleKO, titleEN, alt, other)
	first := sequence()
	put(i18n.Draft, i18n.Word{Key: "pck_1.title", Locale: "ko", Text: "초안"})
	if sequence() != first || first == 0 {
		t.Error("draft words change the sequence, or live ones do not")
	}
	for prefix, want := range map[string][]i18n.Word{
		"":              {alt, titleEN, titleKO, other},
		"pck_1.":        {alt, titleEN, titleKO},
		"pck_1.stk_1":   {alt},
		"pck_2.title":   {other},
		"pck_":          {alt, titleEN, titleKO, other},
		"pck_3.":        {},
		"pck_1.title.x": {},
	} {
		if diff := cmp.Diff(want, list(i18n.Live, prefix)); diff != "" {
			t.Errorf("prefix %q: %s", prefix, diff)
		}
	}
	put(i18n.Live, i18n.Word{Key: "pck_1.title", Locale: "ko"}, i18n.Word{Key: "pck_1.stk_1.alt", Locale: "ko"})
	if diff := cmp.Diff([]i18n.Word{titleEN}, list(i18n.Live, "pck_1.")); diff != "" {
		t.Error(diff)
	}
	if sequence() <= first {
		t.Error("a deletion does not change the sequence")
	}
}
