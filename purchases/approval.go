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

// Faults of refunds that need a second person.
var (
	// ErrRefundAboveLimit: staff may not give back so much alone. Facts: order, limit, currency.
	ErrRefundAboveLimit = fault.Define(fault.Denied, "refund-above-limit")
	// ErrRefundWaiting: somebody asked for a refund of the order, which waits for a decision. Facts: order.
	ErrRefundWaiting = fault.Define(fault.Conflict, "refund-waiting")
	// ErrApprovalNotFound: nobody asked for that. Facts: approval.
	ErrApprovalNotFound = fault.Define(fault.NotFound, "refund-approval-not-found")
	// ErrApprovalDecided: it was decided before. Facts: approval, state.
	ErrApprovalDecided = fault.Define(fault.Conflict, "refund-approval-decided")
	// ErrApprovalOwn: who asks for a refund does not approve it. Facts: approval.
	ErrApprovalOwn = fault.Define(fault.Denied, "refund-approval-own")
)

// RefundLimits are what staff may give back of an order alone, in minor units by currency. nil is no limit; with limits, a
// currency that is not named has the limit 0.
type RefundLimits map[string]int64

// ParseRefundLimits reads limits as people write them: "KRW=100000", "USD=75.50".
func ParseRefundLimits(texts []string) (RefundLimits, error) {
	var limits RefundLimits
	for _, text := range texts {
		currency, amount, _ := strings.Cut(strings.TrimSpace(text), "=")
		minor, ok := catalog.ParseAmount(amount, currency)
		if !ok || minor < 0 {
			return nil, ErrRefundAmount.With("amount", text)
		}
		if limits == nil {
			limits = RefundLimits{}
		}
		limits[currency] = minor
	}
	return limits, nil
}

// check returns ErrRefundAboveLimit when more has gone back of an order, with this amount, than one may decide alone.
func (l RefundLimits) check(o Order, amount int64) error {
	if l == nil || o.Settled == nil || o.Refunded+amount <= l[o.Settled.Currency] {
		return nil
	}
	return ErrRefundAboveLimit.With("order", o.ID, "limit", l[o.Settled.Currency], "currency", o.Settled.Currency)
}

// ApprovalState is how far a refund that needs a second person has come.
type ApprovalState string

// The states.
const (
	ApprovalWaiting  ApprovalState = "waiting"
	ApprovalApproved ApprovalState = "approved"
	ApprovalDeclined ApprovalState = "declined"
)

// Approval is a refund that one member of staff asks for and another decides on.
type Approval struct {
	ID        string        `json:"id"` // apv_…
	Order     string        `json:"order"`
	Ledger    Ledger        `json:"-"`
	Amount    catalog.Price `json:"amount"`
	Reason    string        `json:"reason"`
	State     ApprovalState `json:"state"`
	AskedBy   string        `json:"asked_by"` // account
	AskedAt   time.Time     `json:"asked_at"`
	DecidedBy string        `json:"decided_by,omitempty"`
	DecidedAt *time.Time    `json:"decided_at,omitempty"`
	Refund    string        `json:"refund,omitempty"` // id of the refund that came of it
}

// LimitRefunds has refunds by staff above limits wait for a second person.
func (s *Service) LimitRefunds(limits RefundLimits) { s.limits = limits }

// RefundByStaff is Refund within the limits of one person. Above them it asks for approval, and returns what waits in
// place of a refund.
//
// Faults: those of Refund, and ErrRefundWaiting.
func (s *Service) RefundByStaff(ctx context.Context, r RefundRequest) (Refund, *Approval, error) {
	r.limits = s.limits
	refund, err := s.Refund(ctx, r)
	if above := fault.As(err); above == nil || above.Code() != ErrRefundAboveLimit.Code() {
		return refund, nil, err
	}
	asked, err := s.askForRefund(ctx, r)
	return Refund{}, &asked, err
}

// RefundLimit is what one of the staff may give back of an order alone; nil is no limit.
func (s *Service) RefundLimit(currency string) *catalog.Price {
	if s.limits == nil {
		return nil
	}
	return &catalog.Price{Amount: s.limits[currency], Currency: currency}
}

