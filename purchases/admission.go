package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// ErrPassNotHeld: the holder has no such pass. Facts: pass.
var ErrPassNotHeld = fault.Define(fault.NotFound, "pass-not-held")

// Why somebody is not admitted.
const (
	NotHeld   = "not-held"
	NotOpen   = "not-open" // yet
	Over      = "over"
	NotToTake = "cancelled" // it does not take place
)

// Admission answers whether a holder may enter now.
type Admission struct {
	Pass   pass.Pass
	Grant  *Grant // that admits; nil when they have none
	Reason string // why they are not admitted; "" when they are
}

// SignTickets has tickets signed by keys. It is called before the service is used.
func (s *Service) SignTickets(keys *pass.Keys) { s.keys = keys }

// TicketKeys returns what tickets are verified with, the key that signs first.
func (s *Service) TicketKeys() []pass.PublicKey {
	if s.keys == nil {
		return nil
	}
	return s.keys.Public()
}

// Admission says whether a holder may enter now: they have the pass, and it admits. Whether they checked in already is
// for the gate. Faults: ErrHolderInvalid, pass.ErrNotFound.
func (s *Service) Admission(ctx context.Context, ledger Ledger, holder, id string) (Admission, error) {
	if err := CheckHolder(holder); err != nil {
		return Admission{}, err
	}
	p, err := s.published(ctx, id)
	if err != nil {
		return Admission{}, err
	}
	grants, err := s.store.Grants(ctx, ledger, []string{holder}, []string{id})
	if err != nil {
		return Admission{}, err
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return Admission{}, err
	}
	a := Admission{Pass: p, Grant: active(grants, now)}
	switch {
	case p.State == pass.Cancelled:
		a.Reason = NotToTake
	case a.Grant == nil:
		a.Reason = NotHeld
	case now.Before(p.OpensAt):
		a.Reason = NotOpen
	case !p.Open(now):
		a.Reason = Over
	}
	return a, nil
}

// published returns a pass that is no draft.
func (s *Service) published(ctx context.Context, id string) (pass.Pass, error) {
	p, err := s.store.Pass(ctx, id)
	if err == nil && p.State == pass.Draft {
		err = pass.ErrNotFound.With("pass", id)
	}
	return p, err
}

// active returns the first of the grants that entitles at a moment, or nil.
func active(grants []Grant, now time.Time) *Grant {
	for _, g := range grants {
		if g.ActiveAt(now) {
			return &g
		}
	}
	return nil
}

// HeldPass is a pass that a holder has.
type HeldPass struct {
	Pass  pass.Pass
	Grant Grant
}

// HeldPasses returns the passes that a holder has, what was granted first first. Fault: ErrHolderInvalid.
func (s *Service) HeldPasses(ctx context.Context, ledger Ledger, holder string) ([]HeldPass, error) {
	grants, _, err := s.activeGrants(ctx, ledger, holder)
	if err != nil {
		return nil, err
	}
	held, ids := []HeldPass{}, []string(nil)
	for _, g := range grants {
		if g.Ticket > 0 {
			held, ids = append(held, HeldPass{Grant: g}), append(ids, g.Pack)
		}
	}
	if len(held) == 0 {
		return held, nil
	}
	passes, err := s.store.PassesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := map[string]pass.Pass{}
	for _, p := range passes {
		byID[p.ID] = p
	}
	for i := range held {
		held[i].Pass = byID[held[i].Grant.Pack] // passes that were sold stay
	}
	return held, nil
}

// Ticket returns the ticket of a holder and its signed text. Faults: ErrHolderInvalid, pass.ErrNotFound, ErrPassNotHeld,
// pass.ErrState (it was cancelled).
func (s *Service) Ticket(ctx context.Context, ledger Ledger, holder, id string) (pass.Ticket, string, error) {
	a, err := s.Admission(ctx, ledger, holder, id)
	switch {
	case err != nil:
		return pass.Ticket{}, "", err
	case a.Reason == NotToTake:
		return pass.Ticket{}, "", pass.ErrState.With("pass", id, "state", a.Pass.State)
	case a.Grant == nil || s.keys == nil:
		return pass.Ticket{}, "", ErrPassNotHeld.With("pass", id)
	}
	t := pass.Ticket{
		Ledger: ledger.ID(), Pass: id, Grant: a.Grant.ID, Number: a.Grant.Ticket, Seat: a.Grant.Serial,
		OpensAt: a.Pass.OpensAt, ClosesAt: a.Pass.ClosesAt,
	}
	return t, s.keys.Sign(t), nil
}
