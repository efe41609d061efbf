package accounts

import (
	"context"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of agreements.
var (
	// ErrAgreementChanged: another version of the agreement holds now. Facts: version.
	ErrAgreementChanged = fault.Define(fault.Conflict, "agreement-changed")
	// ErrAgreementWaiting: the account must accept the agreement before the session opens anything. Facts:
	// version.
	ErrAgreementWaiting = fault.Define(fault.Denied, "agreement-waiting")
)

// Policy is what the operator decided about accounts.
type Policy struct {
	SignUp    bool   // whoever likes may ask for an account
	Agreement string // version of the agreement that holds

	// Opens makes what somebody who signed up needs besides an account, before there is one. It may be
	// called again for the same sign-up. nil makes nothing.
	Opens func(context.Context, SignUp) error
}

// Set sets the policy. It is called before the service is used.
func (s *Service) Set(policy Policy) { s.policy = policy }

// Policy returns what the operator decided.
func (s *Service) Policy() Policy { return s.policy }

// current returns ErrAgreementChanged unless a version is the one that holds.
func (p Policy) current(version string) error {
	if version != p.Agreement {
		return ErrAgreementChanged.With("version", p.Agreement)
	}
	return nil
}

// owes is the version that an account must accept before anything else; "" for none. Those who were
// invited accept no agreement here.
func (p Policy) owes(a Account) string {
	if a.Agreed == "" || a.Agreed == p.Agreement {
		return ""
	}
	return p.Agreement
}

// Agree records that an account accepts a version of the agreement. Errors: ErrAgreementChanged,
// ErrAccountDisabled.
func (s *Service) Agree(ctx context.Context, by journal.Origin, id, version string) error {
	err := s.policy.current(version)
	if err != nil {
		return err
	}
	account, err := s.store.Account(ctx, id)
	if err != nil || account.Agreed == version {
		return err
	}
	now := s.now()
	err = s.changeOpen(ctx, id, s.agreed(by, id, version), func(a *Account) { a.Agreed, a.AgreedAt = version, &now })
	s.cache.forget()
	return err
}

func (s *Service) agreed(by journal.Origin, id, version string) journal.Record {
	return s.record(by, "account.agree", id, map[string]any{"version": version})
}