// askForRefund writes down that somebody wants to give back more than one may alone.
func (s *Service) askForRefund(ctx context.Context, r RefundRequest) (Approval, error) {
	story, err := s.Story(ctx, r.Order)
	if err != nil {
		return Approval{}, err
	}
	amount, err := r.amountOf(story.Order)
	if err != nil {
		return Approval{}, err
	}
	a := Approval{
		ID: journal.NewID("apv"), Order: r.Order, Ledger: r.Ledger, Reason: r.Reason, State: ApprovalWaiting,
		Amount:  catalog.Price{Amount: amount, Currency: story.Order.Settled.Currency},
		AskedBy: r.By.Actor, AskedAt: s.now(),
	}
	entry := journal.NewAuditEntry(r.By, "refund.ask", a.Order, nil, a, a.AskedAt)
	return a, s.store.AddApproval(ctx, a, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// Approvals returns the refunds that were asked for of an order, the latest first, or, without one, all that wait, those
// that have waited longest first.
func (s *Service) Approvals(ctx context.Context, order string, limit int) ([]Approval, error) {
	return s.store.Approvals(ctx, order, limit)
}

// ApproveRefund gives back what somebody else asked for, and says so in the same transaction: however often it is asked,
// and whatever ends meanwhile, the money goes back once.
//
// Faults: ErrApprovalNotFound, ErrApprovalDecided, ErrApprovalOwn, and those of Refund; what it refuses goes on waiting.
func (s *Service) ApproveRefund(ctx context.Context, by journal.Origin, id string) (Refund, error) {
	a, err := s.store.Approval(ctx, id)
	if err == nil {
		err = a.open(by)
	}
	if err != nil {
		return Refund{}, err
	}
	story, err := s.store.Story(ctx, a.Order)
	if err != nil {
		return Refund{}, err
	}
	r := RefundRequest{Intent: Intent{Ledger: a.Ledger, By: by}, Holder: story.Order.Holder, Order: a.Order, Amount: &a.Amount.Amount, Reason: a.Reason}
	outcome, err := s.perform(ctx, r.Intent, Scope{Holder: r.Holder, Order: a.Order, Approval: id}, func(found State, now time.Time) (deed, error) {
		return r.approve(found, id, now)
	})
	if err != nil {
		return Refund{}, err
	}
	s.carryOut(ctx, r, *outcome.Refund)
	return *outcome.Refund, nil
}

// approve decides on a refund that was asked for.
func (r RefundRequest) approve(found State, id string, now time.Time) (deed, error) {
	if found.Approval == nil || found.Order == nil {
		return deed{}, ErrApprovalNotFound.With("approval", id)
	}
	before := *found.Approval
	if err := before.open(r.By); err != nil {
		return deed{}, err
	}
	d, err := r.decide(found, now)
	if err != nil {
		return deed{}, err
	}
	after := before.decided(r.By, ApprovalApproved, now)
	after.Refund = d.Refund.ID
	d.Approval = &after
	d.Record.Audit = append(d.Record.Audit, journal.NewAuditEntry(r.By, "refund.approve", before.Order, before, after, now))
	return d, nil
}

// DeclineRefund refuses what somebody asked for; who asked may take it back so.
//
// Faults: ErrApprovalNotFound, ErrApprovalDecided.
func (s *Service) DeclineRefund(ctx context.Context, by journal.Origin, id string) (Approval, error) {
	before, err := s.store.Approval(ctx, id)
	if err != nil {
		return Approval{}, err
	}
	if before.State != ApprovalWaiting {
		return before, ErrApprovalDecided.With("approval", id, "state", before.State)
	}
	after := before.decided(by, ApprovalDeclined, s.now())
	entry := journal.NewAuditEntry(by, "refund.decline", before.Order, before, after, *after.DecidedAt)
	return after, s.store.DeclineApproval(ctx, after, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// open returns why somebody may not approve it; nil when they may.
func (a Approval) open(by journal.Origin) error {
	switch {
	case a.State != ApprovalWaiting:
		return ErrApprovalDecided.With("approval", a.ID, "state", a.State)
	case a.AskedBy == by.Actor:
		return ErrApprovalOwn.With("approval", a.ID)
	}
	return nil
}

func (a Approval) decided(by journal.Origin, state ApprovalState, now time.Time) Approval {
	a.State, a.DecidedBy, a.DecidedAt = state, by.Actor, &now
	return a
}

// checkReason refuses words that are too long to keep.
func (r RefundRequest) checkReason() error {
	if len(r.Reason) > maxReason || !utf8.ValidString(r.Reason) {
		return ErrOrderInvalid.With("field", "reason")
	}
	return nil
}
