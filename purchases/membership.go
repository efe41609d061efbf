package purchases

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of memberships.
var (
	// ErrMembershipInvalid: a part of it is missing, too long, no text, or over before it begins. Facts: field.
	ErrMembershipInvalid = fault.Define(fault.Invalid, "membership-invalid")
	// ErrMembershipNotFound: the holder is no member of the brand's fan club. Facts: brand.
	ErrMembershipNotFound = fault.Define(fault.NotFound, "membership-not-found")
)

// membershipPrefix begins the ids of what memberships come from: an app's word.
const membershipPrefix = "mbr"

// maxProof bounds what proves a membership, in bytes.
const maxProof = 200

// Membership is an app's word that a holder is a member of a brand's fan club.
type Membership struct {
	Intent
	Holder string
	Brand  string     // id
	Proof  string     // by which the app knows, for example a member's number; printable, 1 to 200 bytes
	Until  *time.Time // first moment that they are no member any more; nil: without an end
}

// Join makes a holder a member of a brand's fan club from now on: they may take offers for members, and use the packs of
// its pool. Who is one already stays one, until and by what is said now; to say the same again changes nothing.
//
// Faults: ErrHolderInvalid, ErrMembershipInvalid, ErrKeyInFlight, ErrKeyReused.
func (s *Service) Join(ctx context.Context, m Membership) (Grant, error) {
	if err := CheckHolder(m.Holder); err != nil {
		return Grant{}, err
	}
	if m.Proof == "" || len(m.Proof) > maxProof || !utf8.ValidString(m.Proof) || containsUnprintable(m.Proof) {
		return Grant{}, ErrMembershipInvalid.With("field", "proof")
	}
	outcome, err := s.perform(ctx, m.Intent, Scope{Holder: m.Holder, Pack: m.Brand}, m.join)
	if err != nil {
		return Grant{}, err
	}
	return *outcome.Grant, nil
}

func (m Membership) join(found State, now time.Time) (deed, error) {
	if m.Until != nil {
		until := m.Until.UTC().Truncate(time.Microsecond)
		if m.Until = &until; !until.After(now) {
			return deed{}, ErrMembershipInvalid.With("field", "until")
		}
	}
	before := active(found.Grants, now)
	if before != nil && before.Proof == m.Proof && sameMoment(before.ValidUntil, m.Until) {
		return deed{outcome: Outcome{Grant: before}}, nil
	}
	g := Grant{
		ID: journal.NewID("gnt"), Ledger: m.Ledger, Holder: m.Holder, Pack: m.Brand, Kind: GrantMembership, Source: journal.NewID(membershipPrefix),
		ValidFrom: now, ValidUntil: m.Until, Number: int64(len(found.Grants)) + 1, Proof: m.Proof,
	}
	d := deed{outcome: Outcome{Grant: &g}}
	if before != nil {
		d.endMembership(*before, revokedByRenewal, now)
	}
	d.Granted = []Grant{g}
	d.Record.Events = []journal.Event{g.membershipEvent("membership.joined", now)}
	return d, nil
}

func sameMoment(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

// Leave ends a holder's membership now. Proof and Until say nothing. Faults: ErrHolderInvalid, ErrMembershipNotFound.
func (s *Service) Leave(ctx context.Context, m Membership) error {
	if err := CheckHolder(m.Holder); err != nil {
		return err
	}
	_, err := s.perform(ctx, m.Intent, Scope{Holder: m.Holder, Pack: m.Brand}, func(found State, now time.Time) (deed, error) {
		before := active(found.Grants, now)
		if before == nil {
			return deed{}, ErrMembershipNotFound.With("brand", m.Brand)
		}
		d := deed{outcome: Outcome{Grant: before}}
		d.endMembership(*before, revokedByLeaving, now)
		d.Record.Events = []journal.Event{before.membershipEvent("membership.left", now)}
		return d, nil
	})
	return err
}

func (d *deed) endMembership(g Grant, why string, now time.Time) {
	g.RevokedAt, g.Revoked = &now, why
	d.Revoked = append(d.Revoked, g)
}

// membershipEvent is what an event says of a membership. What proves it is not told.
type membershipEvent struct {
	Brand      string     `json:"brand"`
	Holder     string     `json:"holder"`
	Grant      string     `json:"grant"`
	ValidFrom  time.Time  `json:"valid_from"`
	ValidUntil *time.Time `json:"valid_until"`
}

func (g Grant) membershipEvent(typ string, now time.Time) journal.Event {
	facts := membershipEvent{g.Pack, g.Holder, g.ID, g.ValidFrom, g.ValidUntil}
	return journal.NewEvent(g.Ledger.ID(), typ, g.Source, facts, now).Of(g.Holder, "")
}

// Memberships returns the grants of the fan clubs that a holder is a member of now, oldest first. Fault:
// ErrHolderInvalid.
func (s *Service) Memberships(ctx context.Context, ledger Ledger, holder string) ([]Grant, error) {
	grants, _, err := s.activeGrants(ctx, ledger, holder)
	return slices.DeleteFunc(grants, func(g Grant) bool { return g.Kind != GrantMembership }), err
}

// forMembers returns why a holder may not take an offer for the members of a fan club; nil when they are one.
func (s *Service) forMembers(ctx context.Context, ledger Ledger, holder string, t catalog.Terms) (*fault.Error, error) {
	refused := ErrAudience.With("pack", t.Pack, "region", t.Region, "audience", t.Audience)
	if t.Brand == "" {
		return refused, nil
	}
	refused = refused.With("brand", t.Brand)
	grants, err := s.store.Grants(ctx, ledger, []string{holder}, []string{t.Brand})
	if err != nil {
		return refused, err
	}
	now, err := s.Now(ctx, ledger)
	if slices.ContainsFunc(grants, func(g Grant) bool { return g.Pack == t.Brand && g.Kind == GrantMembership && g.ActiveAt(now) }) {
		refused = nil
	}
	return refused, err
}
