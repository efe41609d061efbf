package assignmenttest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/journal"
)

// Run holds a store to what [assignment.Store] promises. newStore gives an empty one for each test.
func Run(t *testing.T, newStore func(t *testing.T) assignment.Store) {
	for name, behaviour := range map[string]func(*testing.T, assignment.Store){
		"AssignmentsComeBack":   assignmentsComeBack,
		"VersionsFollow":        versionsFollow,
		"OpenOnesAreListed":     openOnesAreListed,
		"UnknownOnesAreUnknown": unknownOnesAreUnknown,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, newStore(t)) })
	}
}

var at = time.Date(2026, 11, 23, 12, 0, 0, 123000, time.UTC)

func given(id, project string, locale i18n.Locale, day int) assignment.Assignment {
	return assignment.Assignment{
		ID: id, Version: 1, Project: project, Locale: locale, What: assignment.Missing, Translator: "acc_1", Assigner: "acc_2",
		Note: "\"soon\"\n🐰", Messages: map[string]string{"a b/c": "none", "d": "x"}, Words: 7, Characters: 31,
		Due: time.Date(2026, 12, day, 0, 0, 0, 0, time.UTC), At: at,
	}
}

func put(t *testing.T, s assignment.Store, all ...assignment.Assignment) {
	t.Helper()
	for _, a := range all {
		if err := s.Put(t.Context(), a, record()); err != nil {
			t.Fatal(err)
		}
	}
}

func record() journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "acc_2"}, "assignment.give", "a", nil, nil, at)}}
}

func open(t *testing.T, s assignment.Store, project string, locale i18n.Locale) []assignment.Assignment {
	t.Helper()
	found, err := s.Open(t.Context(), project, locale)
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

func assignmentsComeBack(t *testing.T, s assignment.Store) {
	a := given("asn_1", "app", "ko", 1)
	put(t, s, a)
	got, err := s.Assignment(t.Context(), "asn_1")
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, a)
	a.Version, a.Reminded, a.Translator, a.DoneAt, a.Cancelled = 2, true, "acc_3", at.Add(time.Hour), at.Add(time.Minute)
	put(t, s, a)
	got, err = s.Assignment(t.Context(), "asn_1")
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, a)
}

func versionsFollow(t *testing.T, s assignment.Store) {
	a := given("asn_1", "app", "ko", 1)
	put(t, s, a)
	for _, version := range []int{1, 3} {
		next := a
		next.Version, next.Note = version, "late"
		if err := s.Put(t.Context(), next, record()); !errors.Is(err, assignment.ErrChanged) {
			t.Errorf("version %d: %v", version, err)
		}
	}
	want(t, open(t, s, "", ""), []assignment.Assignment{a})
}

func openOnesAreListed(t *testing.T, s assignment.Store) {
	want(t, open(t, s, "", ""), []assignment.Assignment{})
	late, soon, web, ja := given("asn_1", "app", "ko", 9), given("asn_2", "app", "ko", 2), given("asn_3", "web", "ko", 5), given("asn_4", "app", "ja", 4)
	done, gone := given("asn_5", "app", "ko", 1), given("asn_6", "app", "ko", 1)
	done.DoneAt, gone.Cancelled = at, at
	put(t, s, late, soon, web, ja, done, gone)
	want(t, open(t, s, "app", "ko"), []assignment.Assignment{soon, late})
	want(t, open(t, s, "app", ""), []assignment.Assignment{soon, ja, late})
	want(t, open(t, s, "", ""), []assignment.Assignment{soon, ja, web, late})
}

func unknownOnesAreUnknown(t *testing.T, s assignment.Store) {
	if _, err := s.Assignment(t.Context(), "asn_1"); !errors.Is(err, assignment.ErrNotFound) {
		t.Error(err)
	}
}
