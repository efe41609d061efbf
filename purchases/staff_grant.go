package purchases

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of what staff give.
var (
	// ErrStaffGrantInvalid: a part of what staff give is missing, too long or over. Facts: field, limit.
	ErrStaffGrantInvalid = fault.Define(fault.Invalid, "staff-grant-invalid")
	// ErrStaffGrantNotFound: staff gave the holder no such grant. Facts: grant.
	ErrStaffGrantNotFound = fault.Define(fault.NotFound, "staff-grant-not-found")
	// ErrStaffGrantRevoked: it was taken back before, by whatever request. Facts: grant, revoked_at.
	ErrStaffGrantRevoked = fault.Define(fault.Conflict, "staff-grant-revoked")
	// ErrStaffGrantLimit: the member of staff has given as many packs today, a day of UTC, as one may. Facts: limit.
	ErrStaffGrantLimit = fault.Define(fault.Denied, "staff-grant-limit")
)

// DefaultStaffGrants is how many packs one of the staff gives in a day unless a setting says otherwise.
const DefaultStaffGrants = 50

// StaffGrant says who of the staff gave a holder a pack, and why. No money moves, and no order is made.
type StaffGrant struct {
	ID      string // sgr_…: the source of its grant
	Grant   Grant  // as it is now
	Reason  string // in the words of who gave it
	GivenBy string // account
	Day     string // of UTC, as in 2026-11-23
	Number  int64  // among those that the account gave that day, from 1

	RevokedBy string // account, or ""
	Withdrawn string // why it was taken back, in their words, or ""
}

// GiveRequest asks for a pack for a holder, by one of the staff.
type GiveRequest struct {
	Intent // whose By is who gives; its ledger is the holder's
	Holder string
	Pack   catalog.Pack // sold or no longer sold
	Reason string
	Until  *time.Time // first moment at which they may not use it any more; nil: it has no end
}

// StaffGrants keeps what staff gave.
type StaffGrants interface {
	// StaffGrant returns one by the id of its grant, or ErrStaffGrantNotFound.
	StaffGrant(ctx context.Context, of Owner, grant string) (StaffGrant, error)

	// StaffGrants returns what staff gave a holder, the latest first.
	StaffGrants(ctx context.Context, of Owner) ([]StaffGrant, error)
}

// LimitStaffGrants says how many packs one of the staff gives in a day. It is called before the service is used.
func (s *Service) LimitStaffGrants(perDay int64) { s.giftsPerDay = perDay }

// Give gives a holder a pack on behalf of the staff. Where it is sold does not matter, nor whether it still is; of a
// limited edition it takes a piece.
//
// Faults: ErrHolderInvalid, ErrStaffGrantInvalid, ErrStaffGrantLimit, catalog.ErrPackNotFound (also of one that was
// never on sale), catalog.ErrPackBanned, ErrAlreadyOwned, ErrSoldOut, ErrWaiting, ErrKeyInFlight, ErrKeyReused.
func (s *Service) Give(ctx context.Context, r GiveRequest) (Grant, error) {
	if err := r.check(); err != nil {
		return Grant{}, err
	}
	scope := Scope{Holder: r.Holder, Pack: r.Pack.ID, Staff: r.By.Actor, Day: s.now().Format(time.DateOnly)}
	outcome, err := s.perform(ctx, r.Intent, scope, func(found State, now time.Time) (deed, error) {
		return r.decide(found, scope.Day, s.giftsPerDay, now)
	})
	if err != nil {
		return Grant{}, err
	}
	return *outcome.Grant, nil
}

func (r GiveRequest) check() error {
	if err := CheckHolder(r.Holder); err != nil {
		return err
	}
	switch r.Pack.State {
	case catalog.StateBanned:
		return catalog.ErrPackBanned.With("pack", r.Pack.ID)
	case catalog.StateOnSale, catalog.StateStopped:
		return checkWords(r.Reason)
	}
	return catalog.ErrPackNotFound.With("pack", r.Pack.ID)
}

// checkWords holds the reason of a deed to what is kept.
func checkWords(reason string) error {
	if strings.TrimSpace(reason) == "" || len(reason) > maxReason || !utf8.ValidString(reason) || strings.ContainsFunc(reason, isControl) {
		return ErrStaffGrantInvalid.With("field", "reason", "limit", maxReason)
	}
	return nil
}

