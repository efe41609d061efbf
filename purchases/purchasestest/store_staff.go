package purchasestest

import (
	"context"
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/purchases"
)

func (s *Store) loadGiven(scope purchases.Scope, found *purchases.State) {
	for _, g := range s.given {
		if scope.Staff != "" && g.GivenBy == scope.Staff && g.Day == scope.Day {
			found.GivenToday++
		}
	}
}

func (s *Store) checkGiven(changes purchases.Changes) error {
	g := changes.Given
	if g != nil && slices.ContainsFunc(s.given, func(other purchases.StaffGrant) bool {
		return other.GivenBy == g.GivenBy && other.Day == g.Day && other.Number == g.Number
	}) {
		return errors.New("the number of the day is taken")
	}
	return nil
}

func (s *Store) applyGiven(changes purchases.Changes) {
	if g := changes.Given; g != nil {
		s.given = append(s.given, *g)
	}
	if g := changes.TakenBack; g != nil {
		s.given[slices.IndexFunc(s.given, func(old purchases.StaffGrant) bool { return old.ID == g.ID })] = *g
	}
}

// StaffGrant implements purchases.Store.
func (s *Store) StaffGrant(ctx context.Context, of purchases.Owner, grant string) (purchases.StaffGrant, error) {
	all, _ := s.StaffGrants(ctx, of)
	for _, g := range all {
		if g.Grant.ID == grant {
			return g, nil
		}
	}
	return purchases.StaffGrant{}, purchases.ErrStaffGrantNotFound.With("grant", grant)
}

// StaffGrants implements purchases.Store.
func (s *Store) StaffGrants(_ context.Context, of purchases.Owner) ([]purchases.StaffGrant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.StaffGrant{}
	for _, g := range slices.Backward(s.given) {
		if g.Grant.Ledger == of.Ledger && g.Grant.Holder == of.Holder {
			if now := s.grant(g.Grant); now != nil {
				g.Grant = *now
			}
			found = append(found, g)
		}
	}
	return found, nil
}
