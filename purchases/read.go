package purchases

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Order returns a holder's order as it is now, with its payment while that is pending. Faults: ErrHolderInvalid, ErrOrderNotFound.
func (s *Service) Order(ctx context.Context, ledger Ledger, holder, id string) (Order, error) {
	if err := CheckHolder(holder); err != nil {
		return Order{}, err
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return Order{}, err
	}
	o, err := s.store.Order(ctx, ledger, holder, id)
	if err == nil && o.State == PaymentPending {
		var story Story
		story, err = s.store.Story(ctx, id)
		o.Payment = story.Payment
	}
	return o.At(now), err
}

// Story returns everything that is kept of an order, of whatever app and holder. Fault: ErrOrderNotFound.
func (s *Service) Story(ctx context.Context, id string) (Story, error) {
	story, err := s.store.Story(ctx, id)
	story.Order = story.Order.At(s.now())
	return story, err
}

// Find returns at most limit orders, of whatever app and holder, that a word names, newest first: an
// order's id, a transaction's, or a holder's. Without a word it returns the latest.
func (s *Service) Find(ctx context.Context, word string, limit int) ([]Order, error) {
	found, err := s.store.Find(ctx, word, limit)
	now := s.now()
	for i := range found {
		found[i] = found[i].At(now)
	}
	return found, err
}

// Orders returns a page of a holder's orders, newest first, and the id that the next page goes on
// after, "" at the end. Orders that are placed meanwhile make no page skip or repeat one.
func (s *Service) Orders(ctx context.Context, ledger Ledger, holder string, page Page) (orders []Order, next string, err error) {
	return s.page(ctx, s.store.Orders, ledger, holder, page)
}

// Gifts returns a page of the orders that were offered to a holder as gifts, newest first, and the id that the next
// page goes on after, "" at the end. Fault: ErrHolderInvalid.
func (s *Service) Gifts(ctx context.Context, ledger Ledger, recipient string, page Page) (gifts []Order, next string, err error) {
	return s.page(ctx, s.store.Gifts, ledger, recipient, page)
}

// page reads one more than is asked for, so as to know whether there is a next page.
func (s *Service) page(
	ctx context.Context, read func(context.Context, Ledger, string, Page) ([]Order, error), ledger Ledger, holder string, page Page,
) (orders []Order, next string, err error) {
	if err := CheckHolder(holder); err != nil {
		return nil, "", err
	}
	orders, err = read(ctx, ledger, holder, Page{After: page.After, Limit: page.Limit + 1})
	if err != nil {
		return nil, "", err
	}
	if len(orders) > page.Limit {
		orders = orders[:page.Limit]
		next = orders[page.Limit-1].ID
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return nil, "", err
	}
	for i := range orders {
		orders[i] = orders[i].At(now)
	}
	return orders, next, nil
}

// Refunds returns the refunds of a holder's order, oldest first. Fault: ErrHolderInvalid.
func (s *Service) Refunds(ctx context.Context, ledger Ledger, holder, order string) ([]Refund, error) {
	if err := CheckHolder(holder); err != nil {
		return nil, err
	}
	return s.store.Refunds(ctx, ledger, holder, order)
}

// Entitled says whether a holder may use a pack now, and why. Fault: ErrHolderInvalid.
func (s *Service) Entitled(ctx context.Context, ledger Ledger, holder, pack string) (Entitlement, error) {
	found, err := s.Check(ctx, ledger, []string{holder}, []string{pack})
	if err != nil {
		return Entitlement{}, err
	}
	return found[0], nil
}

// activeGrants returns what lets a holder use packs and passes now, what was granted first first, and the ledger's time.
// Fault: ErrHolderInvalid.
func (s *Service) activeGrants(ctx context.Context, ledger Ledger, holder string) ([]Grant, time.Time, error) {
	if err := CheckHolder(holder); err != nil {
		return nil, time.Time{}, err
	}
	grants, err := s.store.Grants(ctx, ledger, []string{holder}, nil)
	if err != nil {
		return nil, time.Time{}, err
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return nil, time.Time{}, err
	}
	return slices.DeleteFunc(grants, func(g Grant) bool { return !g.ActiveAt(now) }), now, nil
}

