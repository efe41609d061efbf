package webhooktest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

var at = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)

// Run holds stores made by newStore to what webhook.Store promises.
func Run(t *testing.T, newStore func(t *testing.T) (webhook.Store, journal.Store)) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, suite){
		"WebhookComesBack":          comesBack,
		"OwnersAreApart":            ownersAreApart,
		"ThereAreNoMoreThanMany":    noMoreThanMany,
		"StaleChangesAreRefused":    staleIsRefused,
		"OneSendsAtATime":           oneSends,
		"WhoLostTheLeaseKeepsNone":  lostLease,
		"DisabledGetsNothing":       disabledGetsNothing,
		"DueInOrderOfTheirSubject":  dueInOrder,
		"DeliveriesAreListed":       deliveriesAreListed,
		"RemovedWithItsDeliveries":  removedWhole,
		"EndedDeliveriesArePruned":  endedArePruned,
		"RewoundToAnEarlierMoment":  rewound,
		"RevivedGoesOnWhereItStood": revived,
	} {
		t.Run(name, func(t *testing.T) {
			store, events := newStore(t)
			test(t, suite{store, events})
		})
	}
}

type suite struct {
	webhook.Store
	journal journal.Store
}

func (s suite) create(t *testing.T, ledger, id string) webhook.Webhook {
	t.Helper()
	until := at.Add(time.Hour)
	w := webhook.Webhook{
		ID: id, Ledger: ledger, URL: "https://chat.example/hook", Types: []string{"order.fulfilled"}, Description: "달토끼",
		Secrets: []webhook.Secret{{Key: "whsec_new"}, {Key: "whsec_old", Until: &until}}, Version: 1, Created: at, Updated: at,
		Standing: webhook.Standing{Position: 7},
	}
	record := journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "key_1"}, "webhook.create", id, nil, nil, at)}}
	if err := s.Create(t.Context(), w, 2, record); err != nil {
		t.Fatal(err)
	}
	return w
}

