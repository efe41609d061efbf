package purchases

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// Faults of checking in.
var (
	// ErrTicketForeign: the ticket is of another app, or of another pass. Facts: pass (the ticket's, when it is the app's).
	ErrTicketForeign = fault.Define(fault.Denied, "pass-ticket-foreign")
	// ErrTicketRevoked: the ticket was taken back, or another was given in its place. Facts: pass, reason.
	ErrTicketRevoked = fault.Define(fault.Conflict, "pass-ticket-revoked")
	// ErrCheckedIn: they came already. Facts: pass, checked_in_at, gate, seat.
	ErrCheckedIn = fault.Define(fault.Conflict, "pass-checked-in")
	// ErrPassNotOpen: the pass does not admit now. Facts: pass, opens_at, closes_at.
	ErrPassNotOpen = fault.Define(fault.Conflict, "pass-not-open")
)

// maxGate is how long the name of a gate may be, in bytes.
const maxGate = 100

// CheckIn lets somebody in: whoever shows a ticket, or a holder whom the app knows.
type CheckIn struct {
	Intent
	Pass   string
	Ticket string // "" for Holder
	Holder string
	Gate   string // where, as the app calls it, or ""
}

// CheckIn writes down that a holder came, once, and returns their grant.
//
// Faults: ErrHolderInvalid, ErrOrderInvalid (the gate), pass.ErrNotFound, pass.ErrTicketInvalid, ErrTicketForeign,
// ErrTicketRevoked, ErrPassNotHeld, ErrCheckedIn, ErrPassNotOpen, pass.ErrState (it was cancelled), ErrKeyInFlight,
// ErrKeyReused.
func (s *Service) CheckIn(ctx context.Context, c CheckIn) (Grant, error) {
	if len(c.Gate) > maxGate || !utf8.ValidString(c.Gate) || containsUnprintable(c.Gate) {
		return Grant{}, ErrOrderInvalid.With("field", "gate")
	}
	var shown pass.Ticket
	if c.Ticket != "" {
		var err error
		if shown, c.Holder, err = s.shown(ctx, c); err != nil {
			return Grant{}, err
		}
	}
	if err := CheckHolder(c.Holder); err != nil {
		return Grant{}, err
	}
	outcome, err := s.perform(ctx, c.Intent, Scope{Holder: c.Holder, Pack: c.Pass}, func(found State, now time.Time) (deed, error) {
		return c.decide(shown, found, now)
	})
	if err != nil {
		return Grant{}, err
	}
	return *outcome.Grant, nil
}

// shown reads a ticket, and finds whose it is.
func (s *Service) shown(ctx context.Context, c CheckIn) (pass.Ticket, string, error) {
	t, err := s.ReadTicket(c.Ticket)
	switch {
	case err != nil:
		return t, "", err
	case t.Ledger != c.Ledger.ID():
		return t, "", ErrTicketForeign
	case t.Pass != c.Pass:
		return t, "", ErrTicketForeign.With("pass", t.Pass)
	}
	holder, err := s.store.TicketHolder(ctx, c.Ledger, c.Pass, t.Grant)
	return t, holder, err
}

// decide decides on a check-in.
func (c CheckIn) decide(shown pass.Ticket, found State, now time.Time) (deed, error) {
	p := found.Pass
	if p == nil || p.State == pass.Draft {
		return deed{}, pass.ErrNotFound.With("pass", c.Pass)
	}
	g, err := c.grant(shown, found.Grants, now)
	switch {
	case err != nil:
		return deed{}, err
	case g.CheckedInAt != nil:
		return deed{}, ErrCheckedIn.With("pass", p.ID, "checked_in_at", g.CheckedInAt.UTC(), "gate", g.Gate, "seat", g.Serial)
	case p.State == pass.Cancelled:
		return deed{}, pass.ErrState.With("pass", p.ID, "state", p.State)
	case !p.Open(now):
		return deed{}, ErrPassNotOpen.With("pass", p.ID, "opens_at", p.OpensAt.UTC(), "closes_at", p.ClosesAt.UTC())
	}
	g.CheckedInAt, g.Gate = &now, c.Gate
	var d deed
	d.CheckedIn = []Grant{g}
	d.outcome = Outcome{Grant: &d.CheckedIn[0]}
	d.Record.Events = []journal.Event{journal.NewEvent(c.Ledger.ID(), "pass.checked_in", g.ID, ticketFacts{
		Pass: p.ID, Grant: g.ID, Holder: g.Holder, Seat: g.Serial, Ticket: g.Ticket, CheckedInAt: &now, Gate: g.Gate,
	}, now).Of(g.Holder, "")}
	return d, nil
}

// grant finds the grant that a ticket is of, or that the holder has.
func (c CheckIn) grant(shown pass.Ticket, grants []Grant, now time.Time) (Grant, error) {
	if shown.Grant == "" {
		if g := active(grants, now); g != nil {
			return *g, nil
		}
		return Grant{}, ErrPassNotHeld.With("pass", c.Pass)
	}
	i := slices.IndexFunc(grants, func(g Grant) bool { return g.ID == shown.Grant })
	if i < 0 {
		return Grant{}, ErrPassNotHeld.With("pass", c.Pass)
	}
	g := grants[i]
	if !g.ActiveAt(now) || g.Ticket != shown.Number {
		return Grant{}, ErrTicketRevoked.With("pass", c.Pass, "reason", g.Revoked)
	}
	return g, nil
}

// ticketFacts are what an event says of a ticket.
type ticketFacts struct {
	Pass        string     `json:"pass"`
	Grant       string     `json:"grant"`
	Holder      string     `json:"holder"` // who has it now
	From        string     `json:"from,omitempty"`
	Seat        int64      `json:"seat,omitempty"`
	Ticket      int64      `json:"ticket"`
	CheckedInAt *time.Time `json:"checked_in_at,omitempty"`
	Gate        string     `json:"gate,omitempty"`
}