// Entitlements returns the packs that a holder may use now, what was granted first first. Fault:
// ErrHolderInvalid.
func (s *Service) Entitlements(ctx context.Context, ledger Ledger, holder string) ([]Entitlement, error) {
	grants, now, err := s.activeGrants(ctx, ledger, holder)
	if err != nil {
		return nil, err
	}
	pools, err := s.pooled(ctx, grants, nil, now)
	if err != nil {
		return nil, err
	}
	byPack := map[string][]Grant{}
	for _, g := range pools.join(holder, grants) {
		if g.Ticket == 0 && (g.Pool != "" || !g.Kind.pools()) { // passes and pools are asked for on their own
			byPack[g.Pack] = append(byPack[g.Pack], g)
		}
	}
	found := make([]Entitlement, 0, len(byPack))
	for pack, all := range byPack {
		found = append(found, entitlement(holder, pack, all, now))
	}
	slices.SortFunc(found, byFirstGrant)
	return found, nil
}

// PoolsMark returns a word that is another one whenever the packs are others that a holder may use by pools: by a change of
// a pool, or because a period began or ended. It is "" for those who have none. Fault: ErrHolderInvalid.
func (s *Service) PoolsMark(ctx context.Context, of Owner) (string, error) {
	grants, now, err := s.activeGrants(ctx, of.Ledger, of.Holder)
	if err != nil {
		return "", err
	}
	pools, err := s.pooled(ctx, grants, nil, now)
	if err != nil || len(pools.grants) == 0 {
		return "", err
	}
	digest := sha256.New()
	for _, g := range pools.grants {
		fmt.Fprintln(digest, g.Pack, pools.packs[g.Pack])
	}
	return hex.EncodeToString(digest.Sum(nil)[:8]), nil
}

// OwnedPacks returns the ids of the packs that a holder may use now, what was granted first first.
// Fault: ErrHolderInvalid.
func (s *Service) OwnedPacks(ctx context.Context, ledger Ledger, holder string) ([]string, error) {
	entitlements, err := s.Entitlements(ctx, ledger, holder)
	packs := make([]string, len(entitlements))
	for i, e := range entitlements {
		packs[i] = e.Pack
	}
	return packs, err
}

// Check says of every holder and every pack, in their order, whether the one may use the other now.
// Fault: ErrHolderInvalid.
func (s *Service) Check(ctx context.Context, ledger Ledger, holders, packs []string) ([]Entitlement, error) {
	for _, holder := range holders {
		if err := CheckHolder(holder); err != nil {
			return nil, err
		}
	}
	if len(holders) == 0 || len(packs) == 0 {
		return []Entitlement{}, nil
	}
	grants, err := s.store.Grants(ctx, ledger, holders, packs)
	if err != nil {
		return nil, err
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return nil, err
	}
	pools, err := s.pooled(ctx, grants, packs, now)
	if err != nil {
		return nil, err
	}
	byHolder := map[string][]Grant{}
	for _, g := range grants {
		byHolder[g.Holder] = append(byHolder[g.Holder], g)
	}
	found := make([]Entitlement, 0, len(holders)*len(packs))
	for _, holder := range holders {
		held := pools.join(holder, byHolder[holder])
		for _, pack := range packs {
			found = append(found, entitlement(holder, pack, held, now))
		}
	}
	return found, nil
}

// Imbalance returns every transfer that does not sum to zero: none, or the books are wrong.
func (s *Service) Imbalance(ctx context.Context) ([]Imbalance, error) { return s.store.Imbalance(ctx) }

// Balances returns what every account of a ledger holds. Sales and refunds due are credits, so they
// are negative.
func (s *Service) Balances(ctx context.Context, ledger Ledger) ([]Balance, error) {
	return s.store.Balances(ctx, ledger)
}
