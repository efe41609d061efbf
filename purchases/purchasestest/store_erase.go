package purchasestest

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// GrantsOf implements purchases.Store.
func (s *Store) GrantsOf(_ context.Context, of purchases.Owner, sources []string) ([]purchases.Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Grant{}
	for _, g := range s.grants[[2]string{of.Ledger.ID(), of.Holder}] {
		if len(sources) == 0 || slices.Contains(sources, g.Source) {
			found = append(found, g)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Grant) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}

// Erase implements purchases.Store.
func (s *Store) Erase(ctx context.Context, e purchases.Erasure, record journal.Record) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, after := [2]string{e.Ledger.ID(), e.Holder}, [2]string{e.Ledger.ID(), e.Pseudonym}
	known := s.eraseOrders(e)
	if grants := s.grants[before]; len(grants) > 0 {
		known = true
		for i := range grants {
			grants[i].Holder, grants[i].Proof = e.Pseudonym, ""
		}
		s.grants[after] = grants
		delete(s.grants, before)
	}
	if wallet, ok := s.wallets[before]; ok {
		known = true
		s.wallets[after] = wallet
		delete(s.wallets, before)
	}
	for i := range s.given {
		if g := &s.given[i]; g.Grant.Ledger == e.Ledger && g.Grant.Holder == e.Holder {
			g.Grant.Holder, g.Reason, g.Withdrawn = e.Pseudonym, "", ""
		}
	}
	for hash, c := range s.codes {
		if r := c.redemption; r != nil && r.Ledger == e.Ledger && r.Holder == e.Holder {
			renamed := *r
			renamed.Holder = e.Pseudonym
			c.redemption = &renamed
			s.codes[hash] = c
		}
	}
	s.Journal.Rewrite(func(event *journal.Event) {
		if event.Ledger != e.Ledger.ID() || event.Holder != e.Holder && event.Recipient != e.Holder {
			return
		}
		known = true
		event.Data = json.RawMessage(e.Replaced(string(event.Data)))
		for _, name := range []*string{&event.Holder, &event.Recipient, &event.Subject} {
			if *name == e.Holder {
				*name = e.Pseudonym
			}
		}
	})
	if !known {
		return false, nil
	}
	return true, s.Journal.Append(ctx, record)
}

// eraseOrders renames the holder in orders, and empties the replies about them.
func (s *Store) eraseOrders(e purchases.Erasure) (known bool) {
	about := map[string]bool{}
	for id, o := range s.orders {
		mine, given := o.Holder == e.Holder, o.Gift != nil && o.Gift.Recipient == e.Holder
		if o.Ledger != e.Ledger || !mine && !given {
			continue
		}
		known, about[id] = true, true
		if mine {
			o.Holder = e.Pseudonym
		}
		if o.Gift != nil {
			gift := *o.Gift
			gift.Message = ""
			if given {
				gift.Recipient = e.Pseudonym
			}
			o.Gift = &gift
		}
		o.Version++
		s.orders[id] = o
	}
	for _, g := range s.grants[[2]string{e.Ledger.ID(), e.Holder}] {
		about[g.Source] = true
	}
	for key, reply := range s.replies {
		if about[reply.Subject] {
			reply.Outcome, reply.RequestHash = json.RawMessage("{}"), "erased"
			s.replies[key] = reply
		}
	}
	return known
}
