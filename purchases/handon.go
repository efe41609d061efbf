package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// ErrNotTransferable: the holder may not hand the pass on. Facts: pass, reason (never, handed-on, too-late, over,
// checked-in or to-self).
var ErrNotTransferable = fault.Define(fault.Conflict, "pass-not-transferable")

// HandOn hands a pass on to another holder.
type HandOn struct {
	Intent
	Holder    string
	Pass      string
	Recipient string
}

// HandOn gives a holder's pass to another holder of the same ledger, as its rule allows, and returns the grant that they
// have. Seat and source stay; the ticket is a new one, and the old one dead. The order is still that of who paid: when
// its money goes back, the pass does too, whoever has it.
//
// Faults: ErrHolderInvalid, pass.ErrNotFound, ErrPassNotHeld, ErrNotTransferable, ErrPassHeld (by the recipient),
// ErrOrderState, ErrKeyInFlight, ErrKeyReused.
func (s *Service) HandOn(ctx context.Context, h HandOn) (Grant, error) {
	for _, holder := range []string{h.Holder, h.Recipient} {
		if err := CheckHolder(holder); err != nil {
			return Grant{}, err
		}
	}
	if h.Holder == h.Recipient {
		return Grant{}, ErrNotTransferable.With("pass", h.Pass, "reason", "to-self")
	}
	if _, err := s.published(ctx, h.Pass); err != nil {
		return Grant{}, err
	}
	scope, err := s.ownership(ctx, h)
	if err != nil {
		return Grant{}, err
	}
	outcome, err := s.perform(ctx, h.Intent, scope, func(found State, now time.Time) (deed, error) {
		return h.decide(found, now)
	})
	if err != nil {
		return Grant{}, err
	}
	return *outcome.Grant, nil
}

// ownership is what there is to see of the order that the holder's pass came of. Without one, it is nothing but what the
// same request was answered before.
func (s *Service) ownership(ctx context.Context, h HandOn) (Scope, error) {
	grants, err := s.store.Grants(ctx, h.Ledger, []string{h.Holder}, []string{h.Pass})
	if err != nil {
		return Scope{}, err
	}
	now, err := s.Now(ctx, h.Ledger)
	if err != nil {
		return Scope{}, err
	}
	held := active(grants, now)
	if held == nil {
		return Scope{Holder: h.Holder, Pack: h.Pass}, nil
	}
	story, err := s.store.Story(ctx, held.Source)
	return Scope{Holder: story.Order.Holder, Order: held.Source, To: h.Recipient}, err
}

// decide decides on a transfer.
func (h HandOn) decide(found State, now time.Time) (deed, error) {
	o := found.Order
	if o == nil || o.Beneficiary() != h.Holder || o.Pack != h.Pass || found.Pass == nil {
		return deed{}, ErrPassNotHeld.With("pass", h.Pass)
	}
	held := active(o.Grants, now)
	if held == nil {
		return deed{}, ErrPassNotHeld.With("pass", h.Pass)
	}
	if o.State != Fulfilled {
		return deed{}, ErrOrderState.With("order", o.ID, "state", o.State)
	}
	if why := h.forbidden(*found.Pass, *held, now); why != "" {
		return deed{}, ErrNotTransferable.With("pass", h.Pass, "reason", why)
	}
	if entitlement(h.Recipient, h.Pass, found.Theirs, now).Entitled {
		return deed{}, ErrPassHeld.With("pass", h.Pass)
	}
	return h.give(*o, *held, now), nil
}

// forbidden says why a grant is not handed on; "" when it is.
func (h HandOn) forbidden(p pass.Pass, held Grant, now time.Time) string {
	if held.CheckedInAt != nil {
		return "checked-in"
	}
	return p.MayHandOn(held.Ticket, now)
}

// give takes a grant from one holder and gives another to the recipient.
func (h HandOn) give(o Order, held Grant, now time.Time) deed {
	o.Gift, o.UpdatedAt = nil, now
	if h.Recipient != o.Holder {
		o.Gift = &Gift{Recipient: h.Recipient, Region: o.Region, State: GiftAccepted, OfferedAt: &now, AnsweredAt: &now}
	}
	grant := o.grant(State{}, now)
	grant.Serial, grant.Ticket = held.Serial, held.Ticket+1
	held.RevokedAt, held.Revoked = &now, revokedByTransfer
	o.Grants = []Grant{grant}
	d := deed{}
	d.Order, d.Revoked, d.Granted = &o, []Grant{held}, []Grant{grant}
	d.outcome = Outcome{Grant: &d.Granted[0]}
	d.Record = journal.Record{
		Events: []journal.Event{journal.NewEvent(o.Ledger.ID(), "pass.transferred", grant.ID, ticketFacts{
			Pass: h.Pass, Grant: grant.ID, Holder: h.Recipient, From: h.Holder, Seat: grant.Serial, Ticket: grant.Ticket,
		}, now).Of(h.Recipient, h.Holder)},
		Audit: []journal.AuditEntry{journal.NewAuditEntry(h.By, "pass.transfer", o.ID, ticketOf(held), ticketOf(grant), now)},
	}
	return d
}

// ticketOf is what the audit log says of a ticket: nobody's name, as it cannot be taken out again.
func ticketOf(g Grant) map[string]any {
	return map[string]any{"grant": g.ID, "pass": g.Pack, "seat": g.Serial, "ticket": g.Ticket}
}
