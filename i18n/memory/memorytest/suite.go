package memorytest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/journal"
)

// Run holds a store to what [memory.Store] promises. newStore gives an empty one for each test.
func Run(t *testing.T, newStore func(t *testing.T) memory.Store) {
	for name, behaviour := range map[string]func(*testing.T, memory.Store){
		"ImportsComeBack":   importsComeBack,
		"OnlyBehindTheLast": onlyBehindTheLast,
		"ImportsAreRemoved": importsAreRemoved,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, newStore(t)) })
	}
}

var at = time.Date(2026, 11, 23, 12, 0, 0, 123000, time.UTC)

var units = []memory.Unit{{Source: "Tom & \"Jerry\"\n\\", Target: "톰과 <제리> 🐰"}, {Source: "b", Target: "ㄴ"}, {Source: "a", Target: "ㄱ"}}

func import1(id string) memory.Import {
	return memory.Import{
		ID: id, Project: "app", Locale: "ko", From: "en", Name: "old “memory”.tmx", Tool: "OmegaT", Units: 3, Account: "acc_1", At: at,
	}
}

func add(t *testing.T, s memory.Store, one memory.Import, after string) {
	t.Helper()
	if err := s.Add(t.Context(), one, units, after, record("memory.import")); err != nil {
		t.Fatal(err)
	}
}

func record(action string) journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "acc_1"}, action, "a", nil, nil, at)}}
}

func want[T any](t *testing.T, got T, err error, want T) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func importsComeBack(t *testing.T, s memory.Store) {
	one, two, other := import1("mem_1"), import1("mem_2"), import1("mem_3")
	other.Locale = "ja"
	add(t, s, one, "")
	add(t, s, two, "mem_1")
	add(t, s, other, "")
	got, err := s.Imports(t.Context(), "app", "ko")
	want(t, got, err, []memory.Import{one, two})
	got, err = s.Imports(t.Context(), "app", "")
	want(t, got, err, []memory.Import{one, two, other})
	got, err = s.Imports(t.Context(), "web", "")
	want(t, got, err, []memory.Import{})
	found, err := s.Import(t.Context(), "mem_2")
	want(t, found, err, two)
	said, err := s.Units(t.Context(), "mem_2")
	want(t, said, err, units)
}

func onlyBehindTheLast(t *testing.T, s memory.Store) {
	add(t, s, import1("mem_1"), "")
	for _, after := range []string{"", "mem_0"} {
		if err := s.Add(t.Context(), import1("mem_2"), units, after, record("memory.import")); !errors.Is(err, memory.ErrChanged) {
			t.Errorf("after %q: %v", after, err)
		}
	}
	got, err := s.Imports(t.Context(), "app", "ko")
	want(t, got, err, []memory.Import{import1("mem_1")})
}

func importsAreRemoved(t *testing.T, s memory.Store) {
	add(t, s, import1("mem_1"), "")
	add(t, s, import1("mem_2"), "mem_1")
	for range 2 { // what is gone is no failure
		if err := s.Remove(t.Context(), "mem_1", record("memory.remove")); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Imports(t.Context(), "app", "ko")
	want(t, got, err, []memory.Import{import1("mem_2")})
	if _, err := s.Import(t.Context(), "mem_1"); !errors.Is(err, memory.ErrImportNotFound) {
		t.Error(err)
	}
	said, err := s.Units(t.Context(), "mem_1")
	if err != nil || len(said) != 0 {
		t.Error(said, err)
	}
	said, err = s.Units(t.Context(), "mem_2")
	want(t, said, err, units)
}
