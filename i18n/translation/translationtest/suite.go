package translationtest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Run holds a store to what [translation.Store] promises. newStore gives an empty one for each test.
func Run(t *testing.T, newStore func(t *testing.T) translation.Store) {
	for name, behaviour := range map[string]func(*testing.T, translation.Store){
		"EmptyStoreHasNoRevisions": emptyStoreHasNoRevisions,
		"RevisionsComeBack":        revisionsComeBack,
		"HistoryIsPaged":           historyIsPaged,
		"NumbersAreTakenOnce":      numbersAreTakenOnce,
		"AllOrNone":                allOrNone,
		"MessagesAreApart":         messagesAreApart,
		"BasesAreRemembered":       basesAreRemembered,
		"DismissalsComeBackAndGo":  dismissalsComeBackAndGo,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, newStore(t)) })
	}
}

var at = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func revision(message string, number int, text string) translation.Revision {
	return translation.Revision{
		Part: translation.Part{Project: "app", Locale: "ko", Message: message}, Number: number,
		Forms: translation.Forms{"other": text}, SourceHash: "h", State: translation.Translated, Note: "n", Account: "acc_1",
		Origin: translation.Web, At: at,
	}
}

func add(t *testing.T, s translation.Store, revisions ...translation.Revision) {
	t.Helper()
	err := s.Append(t.Context(), revisions, record())
	if err != nil {
		t.Fatal(err)
	}
}

func record() journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "acc_1"}, "translation.web", "a", nil, nil, at)}}
}

func latest(t *testing.T, s translation.Store, locale i18n.Locale) map[string]translation.Revision {
	t.Helper()
	found, err := s.Latest(t.Context(), "app", locale)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func history(t *testing.T, s translation.Store, message string, before, limit int) []translation.Revision {
	t.Helper()
	found, err := s.History(t.Context(), translation.Part{Project: "app", Locale: "ko", Message: message}, before, limit)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func want[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func emptyStoreHasNoRevisions(t *testing.T, s translation.Store) {
	want(t, len(latest(t, s, "ko")), 0)
	want(t, history(t, s, "a", 0, 10), []translation.Revision{})
}

func revisionsComeBack(t *testing.T, s translation.Store) {
	first, second := revision("a b/c", 1, "하나 \"둘\"\n셋 🐰"), revision("a b/c", 2, "넷")
	second.Forms["one"], second.Origin, second.Account = "다섯", translation.File, ""
	add(t, s, first)
	add(t, s, second)
	want(t, latest(t, s, "ko"), map[string]translation.Revision{"a b/c": second})
	want(t, history(t, s, "a b/c", 0, 10), []translation.Revision{second, first})
}

func historyIsPaged(t *testing.T, s translation.Store) {
	for n := 1; n <= 5; n++ {
		add(t, s, revision("a", n, "x"))
	}
	page := history(t, s, "a", 0, 2)
	want(t, []int{page[0].Number, page[1].Number}, []int{5, 4})
	page = history(t, s, "a", 4, 10)
	want(t, []int{page[0].Number, page[2].Number}, []int{3, 1})
	want(t, len(page), 3)
}

func numbersAreTakenOnce(t *testing.T, s translation.Store) {
	add(t, s, revision("a", 1, "x"))
	for _, number := range []int{1, 3} {
		err := s.Append(t.Context(), []translation.Revision{revision("a", number, "y")}, record())
		if !errors.Is(err, translation.ErrStale) {
			t.Errorf("number %d: %v", number, err)
		}
	}
	want(t, latest(t, s, "ko")["a"].Forms["other"], "x")
}

func allOrNone(t *testing.T, s translation.Store) {
	add(t, s, revision("a", 1, "x"))
	err := s.Append(t.Context(), []translation.Revision{revision("b", 1, "x"), revision("a", 1, "y")}, record())
	if !errors.Is(err, translation.ErrStale) {
		t.Error(err)
	}
	want(t, len(latest(t, s, "ko")), 1)
	add(t, s, revision("a", 2, "y"), revision("a", 3, "z"))
	want(t, latest(t, s, "ko")["a"].Forms["other"], "z")
}

func messagesAreApart(t *testing.T, s translation.Store) {
	other := revision("a", 1, "y")
	other.Locale = "ja"
	add(t, s, revision("a", 1, "x"), revision("b", 1, "z"), other)
	want(t, len(latest(t, s, "ko")), 2)
	want(t, len(latest(t, s, "ja")), 1)
	want(t, len(history(t, s, "a", 0, 10)), 1)
}

// basesAreRemembered for a while, by project, locale and hash.
func basesAreRemembered(t *testing.T, store translation.Store) {
	base := translation.Base{Project: "app", Locale: "ko", Hash: "a1", Revisions: map[string]string{"hello": "r1", "bye/now": "r2"}, At: at}
	for range 2 {
		err := store.PutBase(t.Context(), base)
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Base(t.Context(), "app", "ko", "a1")
	if diff := cmp.Diff(base, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, other := range [][3]string{{"app", "ko", "a2"}, {"app", "en", "a1"}, {"shop", "ko", "a1"}} {
		_, err = store.Base(t.Context(), other[0], i18n.Locale(other[1]), other[2])
		if !errors.Is(err, translation.ErrBaseUnknown) {
			t.Errorf("%v: %v", other, err)
		}
	}
	next := base
	next.Hash, next.At = "b1", at.Add(translation.BaseKept+time.Second)
	if err = store.PutBase(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	_, err = store.Base(t.Context(), "app", "ko", "a1")
	if !errors.Is(err, translation.ErrBaseUnknown) {
		t.Errorf("it is kept for ever: %v", err)
	}
}
