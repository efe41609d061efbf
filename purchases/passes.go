package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// Passes keeps passes, and who came.
type Passes interface {
	// Pass returns a pass in whatever state, or pass.ErrNotFound.
	Pass(ctx context.Context, id string) (pass.Pass, error)

	// PassesByID returns the passes of these ids that there are, in no order.
	PassesByID(ctx context.Context, ids []string) ([]pass.Pass, error)

	// Passes returns at most limit passes in the order of their ids, those after one.
	Passes(ctx context.Context, after string, limit int) ([]pass.Pass, error)

	// OnOffer returns the passes that are on sale and not over, by when they admit, and whether they are sold out.
	OnOffer(ctx context.Context, now time.Time) ([]PassOnOffer, error)

	// SavePass adds a pass whose Version is 0, or changes the one that is still at that Version; else it is
	// pass.ErrStale. Its editions get its capacity, or it is pass.ErrSeatsTaken.
	SavePass(ctx context.Context, p pass.Pass, record journal.Record) error

	// RemovePass takes away a draft that is still at a version; else it is pass.ErrStale.
	RemovePass(ctx context.Context, id string, version int64, record journal.Record) error

	// Attendance counts who holds a pass, by ledger.
	Attendance(ctx context.Context, id string) ([]Attendance, error)

	// TicketHolder returns who has, or had, the grant of a pass, or ErrPassNotHeld.
	TicketHolder(ctx context.Context, ledger Ledger, id, grant string) (string, error)

	// Tickets returns the grants of a pass that a query asks for, revoked ones too, the latest first.
	Tickets(ctx context.Context, q TicketQuery) ([]Grant, error)

	// OfCancelled returns at most limit orders that are Fulfilled though their passes are cancelled, oldest first.
	OfCancelled(ctx context.Context, limit int) ([]Order, error)
}

// Attendance is how many holders of a ledger have a pass, and how many of them came.
type Attendance struct {
	Ledger    Ledger
	Holders   int64
	CheckedIn int64
}

// Pass returns a pass in whatever state. Fault: pass.ErrNotFound.
func (s *Service) Pass(ctx context.Context, id string) (pass.Pass, error) {
	return s.store.Pass(ctx, id)
}

// Passes returns at most limit passes in the order of their ids, which is that in which they were made, those after one.
func (s *Service) Passes(ctx context.Context, after string, limit int) ([]pass.Pass, error) {
	return s.store.Passes(ctx, after, limit)
}

// Attendance counts who holds a pass, by ledger.
func (s *Service) Attendance(ctx context.Context, id string) ([]Attendance, error) {
	return s.store.Attendance(ctx, id)
}

// SavePass makes a pass, a draft that has no ID, or changes one: Version is the one that it was read at. licence is what
// its collab allows, nil for none. Apps whose users hold it are told when it moves or is cancelled; then what they paid
// goes back, or is due.
//
// Faults: pass.ErrInvalid, pass.ErrNotFound, pass.ErrStale, pass.ErrState, pass.ErrSeatsTaken.
func (s *Service) SavePass(ctx context.Context, by journal.Origin, p pass.Pass, licence *catalog.Licence) (pass.Pass, error) {
	p, err := p.Settle(licence)
	if err != nil {
		return p, err
	}
	p.UpdatedAt = s.now()
	if p.ID == "" {
		p.ID, p.State, p.CreatedAt, p.Version = journal.NewID(pass.IDPrefix), pass.Draft, p.UpdatedAt, 0
		return s.savePass(ctx, p, journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by, "pass.make", p.ID, nil, p, p.UpdatedAt)}})
	}
	before, err := s.store.Pass(ctx, p.ID)
	if err != nil {
		return p, err
	}
	if err := changeable(before, p); err != nil {
		return p, err
	}
	record := journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by, "pass.change", p.ID, passEntry(before), passEntry(p), p.UpdatedAt)}}
	if record.Events, err = s.passEvents(ctx, before, p); err != nil {
		return p, err
	}
	saved, err := s.savePass(ctx, p, record)
	if err == nil && p.State == pass.Cancelled {
		_, _ = s.GiveBackCancelled(ctx, cancelledAtOnce) // what does not go back now is the reconciler's: it is cancelled
	}
	return saved, err
}

// cancelledAtOnce is how many orders are given back while somebody waits who cancels their pass.
const cancelledAtOnce = 200

// passEntry is a pass as the audit log has it.
func passEntry(p pass.Pass) any {
	return struct {
		pass.Pass
		State  pass.State `json:"state"`
		Collab string     `json:"collab"`
	}{p, p.State, p.Collab}
}

func (s *Service) savePass(ctx context.Context, p pass.Pass, record journal.Record) (pass.Pass, error) {
	err := s.store.SavePass(ctx, p, record)
	p.Version++
	return p, err
}

// changeable returns why a pass may not become another one; nil when it may.
func changeable(before, after pass.Pass) error {
	limited := func(p pass.Pass) bool { return p.Capacity > 0 }
	switch {
	case before.Version != after.Version:
		return pass.ErrStale.With("pass", before.ID, "version", before.Version)
	case before.State == pass.Cancelled,
		before.State != after.State && !before.State.May(after.State),
		before.State != pass.Draft && limited(before) != limited(after): // seats have numbers from the first on, or never
		return pass.ErrState.With("pass", before.ID, "state", before.State)
	case after.State == pass.OnSale && len(after.Offers) == 0:
		return pass.ErrInvalid.WithFields(fault.Field{Pointer: "/offers", Code: "required"})
	}
	return nil
}

// passFacts are what an event says of a pass.
type passFacts struct {
	Pass     string     `json:"pass"`
	State    pass.State `json:"state"`
	OpensAt  time.Time  `json:"opens_at"`
	ClosesAt time.Time  `json:"closes_at"`
}

// passEvents tell the apps whose users hold a pass that it moved, or was cancelled.
func (s *Service) passEvents(ctx context.Context, before, after pass.Pass) ([]journal.Event, error) {
	typ := ""
	switch {
	case after.State == pass.Cancelled:
		typ = "pass.cancelled"
	case !before.OpensAt.Equal(after.OpensAt) || !before.ClosesAt.Equal(after.ClosesAt):
		typ = "pass.moved"
	default:
		return nil, nil
	}
	held, err := s.store.Attendance(ctx, after.ID)
	var events []journal.Event
	for _, a := range held {
		facts := passFacts{after.ID, after.State, after.OpensAt, after.ClosesAt}
		events = append(events, journal.NewEvent(a.Ledger.ID(), typ, after.ID, facts, after.UpdatedAt))
	}
	return events, err
}

// RemovePass takes a draft away. Version is the one that it was read at; 0 is any. Faults: pass.ErrNotFound,
// pass.ErrStale, pass.ErrState.
func (s *Service) RemovePass(ctx context.Context, by journal.Origin, id string, version int64) error {
	p, err := s.store.Pass(ctx, id)
	switch {
	case err != nil:
		return err
	case version != 0 && version != p.Version:
		return pass.ErrStale.With("pass", id, "version", p.Version)
	case p.State != pass.Draft:
		return pass.ErrState.With("pass", id, "state", p.State)
	}
	entry := journal.NewAuditEntry(by, "pass.remove", id, passEntry(p), nil, s.now())
	return s.store.RemovePass(ctx, id, p.Version, journal.Record{Audit: []journal.AuditEntry{entry}})
}
