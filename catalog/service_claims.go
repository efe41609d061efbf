package catalog

import (
	"context"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of takedowns.
var (
	// ErrPackTakenDown: the pack was taken down, and its tombstone says why. Facts: pack, reason, at, note.
	ErrPackTakenDown = fault.Define(fault.Gone, "pack-taken-down")
	// ErrPackNotBanned: only a ban can be lifted. Facts: pack, state.
	ErrPackNotBanned = fault.Define(fault.Conflict, "pack-not-banned")
	// ErrClaimInvalid: a claim or a counter-notice lacks who says it, how to reach them, or what they say.
	ErrClaimInvalid = fault.Define(fault.Invalid, "claim-invalid")
	// ErrCountered: another counter-notice to the same claims is on record. Facts: pack, number, at.
	ErrCountered = fault.Define(fault.Conflict, "counter-notice-given")
)

// ClaimKind says on whose side an entry of the record is.
type ClaimKind string

// The kinds of entries.
const (
	ClaimOfRights ClaimKind = "claim"
	CounterNotice ClaimKind = "counter_notice"
)

// ClaimEntry is one entry of the record about whose rights a pack breaks. It is kept as it was said.
type ClaimEntry struct {
	Pack   string
	Number int // from 1
	Kind   ClaimKind
	Claim
	By string // account that put it on record
	At time.Time
}

// settled returns the claim without spaces around it, or ErrClaimInvalid.
func (c Claim) settled() (Claim, error) {
	c = Claim{strings.TrimSpace(c.Claimant), strings.TrimSpace(c.Contact), strings.TrimSpace(c.Statement)}
	var fields []fault.Field
	for _, part := range []struct {
		pointer, text string
		limit         int
	}{{"/claimant", c.Claimant, 200}, {"/contact", c.Contact, 254}, {"/statement", c.Statement, 10_000}} {
		switch {
		case part.text == "":
			fields = append(fields, fault.Field{Pointer: part.pointer, Code: "required"})
		case len([]rune(part.text)) > part.limit:
			fields = append(fields, fault.Field{Pointer: part.pointer, Code: "text-too-long", Facts: map[string]any{"limit": part.limit}})
		}
	}
	if len(fields) > 0 {
		return c, ErrClaimInvalid.WithFields(fields...)
	}
	return c, nil
}

// RecordClaim puts on record what somebody says whose rights a pack breaks. It takes nothing down. The error
// is ErrClaimInvalid.
func (s *Service) RecordClaim(ctx context.Context, by By, at Target, claim Claim) (ClaimEntry, error) {
	return s.record(ctx, by, at, accounts.PublishDirect, ClaimOfRights, claim)
}

// Counter puts on record what those who made the pack say against a claim. It lifts nothing: an operator
// does. Sent again, it is the one that is there. Errors: ErrClaimInvalid, ErrCountered until there is another
// claim.
func (s *Service) Counter(ctx context.Context, by By, at Target, claim Claim) (ClaimEntry, error) {
	return s.record(ctx, by, at, accounts.WritePacks, CounterNotice, claim)
}

// countered returns the counter-notice that has the last word in a record; false when a claim has it.
func countered(record []ClaimEntry) (ClaimEntry, bool) {
	if len(record) == 0 {
		return ClaimEntry{}, false
	}
	last := record[len(record)-1]
	return last, last.Kind == CounterNotice
}

func (s *Service) record(ctx context.Context, by By, at Target, action accounts.Action, kind ClaimKind, claim Claim) (ClaimEntry, error) {
	draft, err := s.take(ctx, by, action, at)
	if err != nil {
		return ClaimEntry{}, err
	}
	entry, known, err := s.entry(ctx, by, draft.Pack.ID, kind, claim)
	if err != nil || known {
		return entry, err
	}
	what := "pack." + string(kind)
	record := journal.Record{
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), what, entry.Pack, nil, entry.Claim, entry.At)},
		Events: []journal.Event{journal.NewEvent("", what, entry.Pack, map[string]int{"number": entry.Number}, entry.At)},
	}
	return entry, s.store.Commit(ctx, Change{Pack: draft.Pack, Claim: &entry, Record: record})
}

// entry is the next one of a pack's record, or the counter-notice that says the same and is there already.
func (s *Service) entry(ctx context.Context, by By, pack string, kind ClaimKind, claim Claim) (next ClaimEntry, there bool, err error) {
	claim, err = claim.settled()
	if err != nil {
		return ClaimEntry{}, false, err
	}
	record, err := s.store.Claims(ctx, pack)
	if err != nil {
		return ClaimEntry{}, false, err
	}
	last, answered := countered(record)
	switch {
	case kind != CounterNotice || !answered:
		return ClaimEntry{Pack: pack, Number: len(record) + 1, Kind: kind, Claim: claim, By: by.Origin().Actor, At: s.now()}, false, nil
	case last.Claim != claim:
		return ClaimEntry{}, false, ErrCountered.With("pack", pack, "number", last.Number, "at", last.At)
	}
	return last, true, nil
}

// Claims lists the record of a pack, in order. How to reach somebody is told to themselves, and to those who
// may take packs down or read what was done.
func (s *Service) Claims(ctx context.Context, by By, idOrSlug string) ([]ClaimEntry, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return nil, err
	}
	entries, err := s.store.Claims(ctx, draft.Pack.ID)
	if by.Can(accounts.PublishDirect) || by.Can(accounts.ReadAudit) {
		return entries, err
	}
	for i := range entries {
		if entries[i].By != by.Account {
			entries[i].Contact = ""
		}
	}
	return entries, err
}

// Lift ends a ban: the pack is stopped, so that publishing it is a decision of its own, and what was withheld
// is shown again. The error is ErrPackNotBanned.
func (s *Service) Lift(ctx context.Context, by By, at Target, reason string) (Pack, error) {
	draft, err := s.take(ctx, by, accounts.PublishDirect, at)
	if err != nil {
		return Pack{}, err
	}
	if draft.Pack.State != StateBanned {
		return Pack{}, ErrPackNotBanned.With("pack", draft.Pack.ID, "state", draft.Pack.State)
	}
	published, err := s.store.PublishedPack(ctx, draft.Pack.ID)
	if err != nil {
		return Pack{}, err
	}
	after := draft.Pack
	after.State, after.UpdatedAt = StateStopped, s.now()
	published.State, published.UpdatedAt, published.Takedown = StateStopped, after.UpdatedAt, nil
	noted := liftNote{note(after), reason}
	record := journal.Record{
		Events: []journal.Event{journal.NewEvent("", "pack.lifted", after.ID, note(after), s.now())},
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), "pack.lift", after.ID, note(draft.Pack), noted, s.now())},
	}
	return s.show(ctx, Change{Pack: after, Published: &published, Record: record})
}

// liftNote is what the journal keeps of the end of a ban.
type liftNote struct {
	Pack   any    `json:"pack"`
	Reason string `json:"reason,omitempty"`
}
