// Package journaltest holds the behaviours that every journal.Store must have, and a store in memory
// that has them.
package journaltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/journal"
)

var at = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)

// Run holds stores made by newStore to what journal.Store promises.
func Run(t *testing.T, newStore func(t *testing.T) journal.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, journal.Store){
		"EventsComeBackInOrder": eventsComeBackInOrder,
		"EventsOfOneLedger":     eventsOfOneLedger,
		"EventsArePaged":        eventsArePaged,
		"EventIsFound":          eventIsFound,
		"EndsAreFound":          endsAreFound,
		"AuditComesBack":        auditComesBack,
		"AuditIsOneChain":       auditIsOneChain,
		"AuditIsFound":          auditIsFound,
		"NothingIsNothing":      nothingIsNothing,
		"ReaderMissesNothing":   readerMissesNothing,
	} {
		t.Run(name, func(t *testing.T) { test(t, newStore(t)) })
	}
}

func event(ledger, subject string) journal.Event {
	return journal.NewEvent(ledger, "order.fulfilled", subject, map[string]any{"state": "fulfilled"}, at)
}

func appendAll(t *testing.T, s journal.Store, record journal.Record) {
	t.Helper()
	if err := s.Append(context.Background(), record); err != nil {
		t.Fatal("Append:", err)
	}
}

func events(t *testing.T, s journal.Store, ledger string, after int64, limit int) []journal.Event {
	t.Helper()
	got, err := s.Events(context.Background(), ledger, after, limit)
	if err != nil {
		t.Fatal("Events:", err)
	}
	return got
}

func eventsComeBackInOrder(t *testing.T, s journal.Store) {
	one, two, three := event("app_a", "ord_1"), event("app_a", "ord_2"), event("app_a", "ord_3")
	appendAll(t, s, journal.Record{Events: []journal.Event{one, two}})
	appendAll(t, s, journal.Record{Events: []journal.Event{three}})
	one.Sequence, two.Sequence, three.Sequence = 1, 2, 3
	want := []journal.Event{one, two, three}
	if diff := cmp.Diff(want, events(t, s, "", 0, 10)); diff != "" {
		t.Error("events (-want +got):", diff)
	}
}

func eventsOfOneLedger(t *testing.T, s journal.Store) {
	appendAll(t, s, journal.Record{Events: []journal.Event{event("app_a", "1"), event("app_b", "2"), event("app_a", "3")}})
	got := events(t, s, "app_a", 0, 10)
	if len(got) != 2 || got[0].Subject != "1" || got[1].Subject != "3" {
		t.Error("events of app_a:", got)
	}
}

func eventsArePaged(t *testing.T, s journal.Store) {
	for range 5 {
		appendAll(t, s, journal.Record{Events: []journal.Event{event("app_a", "x")}})
	}
	var sequences []int64
	for after := int64(0); ; {
		page := events(t, s, "", after, 2)
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			sequences = append(sequences, e.Sequence)
			after = e.Sequence
		}
	}
	if diff := cmp.Diff([]int64{1, 2, 3, 4, 5}, sequences); diff != "" {
		t.Error("sequences (-want +got):", diff)
	}
}

func eventIsFound(t *testing.T, s journal.Store) {
	zero, one := event("app_b", "ord_0"), event("app_a", "ord_1")
	appendAll(t, s, journal.Record{Events: []journal.Event{zero, one}})
	one.Sequence = 2
	for _, ledger := range []string{"app_a", ""} {
		got, err := s.Event(t.Context(), ledger, one.ID)
		if diff := cmp.Diff(one, got); diff != "" || err != nil {
			t.Errorf("%v, event (-want +got): %s", err, diff)
		}
	}
	_, err := s.Event(t.Context(), "app_b", one.ID)
	if !errors.Is(err, journal.ErrEventNotFound) {
		t.Error("an event of other books:", err)
	}
}

func endsAreFound(t *testing.T, s journal.Store) {
	if last, err := s.Last(t.Context()); last != 0 || err != nil {
		t.Errorf("last of none: %d, %v", last, err)
	}
	for i := range 3 {
		e := journal.NewEvent("app_a", "test", "x", nil, at.Add(time.Duration(i)*time.Minute))
		appendAll(t, s, journal.Record{Events: []journal.Event{e}})
	}
	if last, err := s.Last(t.Context()); last != 3 || err != nil {
		t.Errorf("last of three: %d, %v", last, err)
	}
	for minutes, want := range []int64{0, 1, 2, 3} {
		got, err := s.Before(t.Context(), at.Add(time.Duration(minutes)*time.Minute))
		if got != want || err != nil {
			t.Errorf("before minute %d: %d, %v, want %d", minutes, got, err, want)
		}
	}
}

func auditComesBack(t *testing.T, s journal.Store) {
	by := journal.Origin{Actor: "acc_1", RequestID: "req-1"}
	entry := journal.NewAuditEntry(by, "key.revoke", "key_1", map[string]any{"kid": "abc"}, nil, at)
	appendAll(t, s, journal.Record{Audit: []journal.AuditEntry{entry}})
	got, err := s.Audit(context.Background(), 0, 10)
	if err != nil {
		t.Fatal("Audit:", err)
	}
	entry, _ = journal.Head{}.Link(entry)
	if diff := cmp.Diff([]journal.AuditEntry{entry}, got); diff != "" {
		t.Error("audit (-want +got):", diff)
	}
	if string(got[0].Before) != `{"kid":"abc"}` || got[0].After != nil {
		t.Errorf("before %s, after %s", got[0].Before, got[0].After)
	}
}

func nothingIsNothing(t *testing.T, s journal.Store) {
	appendAll(t, s, journal.Record{})
	if got := events(t, s, "", 0, 10); len(got) != 0 {
		t.Error("events:", got)
	}
}
