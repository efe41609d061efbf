package releasetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/journal"
)

// Run holds a store to what [release.Store] promises. newStore gives an empty one for each test.
func Run(t *testing.T, newStore func(t *testing.T) release.Store) {
	for name, behaviour := range map[string]func(*testing.T, release.Store){
		"EmptyStoreHasNothing":         emptyStoreHasNothing,
		"ReleasesComeBack":             releasesComeBack,
		"OneContentIsOneRelease":       oneContentIsOneRelease,
		"ReleasesArePaged":             releasesArePaged,
		"MovesComeBack":                movesComeBack,
		"MovesAreTakenOnce":            movesAreTakenOnce,
		"ModesAreTakenOnce":            modesAreTakenOnce,
		"AllOrNothing":                 allOrNothing,
		"EveryChangeRaisesTheSequence": everyChangeRaisesTheSequence,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, newStore(t)) })
	}
}

var at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func cut(id, note string) release.Change {
	return release.Change{
		Release: &release.Release{
			Project: "app", ID: id, Source: "en", Related: map[i18n.Locale][]i18n.Locale{"nn": {"nb"}}, Threshold: 90,
			Texts: map[i18n.Locale]string{"en": "d-en", "ko": "d-ko-" + id}, Messages: 3, Kinds: map[string]map[string]message.Kind{"a": {"Price": "price"}}, Note: note, Account: "acc_1", At: at,
		},
		Texts: map[string]string{"d-en": `[{"id":"a \"b\" 🐰"}]`, "d-ko-" + id: "[]"},
		Files: []release.File{
			{SHA256: "s-en", Format: "flat.json", Locale: "en"}, {SHA256: "s-ko-" + id, Format: "flat.json", Locale: "ko"},
		},
	}
}

func moved(number int, id string) release.Change {
	return release.Change{Move: &release.Move{
		Project: "app", Channel: "production", Number: number, Release: id, Before: "r0", Back: number - 1, BackTo: "r0",
		Kind: release.Promoted, Note: "n", Account: "acc_1", At: at,
	}}
}

func switched(version int, mode i18n.Mode) release.Change {
	return release.Change{Mode: &release.Switch{Project: "app", Mode: mode, Version: version}}
}

func commit(t *testing.T, s release.Store, changes ...release.Change) {
	t.Helper()
	for _, change := range changes {
		err := s.Commit(t.Context(), change, record())
		if err != nil {
			t.Fatal(err)
		}
	}
}

func record() journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "acc_1"}, "strings.promote", "app", nil, nil, at)}}
}

func want[T any](t *testing.T, got T, err error, want T) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func emptyStoreHasNothing(t *testing.T, s release.Store) {
	standings, err := s.Standings(t.Context())
	want(t, len(standings), err, 0)
	releases, err := s.Releases(t.Context(), "app", 0, 10)
	want(t, releases, err, []release.Release{})
	moves, err := s.Moves(t.Context(), "app", "production", 0, 10)
	want(t, moves, err, []release.Move{})
	texts, err := s.Texts(t.Context(), "app", []string{"d"})
	want(t, len(texts), err, 0)
	if _, err := s.Release(t.Context(), "app", "r"); !errors.Is(err, release.ErrNotFound) {
		t.Error(err)
	}
	if _, _, err := s.File(t.Context(), "app", "s", "flat.json"); !errors.Is(err, i18n.ErrFileNotFound) {
		t.Error(err)
	}
}

func releasesComeBack(t *testing.T, s release.Store) {
	first := cut("r1", "first \"one\"\n🐰")
	commit(t, s, first)
	expected := *first.Release
	expected.Number = 1
	got, err := s.Release(t.Context(), "app", "r1")
	want(t, got, err, expected)
	texts, err := s.Texts(t.Context(), "app", []string{"d-en", "d-ko-r1", "d-none"})
	want(t, texts, err, first.Texts)
	f, id, err := s.File(t.Context(), "app", "s-ko-r1", "flat.json")
	want(t, f, err, release.File{SHA256: "s-ko-r1", Format: "flat.json", Locale: "ko"})
	want(t, id, err, "r1")
	if _, _, err := s.File(t.Context(), "app", "s-ko-r1", "po"); !errors.Is(err, i18n.ErrFileNotFound) {
		t.Error(err)
	}
	if _, err := s.Release(t.Context(), "other", "r1"); !errors.Is(err, release.ErrNotFound) {
		t.Error(err)
	}
}

