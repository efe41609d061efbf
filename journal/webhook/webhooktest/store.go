// Package webhooktest holds the behaviours that every webhook.Store must have, and a store in memory that has
// them.
package webhooktest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

// Store keeps webhooks in memory, beside a journal.
type Store struct {
	Journal *journaltest.Store

	mu         sync.Mutex
	webhooks   []*leased
	deliveries []webhook.Delivery
}

type leased struct {
	webhook.Webhook
	sender string
	until  *time.Time
}

// NewStore returns an empty store.
func NewStore() *Store { return &Store{Journal: journaltest.NewStore()} }

var _ webhook.Store = (*Store)(nil)

func (s *Store) find(id string) *leased {
	at := slices.IndexFunc(s.webhooks, func(w *leased) bool { return w.ID == id })
	if at < 0 {
		return nil
	}
	return s.webhooks[at]
}

// Create implements webhook.Store.
func (s *Store) Create(ctx context.Context, w webhook.Webhook, limit int, record journal.Record) error {
	all, _ := s.Webhooks(ctx, w.Ledger)
	if len(all) >= limit {
		return webhook.ErrTooMany.With("limit", limit)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhooks = append(s.webhooks, &leased{Webhook: w})
	return s.Journal.Append(ctx, record)
}

// Webhook implements webhook.Store.
func (s *Store) Webhook(_ context.Context, ledger, id string) (webhook.Webhook, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.find(id)
	if w == nil || w.Ledger != ledger {
		return webhook.Webhook{}, webhook.ErrNotFound.With("webhook", id)
	}
	return w.Webhook, nil
}

// Webhooks implements webhook.Store.
func (s *Store) Webhooks(_ context.Context, ledger string) ([]webhook.Webhook, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []webhook.Webhook{}
	for _, w := range s.webhooks {
		if w.Ledger == ledger {
			all = append(all, w.Webhook)
		}
	}
	return all, nil
}

// All implements webhook.Store.
func (s *Store) All(context.Context) ([]webhook.Webhook, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []webhook.Webhook{}
	for _, w := range s.webhooks {
		all = append(all, w.Webhook)
	}
	return all, nil
}

// Change implements webhook.Store.
func (s *Store) Change(ctx context.Context, w webhook.Webhook, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.find(w.ID)
	switch {
	case kept == nil:
		return webhook.ErrNotFound.With("webhook", w.ID)
	case kept.Version != w.Version-1:
		return webhook.ErrStale.With("webhook", w.ID, "version", kept.Version)
	}
	position := kept.Position
	if w.Disabled != "" || kept.Disabled == "" {
		w.Standing = kept.Standing
	}
	w.Position = position
	kept.Webhook, kept.sender, kept.until = w, "", nil
	return s.Journal.Append(ctx, record)
}

// Rewind implements webhook.Store.
func (s *Store) Rewind(ctx context.Context, id string, position int64, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w := s.find(id); w != nil && position < w.Position {
		w.Position, w.sender, w.until = position, "", nil
	}
	return s.Journal.Append(ctx, record)
}

// Remove implements webhook.Store.
func (s *Store) Remove(ctx context.Context, id string, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhooks = slices.DeleteFunc(s.webhooks, func(w *leased) bool { return w.ID == id })
	s.deliveries = slices.DeleteFunc(s.deliveries, func(d webhook.Delivery) bool { return d.Webhook == id })
	return s.Journal.Append(ctx, record)
}

// Put implements webhook.Store.
func (s *Store) Put(ctx context.Context, all []webhook.Delivery, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(all)
	return s.Journal.Append(ctx, record)
}

func (s *Store) put(all []webhook.Delivery) {
	for _, d := range all {
		d.Last.RetryAfter = 0 // which is not kept
		at := slices.IndexFunc(s.deliveries, func(other webhook.Delivery) bool { return other.Webhook == d.Webhook && other.Event == d.Event })
		if at >= 0 {
			s.deliveries[at] = d
		} else {
			s.deliveries = append(s.deliveries, d)
		}
	}
}

// Deliveries implements webhook.Store.
func (s *Store) Deliveries(_ context.Context, id string, before webhook.Place, limit int) ([]webhook.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	latest := func(a, b webhook.Delivery) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.Event, a.Event))
	}
	place := webhook.Delivery{Created: before.Created, Event: before.Event}
	found := []webhook.Delivery{}
	for _, d := range slices.SortedFunc(slices.Values(s.deliveries), latest) {
		if d.Webhook == id && (before.Event == "" || latest(place, d) < 0) && len(found) < limit {
			found = append(found, d)
		}
	}
	return found, nil
}
