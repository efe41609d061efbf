package purchasestest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

func (s *Store) loadPass(scope purchases.Scope, id string, found *purchases.State) {
	if p, ok := s.passes[id]; ok {
		found.Pass = &p
	}
	if scope.To == "" {
		return
	}
	for _, g := range s.grants[[2]string{scope.Ledger.ID(), scope.To}] {
		if g.Pack == id {
			found.Theirs = append(found.Theirs, g)
		}
	}
}

// checkIn holds check-ins to grants that nobody checked in with.
func (s *Store) checkIn(changes purchases.Changes) error {
	for _, g := range changes.CheckedIn {
		if old := s.grant(g); old == nil || old.CheckedInAt != nil || old.RevokedAt != nil {
			return errors.New("the grant changed meanwhile")
		}
	}
	return nil
}

// Pass implements purchases.Store.
func (s *Store) Pass(_ context.Context, id string) (pass.Pass, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.passes[id]
	if !ok {
		return p, pass.ErrNotFound.With("pass", id)
	}
	return p, nil
}

// PassesByID implements purchases.Store.
func (s *Store) PassesByID(_ context.Context, ids []string) ([]pass.Pass, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []pass.Pass{}
	for _, id := range ids {
		if p, ok := s.passes[id]; ok {
			found = append(found, p)
		}
	}
	return found, nil
}

// Passes implements purchases.Store.
func (s *Store) Passes(_ context.Context, after string, limit int) ([]pass.Pass, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []pass.Pass{}
	for _, id := range slices.Sorted(maps.Keys(s.passes)) {
		if id > after && len(found) < limit {
			found = append(found, s.passes[id])
		}
	}
	return found, nil
}

// OnOffer implements purchases.Store.
func (s *Store) OnOffer(_ context.Context, now time.Time) ([]purchases.PassOnOffer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.PassOnOffer{}
	for _, p := range s.passes {
		if p.State == pass.OnSale && now.Before(p.ClosesAt) {
			e, limited := s.editions[editionKey{pack: p.ID}]
			found = append(found, purchases.PassOnOffer{Pass: p, SoldOut: limited && e.SoldOut()})
		}
	}
	slices.SortFunc(found, func(a, b purchases.PassOnOffer) int {
		return cmp.Or(a.OpensAt.Compare(b.OpensAt), cmp.Compare(a.ID, b.ID))
	})
	return found, nil
}

// SavePass implements purchases.Store.
func (s *Store) SavePass(ctx context.Context, p pass.Pass, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.passes[p.ID].Version; now != p.Version {
		return pass.ErrStale.With("pass", p.ID, "version", now)
	}
	for _, test := range []bool{false, true} {
		e := s.editions[editionKey{p.ID, test}]
		if p.Capacity > 0 && e.Version > 0 && e.Least() > p.Capacity {
			return pass.ErrSeatsTaken.With("pass", p.ID, "capacity", p.Capacity, "least", e.Least())
		}
	}
	for _, test := range []bool{false, true} {
		key := editionKey{p.ID, test}
		e := s.editions[key]
		e.Pack, e.Test, e.Stock, e.UpdatedAt = p.ID, test, p.Capacity, p.UpdatedAt
		e.Version++
		if s.editions[key] = e; p.Capacity == 0 {
			delete(s.editions, key)
		}
	}
	p.Version++
	s.passes[p.ID] = p
	return s.Journal.Append(ctx, record)
}

// RemovePass implements purchases.Store.
func (s *Store) RemovePass(ctx context.Context, id string, version int64, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.passes[id]; now.Version != version || now.State != pass.Draft {
		return pass.ErrStale.With("pass", id, "version", now.Version)
	}
	delete(s.passes, id)
	for _, test := range []bool{false, true} {
		delete(s.editions, editionKey{id, test})
	}
	return s.Journal.Append(ctx, record)
}

// Attendance implements purchases.Store.
func (s *Store) Attendance(_ context.Context, id string) ([]purchases.Attendance, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	byLedger := map[string]purchases.Attendance{}
	for _, grants := range s.grants {
		for _, g := range grants {
			if g.Pack != id || g.RevokedAt != nil {
				continue
			}
			a := byLedger[g.Ledger.ID()]
			a.Ledger = g.Ledger
			a.Holders++
			if g.CheckedInAt != nil {
				a.CheckedIn++
			}
			byLedger[g.Ledger.ID()] = a
		}
	}
	found := []purchases.Attendance{}
	for _, ledger := range slices.Sorted(maps.Keys(byLedger)) {
		found = append(found, byLedger[ledger])
	}
	return found, nil
}

// TicketHolder implements purchases.Store.
func (s *Store) TicketHolder(_ context.Context, ledger purchases.Ledger, id, grant string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, grants := range s.grants {
		for _, g := range grants {
			if g.ID == grant && g.Pack == id && g.Ledger == ledger {
				return g.Holder, nil
			}
		}
	}
	return "", purchases.ErrPassNotHeld.With("pass", id)
}

// Tickets implements purchases.Store.
func (s *Store) Tickets(_ context.Context, q purchases.TicketQuery) ([]purchases.Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Grant{}
	for _, grants := range s.grants {
		for _, g := range grants {
			named := q.Holder == "" && q.Seat == 0 || g.Holder == q.Holder || q.Seat > 0 && g.Serial == q.Seat
			if g.Pack == q.Pass && g.Ticket > 0 && named && (q.Grant == "" || g.ID == q.Grant) && (q.Before == "" || g.ID < q.Before) {
				found = append(found, g)
			}
		}
	}
	slices.SortFunc(found, func(a, b purchases.Grant) int { return cmp.Compare(b.ID, a.ID) })
	return found[:min(len(found), q.Limit)], nil
}

// OfCancelled implements purchases.Store.
func (s *Store) OfCancelled(_ context.Context, limit int) ([]purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Order{}
	for id, o := range s.orders {
		if o.Kind == purchases.PassProduct && o.State == purchases.Fulfilled && s.passes[o.Pack].State == pass.Cancelled {
			o, _ = s.find(o.Ledger, o.Holder, id)
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Order) int { return cmp.Compare(a.ID, b.ID) })
	return found[:min(len(found), limit)], nil
}
