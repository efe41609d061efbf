package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// RefundRequest says that money of an order goes back.
type RefundRequest struct {
	Intent
	Holder string
	Order  string // order id
	Amount *int64 // minor units of what was settled; nil is all that is left
	Reason string // the app's words, at most 500 bytes

	limits RefundLimits // of who asks; nil: none
}

const maxReason = 500

// Refund gives money of a fulfilled order back, or settles one that is RefundDue. Only when all of it
// has gone back is the order Refunded, and exactly its own grant revoked, which
// is its recipient's when it is a gift. An order that nothing was
// settled for is taken back whole.
//
// Faults: ErrHolderInvalid, ErrOrderInvalid, ErrOrderNotFound, ErrOrderState, ErrRefundAmount,
// ErrRefundElsewhere, ErrRefundWhole, ErrKeyInFlight, ErrKeyReused.
func (s *Service) Refund(ctx context.Context, r RefundRequest) (Refund, error) {
	if err := CheckHolder(r.Holder); err != nil {
		return Refund{}, err
	}
	if err := r.checkReason(); err != nil {
		return Refund{}, err
	}
	scope := Scope{Holder: r.Holder, Order: r.Order}
	outcome, err := s.perform(ctx, r.Intent, scope, func(found State, now time.Time) (deed, error) {
		if found.Order == nil {
			return deed{}, ErrOrderNotFound.With("order", r.Order)
		}
		return r.decide(found, now)
	})
	if err != nil {
		return Refund{}, err
	}
	s.carryOut(ctx, r, *outcome.Refund)
	return *outcome.Refund, nil
}

// carryOut has a gateway give back what was decided. What comes of it, and what it does not answer, is
// the reconciler's: the refund stands.
func (s *Service) carryOut(ctx context.Context, r RefundRequest, refund Refund) {
	if refund.State != RefundPending {
		return
	}
	story, err := s.store.Story(ctx, r.Order)
	if err != nil {
		return
	}
	if now := refundOf(story.Refunds, Return{Refund: refund.ID}); now != nil && now.State == RefundPending && now.Transaction == "" {
		_ = s.giveBack(ctx, story.Order, *now)
	}
}

// decide decides on a refund.
func (r RefundRequest) decide(found State, now time.Time) (deed, error) {
	before := found.Order.At(now)
	if found.Payment != nil && !before.Provider.givesBack() {
		return deed{}, ErrRefundElsewhere.With("provider", before.Provider)
	}
	amount, err := r.amountOf(before)
	if err != nil {
		return deed{}, err
	}
	if found.Payment != nil && !before.Provider.givesBackParts() && before.Settled != nil && amount != before.Refundable() {
		return deed{}, ErrRefundWhole.With("order", before.ID, "provider", before.Provider, "amount", amount,
			"refundable", before.Refundable(), "currency", before.Settled.Currency)
	}
	if before.State == Disputed { // its money is at the payer's bank
		return deed{}, ErrOrderState.With("order", before.ID, "state", before.State)
	}
	if err := r.limits.check(before, amount); err != nil {
		return deed{}, err
	}
	refund := Refund{ID: journal.NewID("ref"), Order: before.ID, State: RefundSettled, Reason: r.Reason, At: now}
	if found.Payment != nil && before.Settled != nil {
		refund.State = RefundPending
	}
	d, err := r.give(found, before, amount, refund)
	if err == nil && refund.State == RefundPending {
		p := found.Payment.askAgain(before, now)
		d.Payment = &p
	}
	return d, err
}

// give writes down that money goes back.
func (r RefundRequest) give(found State, before Order, amount int64, refund Refund) (deed, error) {
	step := refundPart
	if amount == before.Refundable() {
		step = refundAll
	}
	o, err := before.after(step, refund.At)
	if err != nil {
		return deed{}, err
	}
	o.Refunded += amount
	d := deed{outcome: Outcome{Refund: &refund}}
	if o.Settled != nil {
		refund.Amount = o.money(amount)
		if err := d.giveBack(before, found, refund); err != nil {
			return deed{}, err
		}
	}
	if o.State == Refunded {
		if o, err = d.takeBack(before, o, found, revokedByRefund, refund.ID+".coins"); err != nil {
			return deed{}, err
		}
	}
	d.Order, d.Refund = &o, &refund
	told := d.Record.Events
	d.Record = r.record(before, o, refund)
	d.Record.Events = append(d.Record.Events, told...)
	return d, nil
}

// amountOf returns how much goes back. Orders in states that have no refunds are refused later.
func (r RefundRequest) amountOf(o Order) (int64, error) {
	left := o.Refundable()
	if r.Amount == nil || left == 0 && *r.Amount == 0 {
		return left, nil
	}
	if _, ok := machine[o.State][refundAll]; ok && (*r.Amount <= 0 || *r.Amount > left) {
		f := ErrRefundAmount.With("order", o.ID, "amount", *r.Amount, "refundable", left)
		if o.Settled != nil {
			f = f.With("currency", o.Settled.Currency)
		}
		return 0, f
	}
	return *r.Amount, nil
}

// giveBack posts what goes back: money, or coins into the wallet that they came from.
func (d *deed) giveBack(before Order, found State, refund Refund) error {
	if before.Provider == Wallet {
		return d.returnCoins(before, found, refund)
	}
	transfer, err := givenBack(before, refund, refund.At)
	d.Transfers = append(d.Transfers, transfer)
	return err
}

// takeBack takes back what an order gave that is fulfilled no more: its grants, or the coins that it brought.
func (d *deed) takeBack(before, after Order, found State, why, cause string) (Order, error) {
	if after.TopUp == nil {
		after = after.withdraw()
		after.Grants, d.Revoked = revoke(after.Grants, why, after.UpdatedAt)
		d.periodEvents("subscription.revoked", d.Revoked, after.UpdatedAt)
		return after, nil
	}
	if before.State != Fulfilled {
		return after, nil
	}
	return after, d.takeCoins(after, found, cause)
}

// revoke takes an order's own grants back, and returns all of them and those that changed.
func revoke(grants []Grant, why string, now time.Time) (all, changed []Grant) {
	for _, g := range grants {
		if g.RevokedAt == nil {
			g.RevokedAt, g.Revoked = &now, why
			changed = append(changed, g)
		}
		all = append(all, g)
	}
	return all, changed
}

// refundable is what the audit log says of an order before a refund: nothing of whose it is, for what stands there stays.
type refundable struct {
	State    OrderState     `json:"state"`
	Settled  *catalog.Price `json:"settled"`
	Refunded int64          `json:"refunded"`
}

// record tells of the refund, and of the order when that came to its end.
func (r RefundRequest) record(before, after Order, refund Refund) journal.Record {
	record := journal.Record{
		Events: []journal.Event{after.event("refund." + string(refund.State))},
		Audit: []journal.AuditEntry{
			journal.NewAuditEntry(r.By, "order.refund", after.ID, refundable{before.State, before.Settled, before.Refunded}, refund, refund.At),
		},
	}
	if after.State != before.State {
		record.Events = append(record.Events, after.event("order."+string(after.State)))
	}
	return record
}
