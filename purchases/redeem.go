package purchases

import (
	"context"
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// RedeemRequest hands in a code on behalf of a holder.
type RedeemRequest struct {
	Intent
	Holder string
	Code   string // as it was typed
}

// Redeem gives a holder the pack of a code, and spends the code. What is refused spends nothing.
//
// Faults: ErrHolderInvalid, ErrCodeNotFound (also for what cannot be a code, and for codes of the other kind of ledger),
// ErrCodeRedeemed, ErrCodeNotOpen, ErrCodeEnded, ErrCodeLimit, ErrAlreadyOwned, ErrSoldOut, ErrWaiting, ErrKeyInFlight,
// ErrKeyReused.
func (s *Service) Redeem(ctx context.Context, r RedeemRequest) (Grant, error) {
	if err := CheckHolder(r.Holder); err != nil {
		return Grant{}, err
	}
	hash, ok := hashCode(r.Code)
	if !ok {
		return Grant{}, ErrCodeNotFound
	}
	outcome, err := s.perform(ctx, r.Intent, Scope{Holder: r.Holder, Code: hash}, func(found State, now time.Time) (deed, error) {
		return r.decide(found, now)
	})
	if err != nil {
		return Grant{}, err
	}
	return *outcome.Grant, nil
}

// decide decides on a code.
func (r RedeemRequest) decide(found State, now time.Time) (deed, error) {
	code := found.Code
	if code == nil || code.Batch.Test != r.Ledger.Test {
		return deed{}, ErrCodeNotFound
	}
	if refused := code.refused(now); refused != nil {
		return deed{}, refused
	}
	pack := code.Batch.Pack
	if have := owned(pack, entitlement(r.Holder, pack, found.Grants, now)); have != nil {
		return deed{}, have
	}
	if none := found.none(Order{Pack: pack}); none != nil {
		return deed{}, none
	}
	redemption := Redemption{
		ID: journal.NewID("red"), Hash: code.Hash, Batch: code.Batch.ID, Ledger: r.Ledger, Holder: r.Holder, At: now,
	}
	grant := Grant{
		ID: journal.NewID("gnt"), Ledger: r.Ledger, Holder: r.Holder, Pack: pack, Kind: GrantCode, Source: redemption.ID, ValidFrom: now,
	}
	if days := code.Batch.UseDays; days > 0 {
		until := now.AddDate(0, 0, days)
		grant.ValidUntil = &until
	}
	redemption.Grant = grant.ID
	var d deed
	d.Redemption, d.Granted = &redemption, []Grant{grant}
	d.outcome = Outcome{Grant: &d.Granted[0]}
	d.Record.Events = []journal.Event{journal.NewEvent(r.Ledger.ID(), "code.redeemed", redemption.ID, codeEvent{
		redemption.ID, redemption.Batch, r.Holder, pack, grant.ValidUntil,
	}, now).Of(r.Holder, "")}
	return d, nil
}

// codeEvent is what an event says of a code.
type codeEvent struct {
	Redemption string     `json:"redemption"`
	Batch      string     `json:"batch"`
	Holder     string     `json:"holder"`
	Pack       string     `json:"pack"`
	ValidUntil *time.Time `json:"valid_until"`
}

// codesAtOnce is how many codes are added in one transaction, so that orders go on between them.
const codesAtOnce = 2000

// MakeCodes makes a batch of codes and returns them, the only time that anybody sees them. ID, CreatedAt, EndedAt and
// Redeemed are set by the service. When it ends early, none of them is ever taken. Fault: ErrBatchInvalid.
func (s *Service) MakeCodes(ctx context.Context, by journal.Origin, b CodeBatch) (CodeBatch, []string, error) {
	now := s.now()
	b.ID, b.CreatedAt, b.EndedAt, b.Redeemed = journal.NewID("cbt"), now, nil, 0
	b.From, b.Until = b.From.UTC().Truncate(time.Microsecond), b.Until.UTC().Truncate(time.Microsecond)
	if err := b.check(now); err != nil {
		return b, nil, err
	}
	codes, hashes := make([]string, b.Count), make([]string, b.Count)
	for i := range codes {
		codes[i] = newCode()
		hash, ok := hashCode(codes[i])
		if !ok {
			return b, nil, fmt.Errorf("purchases: code %d of %s cannot be read", i, b.ID)
		}
		hashes[i] = hash
	}
	for first := 0; first < b.Count; first += codesAtOnce {
		if err := s.store.AddCodes(ctx, b.ID, hashes[first:min(first+codesAtOnce, b.Count)]); err != nil {
			return b, nil, err
		}
	}
	entry := journal.NewAuditEntry(by, "codes.make", b.ID, nil, b, now)
	return b, codes, s.store.AddBatch(ctx, b, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// Batches returns all batches of codes, the latest first.
func (s *Service) Batches(ctx context.Context) ([]CodeBatch, error) { return s.store.Batches(ctx) }

// Batch returns one of them. Fault: ErrBatchNotFound.
func (s *Service) Batch(ctx context.Context, id string) (CodeBatch, error) {
	return s.store.Batch(ctx, id)
}

// EndBatch has the codes of a batch taken no more; what they gave stays. To end it again changes nothing. Fault:
// ErrBatchNotFound.
func (s *Service) EndBatch(ctx context.Context, by journal.Origin, id string) (CodeBatch, error) {
	b, err := s.store.Batch(ctx, id)
	if err != nil || b.EndedAt != nil {
		return b, err
	}
	now := s.now()
	entry := journal.NewAuditEntry(by, "codes.end", id, b, nil, now)
	if err := s.store.EndBatch(ctx, id, now, journal.Record{Audit: []journal.AuditEntry{entry}}); err != nil {
		return b, err
	}
	return s.store.Batch(ctx, id)
}