func (s suite) read(t *testing.T, w webhook.Webhook) webhook.Webhook {
	t.Helper()
	got, err := s.Webhook(t.Context(), w.Ledger, w.ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (s suite) lease(t *testing.T, id, sender string, now time.Time) bool {
	t.Helper()
	_, mine, err := s.Lease(t.Context(), id, sender, now, now.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return mine
}

func (s suite) keep(t *testing.T, p webhook.Progress) bool {
	t.Helper()
	kept, err := s.Keep(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func delivery(id, event, subject string, sequence int64, due time.Time) webhook.Delivery {
	return webhook.Delivery{
		Webhook: id, Event: event, Sequence: sequence, Type: "order.fulfilled", Subject: subject, Body: []byte(`{"a":1}`),
		State: webhook.Waiting, DueAt: &due, Created: at,
	}
}

func (s suite) put(t *testing.T, all ...webhook.Delivery) {
	t.Helper()
	if err := s.Put(t.Context(), all, journal.Record{}); err != nil {
		t.Fatal(err)
	}
}

func (s suite) due(t *testing.T, id string, now time.Time) []string {
	t.Helper()
	due, err := s.Due(t.Context(), id, now, 10)
	if err != nil {
		t.Fatal(err)
	}
	events := []string{}
	for _, d := range due {
		events = append(events, d.Event)
	}
	return events
}

func comesBack(t *testing.T, s suite) {
	want := s.create(t, "app_a", "whk_1")
	if diff := cmp.Diff(want, s.read(t, want)); diff != "" {
		t.Error("webhook (-want +got):", diff)
	}
	all, err := s.Webhooks(t.Context(), "app_a")
	if diff := cmp.Diff([]webhook.Webhook{want}, all); diff != "" || err != nil {
		t.Error(err, "webhooks (-want +got):", diff)
	}
	if audit, err := s.journal.Audit(t.Context(), 0, 10); len(audit) != 1 || err != nil {
		t.Errorf("audit %+v, %v", audit, err)
	}
}

func ownersAreApart(t *testing.T, s suite) {
	s.create(t, "app_a", "whk_1")
	_, err := s.Webhook(t.Context(), "app_b", "whk_1")
	if !errors.Is(err, webhook.ErrNotFound) {
		t.Error("another's webhook:", err)
	}
	if all, err := s.Webhooks(t.Context(), ""); len(all) != 0 || err != nil {
		t.Errorf("the store's own: %+v, %v", all, err)
	}
}

func noMoreThanMany(t *testing.T, s suite) {
	s.create(t, "app_a", "whk_1")
	w := s.create(t, "app_a", "whk_2")
	w.ID = "whk_3"
	if err := s.Create(t.Context(), w, 2, journal.Record{}); !errors.Is(err, webhook.ErrTooMany) {
		t.Error(err)
	}
	s.create(t, "app_b", "whk_4")
}

func staleIsRefused(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	w.Version, w.Description = 2, "changed"
	if err := s.Change(t.Context(), w, journal.Record{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Change(t.Context(), w, journal.Record{}); !errors.Is(err, webhook.ErrStale) {
		t.Error("the same version again:", err)
	}
	if got := s.read(t, w); got.Description != "changed" || got.Version != 2 {
		t.Errorf("%+v", got)
	}
	w.ID = "whk_none"
	if err := s.Change(t.Context(), w, journal.Record{}); !errors.Is(err, webhook.ErrNotFound) {
		t.Error("one that is not there:", err)
	}
}

func oneSends(t *testing.T, s suite) {
	s.create(t, "app_a", "whk_1")
	if !s.lease(t, "whk_1", "one", at) || s.lease(t, "whk_1", "two", at.Add(59*time.Second)) {
		t.Error("two senders at once")
	}
	if ready, err := s.Ready(t.Context(), at); len(ready) != 0 || err != nil {
		t.Errorf("ready: %+v, %v", ready, err)
	}
	if !s.lease(t, "whk_1", "two", at.Add(time.Minute)) {
		t.Error("a lease does not end")
	}
}

func lostLease(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	s.lease(t, w.ID, "one", at)
	s.lease(t, w.ID, "two", at.Add(time.Minute))
	late := webhook.Progress{Webhook: w.ID, Sender: "one", Standing: webhook.Standing{Position: 99}, Deliveries: []webhook.Delivery{delivery(w.ID, "evt_1", "x", 8, at)}}
	if s.keep(t, late) || s.read(t, w).Position != 7 || len(s.due(t, w.ID, at)) != 0 {
		t.Error("kept what a sender without a lease came to")
	}
	late.Sender, late.Release = "two", true
	if !s.keep(t, late) || s.read(t, w).Position != 99 || len(s.due(t, w.ID, at)) != 1 {
		t.Error("not kept")
	}
	if !s.lease(t, w.ID, "three", at.Add(61*time.Second)) {
		t.Error("a lease that was given back is held")
	}
}

func disabledGetsNothing(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	s.lease(t, w.ID, "one", at)
	since := at.Add(-time.Hour)
	standing := webhook.Standing{Position: 8, Failures: 9, FailingSince: &since, Failure: "http_410"}
	record := webhook.Disabled(w, webhook.Gone, "http_410", at)
	s.keep(t, webhook.Progress{Webhook: w.ID, Sender: "one", Standing: standing, Disabled: webhook.Gone, Record: record})
	got := s.read(t, w)
	if got.Disabled != webhook.Gone || got.Version != 2 || !cmp.Equal(got.Standing, standing) {
		t.Errorf("%+v", got)
	}
	if s.lease(t, w.ID, "two", at.Add(time.Hour)) {
		t.Error("leased")
	}
	events, err := s.journal.Events(t.Context(), "app_a", 0, 10)
	if len(events) != 1 || events[0].Type != webhook.TypeDisabled || err != nil {
		t.Errorf("%+v, %v", events, err)
	}
}

func dueInOrder(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	soon := at.Add(time.Minute)
	s.put(t, delivery(w.ID, "evt_1", "ord_1", 1, soon), delivery(w.ID, "evt_2", "ord_1", 2, at), delivery(w.ID, "evt_3", "ord_2", 3, at))
	if diff := cmp.Diff([]string{"evt_3"}, s.due(t, w.ID, at)); diff != "" {
		t.Error("behind one that waits:", diff)
	}
	if diff := cmp.Diff([]string{"evt_3", "evt_1"}, s.due(t, w.ID, soon)); diff != "" {
		t.Error("then:", diff)
	}
	held, err := s.Held(t.Context(), w.ID, []string{"ord_1", "ord_9"})
	if !held["ord_1"] || held["ord_9"] || err != nil {
		t.Errorf("held: %v, %v", held, err)
	}
	over := delivery(w.ID, "evt_1", "ord_1", 1, soon)
	over.State, over.DueAt, over.LastAt, over.Attempts = webhook.Delivered, nil, &soon, 2
	s.put(t, over)
	if diff := cmp.Diff([]string{"evt_2", "evt_3"}, s.due(t, w.ID, soon)); diff != "" {
		t.Error("once it is over:", diff)
	}
	if n, err := s.Waiting(t.Context()); n != 2 || err != nil {
		t.Errorf("%d wait, %v", n, err)
	}
	ready, err := s.Ready(t.Context(), at)
	if want := []webhook.Ready{{ID: w.ID, Ledger: w.Ledger, Types: w.Types, Version: 1, Position: 7, Due: true}}; !cmp.Equal(want, ready) || err != nil {
		t.Errorf("ready %+v, %v", ready, err)
	}
}

func deliveriesAreListed(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	one, two, three := delivery(w.ID, "evt_1", "a", 1, at), delivery(w.ID, "evt_2", "b", 2, at), delivery(w.ID, "evt_3", "c", 3, at)
	three.Created = at.Add(time.Second)
	two.Last, two.LastAt = webhook.Outcome{Status: 503, Excerpt: "busy", Took: 20 * time.Millisecond}, &three.Created
	s.put(t, one, two, three)
	first, err := s.Deliveries(t.Context(), w.ID, webhook.Place{}, 2)
	if diff := cmp.Diff([]webhook.Delivery{three, two}, first); diff != "" || err != nil {
		t.Fatal(err, "first page (-want +got):", diff)
	}
	rest, err := s.Deliveries(t.Context(), w.ID, webhook.Place{Created: two.Created, Event: two.Event}, 2)
	if diff := cmp.Diff([]webhook.Delivery{one}, rest); diff != "" || err != nil {
		t.Error(err, "second page (-want +got):", diff)
	}
}

func removedWhole(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	s.put(t, delivery(w.ID, "evt_1", "a", 1, at))
	if err := s.Remove(t.Context(), w.ID, journal.Record{}); err != nil {
		t.Fatal(err)
	}
	_, err := s.Webhook(t.Context(), w.Ledger, w.ID)
	if !errors.Is(err, webhook.ErrNotFound) || len(s.due(t, w.ID, at)) != 0 {
		t.Error(err, s.due(t, w.ID, at))
	}
}

func endedArePruned(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	over, fresh := delivery(w.ID, "evt_1", "a", 1, at), delivery(w.ID, "evt_2", "b", 2, at)
	late := at.Add(time.Hour)
	over.State, over.DueAt, over.LastAt = webhook.GivenUp, nil, &at
	fresh.State, fresh.DueAt, fresh.LastAt = webhook.Delivered, nil, &late
	s.put(t, over, fresh, delivery(w.ID, "evt_3", "c", 3, at))
	n, err := s.Prune(t.Context(), late, 10)
	left, _ := s.Deliveries(t.Context(), w.ID, webhook.Place{}, 10)
	if n != 1 || len(left) != 2 || err != nil {
		t.Errorf("%d pruned, %d left, %v", n, len(left), err)
	}
}

func rewound(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	s.lease(t, w.ID, "one", at)
	for _, position := range []int64{9, 3} {
		if err := s.Rewind(t.Context(), w.ID, position, journal.Record{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.read(t, w).Position; got != 3 {
		t.Errorf("position %d", got)
	}
	if s.keep(t, webhook.Progress{Webhook: w.ID, Sender: "one", Standing: webhook.Standing{Position: 20}}) {
		t.Error("who sends overwrites it")
	}
}

func revived(t *testing.T, s suite) {
	w := s.create(t, "app_a", "whk_1")
	s.lease(t, w.ID, "one", at)
	since := at.Add(-time.Hour)
	s.keep(t, webhook.Progress{Webhook: w.ID, Sender: "one", Standing: webhook.Standing{Position: 8, Failures: 9, FailingSince: &since}, Disabled: webhook.Failing})
	w.Version, w.Standing = 3, webhook.Standing{}
	if err := s.Change(t.Context(), w, journal.Record{}); err != nil {
		t.Fatal(err)
	}
	got := s.read(t, w)
	if got.Disabled != "" || got.Failures != 0 || got.FailingSince != nil || got.Position != 8 {
		t.Errorf("%+v", got)
	}
	if !s.lease(t, w.ID, "two", at) {
		t.Error("not leased")
	}
}
