package purchasestest

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/purchases"
)

// Gifts implements purchases.Store.
func (s *Store) Gifts(_ context.Context, ledger purchases.Ledger, recipient string, page purchases.Page) ([]purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Order{}
	for id, o := range s.orders {
		offered := o.Ledger == ledger && o.Kind == purchases.PackProduct && o.Gift != nil && o.Gift.Recipient == recipient && o.Gift.State != purchases.GiftPending
		if offered && (page.After == "" || id < page.After) {
			o, _ = s.find(ledger, o.Holder, id)
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Order) int { return cmp.Compare(b.ID, a.ID) })
	return found[:min(len(found), page.Limit)], nil
}

// waiting is the id of the order by which a pack is offered to a recipient, or "".
func (s *Store) waiting(ledger purchases.Ledger, recipient, pack string) string {
	for id, o := range s.orders {
		if o.Ledger == ledger && o.Pack == pack && o.Gift != nil && o.Gift.Recipient == recipient && o.Gift.State == purchases.GiftOffered {
			return id
		}
	}
	return ""
}

// checkGift lets one gift of a pack be offered to a recipient at a time.
func (s *Store) checkGift(o *purchases.Order) error {
	if o == nil || o.Gift == nil || o.Gift.State != purchases.GiftOffered {
		return nil
	}
	if other := s.waiting(o.Ledger, o.Gift.Recipient, o.Pack); other != "" && other != o.ID {
		return errors.New("another gift of the pack is offered to the recipient")
	}
	return nil
}
