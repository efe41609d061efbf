package purchasestest

import (
	"context"
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

func (s *Store) approvalAt(id string) int {
	return slices.IndexFunc(s.approvals, func(a purchases.Approval) bool { return a.ID == id })
}

func (s *Store) loadApproval(scope purchases.Scope, found *purchases.State) {
	if i := s.approvalAt(scope.Approval); i >= 0 {
		a := s.approvals[i]
		found.Approval = &a
	}
}

func (s *Store) checkApproval(changes purchases.Changes) error {
	if a := changes.Approval; a != nil && s.approvals[s.approvalAt(a.ID)].State != purchases.ApprovalWaiting {
		return errors.New("it was decided before")
	}
	return nil
}

func (s *Store) applyApproval(changes purchases.Changes) {
	if a := changes.Approval; a != nil {
		s.approvals[s.approvalAt(a.ID)] = *a
	}
}

// AddApproval implements purchases.Store.
func (s *Store) AddApproval(ctx context.Context, a purchases.Approval, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.ContainsFunc(s.approvals, func(other purchases.Approval) bool {
		return other.Order == a.Order && other.State == purchases.ApprovalWaiting
	}) {
		return purchases.ErrRefundWaiting.With("order", a.Order)
	}
	s.approvals = append(s.approvals, a)
	return s.Journal.Append(ctx, record)
}

// Approval implements purchases.Store.
func (s *Store) Approval(_ context.Context, id string) (purchases.Approval, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.approvalAt(id)
	if i < 0 {
		return purchases.Approval{}, purchases.ErrApprovalNotFound.With("approval", id)
	}
	return s.approvals[i], nil
}

// Approvals implements purchases.Store.
func (s *Store) Approvals(_ context.Context, order string, limit int) ([]purchases.Approval, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Approval{}
	for _, a := range s.approvals {
		if a.Order == order || order == "" && a.State == purchases.ApprovalWaiting {
			found = append(found, a)
		}
	}
	if order != "" {
		slices.Reverse(found)
	}
	return found[:min(limit, len(found))], nil
}

// DeclineApproval implements purchases.Store.
func (s *Store) DeclineApproval(ctx context.Context, a purchases.Approval, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.approvalAt(a.ID)
	if i < 0 || s.approvals[i].State != purchases.ApprovalWaiting {
		return purchases.ErrApprovalDecided.With("approval", a.ID)
	}
	s.approvals[i] = a
	return s.Journal.Append(ctx, record)
}