// decide decides on a pack that one of the staff gives.
func (r GiveRequest) decide(found State, day string, perDay int64, now time.Time) (deed, error) {
	switch {
	case r.Until != nil && !r.Until.After(now):
		return deed{}, ErrStaffGrantInvalid.With("field", "until", "limit", now)
	case found.GivenToday >= perDay:
		return deed{}, ErrStaffGrantLimit.With("limit", perDay)
	}
	pack := r.Pack.ID
	if have := owned(pack, entitlement(r.Holder, pack, found.Grants, now)); have != nil {
		return deed{}, have
	}
	if none := found.none(Order{Pack: pack}); none != nil {
		return deed{}, none
	}
	given := StaffGrant{ID: journal.NewID("sgr"), Reason: r.Reason, GivenBy: r.By.Actor, Day: day, Number: found.GivenToday + 1}
	given.Grant = Grant{
		ID: journal.NewID("gnt"), Ledger: r.Ledger, Holder: r.Holder, Pack: pack, Kind: GrantStaff, Source: given.ID, ValidFrom: now,
	}
	if r.Until != nil {
		until := r.Until.UTC().Truncate(time.Microsecond)
		given.Grant.ValidUntil = &until
	}
	var d deed
	d.Given, d.Granted = &given, []Grant{given.Grant}
	d.outcome = Outcome{Grant: &d.Granted[0]}
	d.Record = given.record(r.By, "grant.given", "grant.give", now)
	return d, nil
}

// RevokeRequest takes back what staff gave.
type RevokeRequest struct {
	Intent
	Holder string
	Grant  string // id
	Reason string
}

// TakeBack revokes a grant that staff gave; what the holder has otherwise stays theirs.
//
// Faults: ErrHolderInvalid, ErrStaffGrantInvalid, ErrStaffGrantNotFound (also for grants that came of something else),
// ErrStaffGrantRevoked, ErrKeyInFlight, ErrKeyReused.
func (s *Service) TakeBack(ctx context.Context, r RevokeRequest) (Grant, error) {
	if err := CheckHolder(r.Holder); err != nil {
		return Grant{}, err
	}
	if err := checkWords(r.Reason); err != nil {
		return Grant{}, err
	}
	given, err := s.store.StaffGrant(ctx, Owner{r.Ledger, r.Holder}, r.Grant)
	if err != nil {
		return Grant{}, err
	}
	scope := Scope{Holder: r.Holder, Pack: given.Grant.Pack}
	outcome, err := s.perform(ctx, r.Intent, scope, func(found State, now time.Time) (deed, error) {
		return r.decide(given, found, now)
	})
	if err != nil {
		return Grant{}, err
	}
	return *outcome.Grant, nil
}

// decide decides on taking back what was given.
func (r RevokeRequest) decide(given StaffGrant, found State, now time.Time) (deed, error) {
	for _, g := range found.Grants {
		if g.ID != given.Grant.ID {
			continue
		}
		if g.RevokedAt != nil {
			return deed{}, ErrStaffGrantRevoked.With("grant", g.ID, "revoked_at", g.RevokedAt.UTC())
		}
		g.RevokedAt, g.Revoked = &now, revokedByStaff
		given.Grant, given.RevokedBy, given.Withdrawn = g, r.By.Actor, r.Reason
		var d deed
		d.TakenBack, d.Revoked = &given, []Grant{g}
		d.outcome = Outcome{Grant: &d.Revoked[0]}
		d.Record = given.record(r.By, "grant.revoked", "grant.revoke", now)
		return d, nil
	}
	return deed{}, ErrStaffGrantNotFound.With("grant", r.Grant)
}

// grantFacts are what an event says of a grant. Why is between the staff.
type grantFacts struct {
	Grant      string     `json:"grant"`
	Holder     string     `json:"holder"`
	Pack       string     `json:"pack"`
	Kind       GrantKind  `json:"kind"`
	ValidUntil *time.Time `json:"valid_until"`
}

// record tells the app's ledger and the audit log of what was given or taken back. The log has nobody's name, and no
// words, which may have one: it cannot be changed when somebody is erased.
func (g StaffGrant) record(by journal.Origin, event, action string, now time.Time) journal.Record {
	facts := grantFacts{g.Grant.ID, g.Grant.Holder, g.Grant.Pack, g.Grant.Kind, g.Grant.ValidUntil}
	noted := map[string]any{"ledger": g.Grant.Ledger.ID(), "pack": g.Grant.Pack, "valid_until": g.Grant.ValidUntil}
	return journal.Record{
		Events: []journal.Event{journal.NewEvent(g.Grant.Ledger.ID(), event, g.ID, facts, now).Of(g.Grant.Holder, "")},
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(by, action, g.Grant.ID, nil, noted, now)},
	}
}

// StaffGrants returns what staff gave a holder, the latest first. Fault: ErrHolderInvalid.
func (s *Service) StaffGrants(ctx context.Context, of Owner) ([]StaffGrant, error) {
	if err := CheckHolder(of.Holder); err != nil {
		return nil, err
	}
	return s.store.StaffGrants(ctx, of)
}
