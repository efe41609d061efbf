package i18ntest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n"
)

// Run holds a store to what [i18n.Store] promises. newStore gives an empty one for each test.
func Run(t *testing.T, newStore func(t *testing.T) i18n.Store) {
	for name, behaviour := range map[string]func(*testing.T, fixture){
		"EmptyStoreHasNoWords":           emptyStoreHasNoWords,
		"WordsAreOrdered":                wordsAreOrdered,
		"PrefixIsMeantLiterally":         prefixIsMeantLiterally,
		"ChannelsAreApart":               channelsAreApart,
		"PutReplacesAndEmptyDeletes":     putReplacesAndEmptyDeletes,
		"LastOfEqualWordsWins":           lastOfEqualWordsWins,
		"TextsComeBackAsTheyWere":        textsComeBackAsTheyWere,
		"SequenceFollowsLiveWords":       sequenceFollowsLiveWords,
		"ManyWritersLoseNothing":         manyWritersLoseNothing,
		"ManyWordsAtOnce":                manyWordsAtOnce,
		"CancelledContextChangesNothing": cancelledContextChangesNothing,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, fixture{t, newStore(t)}) })
	}
}

// fixture calls the store and ends the test when it fails.
type fixture struct {
	t     *testing.T
	store i18n.Store
}

func (f fixture) put(channel i18n.Channel, words ...i18n.Word) {
	f.t.Helper()
	err := f.store.PutWords(f.t.Context(), channel, words)
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f fixture) want(channel i18n.Channel, prefix string, want ...i18n.Word) {
	f.t.Helper()
	got, err := f.store.Words(f.t.Context(), channel, prefix)
	if err != nil {
		f.t.Fatal(err)
	}
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		f.t.Errorf("words of %s under %q (-want +got):\n%s", channel, prefix, diff)
	}
}

func (f fixture) sequence() int64 {
	f.t.Helper()
	n, err := f.store.Sequence(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	return n
}

func word(key, locale, text string) i18n.Word {
	return i18n.Word{Key: key, Locale: i18n.Locale(locale), Text: text}
}

func emptyStoreHasNoWords(t *testing.T, f fixture) {
	f.want(i18n.Live, "")
	f.want(i18n.Draft, "pck_1.")
}

func wordsAreOrdered(t *testing.T, f fixture) {
	f.put(i18n.Live, word("pck_2.title", "ko", "둘"), word("pck_1.title", "zh-Hant", "一"), word("pck_1.title", "ko", "하나"),
		word("pck_1.description", "en", "One"))
	f.want(i18n.Live, "", word("pck_1.description", "en", "One"), word("pck_1.title", "ko", "하나"),
		word("pck_1.title", "zh-Hant", "一"), word("pck_2.title", "ko", "둘"))
}

func prefixIsMeantLiterally(t *testing.T, f fixture) {
	f.put(i18n.Live, word("pck_1.title", "en", "a"), word("pckx1.title", "en", "b"), word("PCK_1.title", "en", "c"),
		word("pck%1.title", "en", "d"), word("pck_10.title", "en", "e"))
	f.want(i18n.Live, "pck_1.", word("pck_1.title", "en", "a"))
	f.want(i18n.Live, "pck%", word("pck%1.title", "en", "d"))
}

func channelsAreApart(t *testing.T, f fixture) {
	f.put(i18n.Draft, word("pck_1.title", "en", "draft"))
	f.put(i18n.Live, word("pck_1.title", "en", "live"))
	f.want(i18n.Draft, "", word("pck_1.title", "en", "draft"))
	f.want(i18n.Live, "", word("pck_1.title", "en", "live"))
}

func putReplacesAndEmptyDeletes(t *testing.T, f fixture) {
	f.put(i18n.Draft, word("pck_1.title", "en", "old"), word("pck_1.title", "ko", "옛"))
	f.put(i18n.Draft, word("pck_1.title", "en", "new"), word("pck_1.title", "ko", ""), word("pck_1.title", "ja", ""))
	f.want(i18n.Draft, "", word("pck_1.title", "en", "new"))
	f.put(i18n.Draft)
	f.want(i18n.Draft, "", word("pck_1.title", "en", "new"))
}

func lastOfEqualWordsWins(t *testing.T, f fixture) {
	f.put(i18n.Draft, word("pck_1.title", "en", "first"), word("pck_1.title", "en", "last"))
	f.want(i18n.Draft, "", word("pck_1.title", "en", "last"))
}

func textsComeBackAsTheyWere(t *testing.T, f fixture) {
	texts := []string{"  spaces  ", "two\nlines", "{{.Name}} %s 'quoted' \"\\", "달토끼 🐰 ขอบคุณ شكرًا", "a\tb", "e\u0301"}
	var words []i18n.Word
	for i, text := range texts {
		words = append(words, word(fmt.Sprintf("pck_1.%d", i), "ko", text))
	}
	f.put(i18n.Live, words...)
	f.want(i18n.Live, "", words...)
}

func sequenceFollowsLiveWords(t *testing.T, f fixture) {
	start := f.sequence()
	f.put(i18n.Draft, word("pck_1.title", "en", "draft"))
	if got := f.sequence(); got != start {
		t.Errorf("a draft's words moved the sequence from %d to %d", start, got)
	}
	f.put(i18n.Live, word("pck_1.title", "en", "live"))
	added := f.sequence()
	if added <= start {
		t.Errorf("new words left the sequence at %d", added)
	}
	f.put(i18n.Live, word("pck_1.title", "en", ""))
	if got := f.sequence(); got <= added {
		t.Errorf("a deletion left the sequence at %d", got)
	}
}

func manyWritersLoseNothing(t *testing.T, f fixture) {
	const writers = 8
	var want []i18n.Word
	var all sync.WaitGroup
	for i := range writers {
		w := word(fmt.Sprintf("pck_%d.title", i), "en", fmt.Sprint(i))
		want = append(want, w)
		all.Go(func() {
			err := f.store.PutWords(t.Context(), i18n.Live, []i18n.Word{w})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	f.want(i18n.Live, "", want...)
}

func manyWordsAtOnce(t *testing.T, f fixture) {
	const many = 1500 // more than a statement of some databases may have parameters for
	var words []i18n.Word
	for i := range many {
		words = append(words, word(fmt.Sprintf("pck_1.%04d.alt", i), "en", fmt.Sprint(i)))
	}
	f.put(i18n.Draft, words...)
	f.want(i18n.Draft, "pck_1.", words...)
}

func cancelledContextChangesNothing(t *testing.T, f fixture) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := f.store.PutWords(ctx, i18n.Live, []i18n.Word{word("pck_1.title", "en", "late")})
	if err == nil {
		t.Error("a cancelled write went through")
	}
	f.want(i18n.Live, "")
}
