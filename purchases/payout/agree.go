package payout

import (
	"cmp"
	"context"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Contracts returns all contracts, by scope, party and moment.
func (s *Service) Contracts(ctx context.Context, by By) ([]Contract, error) {
	err := by.Require(accounts.ReadReports)
	if err != nil {
		return nil, err
	}
	all, _, err := s.store.Contracts(ctx)
	return all, err
}

// Contract returns one of them. Fault: ErrContractNotFound.
func (s *Service) Contract(ctx context.Context, by By, id string) (Contract, error) {
	all, err := s.Contracts(ctx, by)
	if err != nil {
		return Contract{}, err
	}
	for _, c := range all {
		if c.ID == id {
			return c, nil
		}
	}
	return Contract{}, ErrContractNotFound.With("contract", id)
}

// SaveContract adds a contract that has no id, or changes the one that is still at its Version. Its party may be named
// by slug. It begins at any moment of a month that is not closed for whom it concerns; the zero moment is now. Faults:
// ErrContractInvalid, ErrContractNotFound, ErrContractStale, ErrContractTaken, ErrContractInForce.
func (s *Service) SaveContract(ctx context.Context, by By, c Contract) (Contract, error) {
	err := by.Require(accounts.WriteContracts)
	if err != nil {
		return Contract{}, err
	}
	c.UpdatedAt = s.now()
	if c.From.IsZero() {
		c.From = c.UpdatedAt
	}
	c.From = c.From.UTC().Truncate(time.Microsecond)
	c.Party, err = s.party(ctx, c)
	if err == nil {
		err = c.Check()
	}
	if err != nil {
		return Contract{}, err
	}
	var before any
	if c.ID != "" {
		before, err = s.Contract(ctx, by, c.ID)
		if err != nil {
			return Contract{}, err
		}
	} else {
		c.ID = journal.NewID("ctr")
	}
	if c.Taxes == nil {
		c.Taxes = map[string]int64{}
	}
	entry := journal.NewAuditEntry(by.origin(), "contract.save", c.ID, before, c, c.UpdatedAt)
	err = s.store.SaveContract(ctx, c, journal.Record{Audit: []journal.AuditEntry{entry}})
	c.Version++
	return c, err
}

// party returns the id of whom a contract is with.
func (s *Service) party(ctx context.Context, c Contract) (id string, err error) {
	switch {
	case c.Scope == ForCreator && c.Party != "":
		found, err := s.furniture.Creator(ctx, c.Party)
		return found.ID, partyFault(err)
	case c.Scope == ForCollab && c.Party != "":
		found, err := s.furniture.Collab(ctx, c.Party)
		return found.ID, partyFault(err)
	}
	return c.Party, nil
}

// partyFault says that nobody has the name, where a field says it.
func partyFault(err error) error {
	if f := fault.As(err); f != nil && f.Kind() == fault.NotFound {
		return ErrContractInvalid.WithFields(fault.Field{Pointer: "/party", Code: "invalid"})
	}
	return err
}

// RemoveContract takes a contract away that is still at a Version. Faults: ErrContractNotFound, ErrContractStale,
// ErrContractInForce.
func (s *Service) RemoveContract(ctx context.Context, by By, id string, version int64) error {
	err := by.Require(accounts.WriteContracts)
	if err != nil {
		return err
	}
	c, err := s.Contract(ctx, by, id)
	if err != nil {
		return err
	}
	entry := journal.NewAuditEntry(by.origin(), "contract.remove", c.ID, c, nil, s.now())
	c.Version = cmp.Or(version, c.Version)
	return s.store.RemoveContract(ctx, c, journal.Record{Audit: []journal.AuditEntry{entry}})
}