func oneContentIsOneRelease(t *testing.T, s release.Store) {
	commit(t, s, cut("r1", "first"), cut("r1", "again"), cut("r2", "second"))
	got, err := s.Releases(t.Context(), "app", 0, 10)
	want(t, len(got), err, 2)
	want(t, got[1].Note, err, "first")
	want(t, got[0].Number, err, 2)
}

func releasesArePaged(t *testing.T, s release.Store) {
	for n := range 5 {
		commit(t, s, cut(fmt.Sprint("r", n), ""))
	}
	got, err := s.Releases(t.Context(), "app", 0, 2)
	want(t, []int{got[0].Number, got[1].Number}, err, []int{5, 4})
	got, err = s.Releases(t.Context(), "app", 4, 10)
	want(t, []int{len(got), got[0].Number, got[2].Number}, err, []int{3, 3, 1})
}

func movesComeBack(t *testing.T, s release.Store) {
	first, second := moved(1, "r1"), moved(2, "r2")
	second.Move.Apps, second.Move.Frozen, second.Move.Since = release.Range{Min: "2.5", Max: "3"}, true, at.Add(-time.Hour)
	commit(t, s, switched(1, i18n.ModeReleased), first, second)
	got, err := s.Moves(t.Context(), "app", "production", 0, 10)
	want(t, got, err, []release.Move{*second.Move, *first.Move})
	got, err = s.Moves(t.Context(), "app", "production", 2, 1)
	want(t, got, err, []release.Move{*first.Move})
	standings, err := s.Standings(t.Context())
	want(t, standings, err, []release.Standing{{
		Project: "app", Mode: i18n.ModeReleased, Version: 1, Channels: map[string]release.Move{"production": *second.Move},
	}})
}

func movesAreTakenOnce(t *testing.T, s release.Store) {
	commit(t, s, moved(1, "r1"))
	for _, number := range []int{1, 3} {
		err := s.Commit(t.Context(), moved(number, "r2"), record())
		if !errors.Is(err, release.ErrStale) {
			t.Errorf("number %d: %v", number, err)
		}
	}
	got, err := s.Moves(t.Context(), "app", "production", 0, 10)
	want(t, len(got), err, 1)
}

func modesAreTakenOnce(t *testing.T, s release.Store) {
	commit(t, s, switched(1, i18n.ModeReleased))
	for _, version := range []int{1, 3} {
		err := s.Commit(t.Context(), switched(version, i18n.ModeLive), record())
		if !errors.Is(err, release.ErrStale) {
			t.Errorf("version %d: %v", version, err)
		}
	}
	commit(t, s, switched(2, i18n.ModeLive))
	standings, err := s.Standings(t.Context())
	want(t, standings[0].Mode, err, i18n.ModeLive)
}

func allOrNothing(t *testing.T, s release.Store) {
	commit(t, s, moved(1, "r1"))
	both := cut("r2", "")
	both.Move, both.Mode = moved(1, "r2").Move, switched(1, i18n.ModeReleased).Mode
	err := s.Commit(t.Context(), both, record())
	if !errors.Is(err, release.ErrStale) {
		t.Fatal(err)
	}
	if _, err := s.Release(t.Context(), "app", "r2"); !errors.Is(err, release.ErrNotFound) {
		t.Error(err)
	}
	standings, err := s.Standings(t.Context())
	want(t, len(standings), err, 0)
	both.Move.Number = 2
	commit(t, s, both)
	standings, err = s.Standings(t.Context())
	want(t, standings[0].Channels["production"].Release, err, "r2")
}

func everyChangeRaisesTheSequence(t *testing.T, s release.Store) {
	last, err := s.Sequence(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []release.Change{switched(1, i18n.ModeReleased), moved(1, "r1"), moved(2, "r2")} {
		commit(t, s, change)
		next, err := s.Sequence(t.Context())
		want(t, next > last, err, true)
		last = next
	}
}
