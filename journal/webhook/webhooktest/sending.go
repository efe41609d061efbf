package webhooktest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal/webhook"
)

// open reports whether a webhook may be sent to.
func (w *leased) open(now time.Time) bool {
	return w.Disabled == "" && (w.PausedUntil == nil || !w.PausedUntil.After(now)) && (w.until == nil || !w.until.After(now))
}

// due are a webhook's deliveries that are due, without those behind an earlier one of their subject.
func (s *Store) due(id string, now time.Time) []webhook.Delivery {
	due := []webhook.Delivery{}
	for _, d := range s.deliveries {
		earlier := func(other webhook.Delivery) bool {
			return other.Webhook == id && other.Subject == d.Subject && other.DueAt != nil && other.Sequence < d.Sequence
		}
		if d.Webhook == id && d.DueAt != nil && !d.DueAt.After(now) && !slices.ContainsFunc(s.deliveries, earlier) {
			due = append(due, d)
		}
	}
	slices.SortFunc(due, func(a, b webhook.Delivery) int {
		return cmp.Or(a.DueAt.Compare(*b.DueAt), cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.Event, b.Event))
	})
	return due
}

// Ready implements webhook.Store.
func (s *Store) Ready(_ context.Context, now time.Time) ([]webhook.Ready, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ready := []webhook.Ready{}
	for _, w := range s.webhooks {
		if w.open(now) {
			due := len(s.due(w.ID, now)) > 0
			ready = append(ready, webhook.Ready{ID: w.ID, Ledger: w.Ledger, Types: append([]string{}, w.Types...), Version: w.Version, Position: w.Position, Due: due})
		}
	}
	return ready, nil
}

// Lease implements webhook.Store.
func (s *Store) Lease(_ context.Context, id, sender string, now, until time.Time) (webhook.Webhook, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.find(id)
	if w == nil || !w.open(now) {
		return webhook.Webhook{}, false, nil
	}
	w.sender, w.until = sender, &until
	return w.Webhook, true, nil
}

// Due implements webhook.Store.
func (s *Store) Due(_ context.Context, id string, now time.Time, limit int) ([]webhook.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := s.due(id, now)
	return due[:min(limit, len(due))], nil
}

// Held implements webhook.Store.
func (s *Store) Held(_ context.Context, id string, subjects []string) (map[string]bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := map[string]bool{}
	for _, d := range s.deliveries {
		if d.Webhook == id && d.DueAt != nil && slices.Contains(subjects, d.Subject) {
			held[d.Subject] = true
		}
	}
	return held, nil
}

// Keep implements webhook.Store.
func (s *Store) Keep(ctx context.Context, p webhook.Progress) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.find(p.Webhook)
	if w == nil || w.sender != p.Sender {
		return false, nil
	}
	w.Standing = p.Standing
	if p.Disabled != "" {
		w.Disabled = p.Disabled
		w.Version++
	}
	if p.Release || p.Disabled != "" {
		w.sender, w.until = "", nil
	}
	s.put(p.Deliveries)
	return true, s.Journal.Append(ctx, p.Record)
}

// Prune implements webhook.Store.
func (s *Store) Prune(_ context.Context, before time.Time, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	s.deliveries = slices.DeleteFunc(s.deliveries, func(d webhook.Delivery) bool {
		over := d.DueAt == nil && d.LastAt != nil && d.LastAt.Before(before) && n < limit
		if over {
			n++
		}
		return over
	})
	return n, nil
}

// Waiting implements webhook.Store.
func (s *Store) Waiting(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n int64
	for _, d := range s.deliveries {
		if d.DueAt != nil {
			n++
		}
	}
	return n, nil
}
