package purchases

import (
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// refundRank orders the states of a refund: a later one is the last word over an earlier one.
var refundRank = []RefundState{RefundPending, RefundSettled, RefundFailed}

// newReturn is the first of the money given back that is not known as it stands now; nil when all is.
func (l *lesson) newReturn(o Order) *Return {
	if o.Settled == nil {
		return nil
	}
	for _, ret := range l.Returns {
		r := refundOf(l.Refunds, ret)
		switch {
		case r == nil && ret.Refund == "" && ret.State != RefundFailed && ret.Amount > 0 && ret.Amount <= o.Refundable():
			return &ret
		case r != nil && slices.Index(refundRank, ret.State) > slices.Index(refundRank, r.State):
			return &ret
		}
	}
	return nil
}

// refundOf finds the refund that a return carries out.
func refundOf(refunds []Refund, ret Return) *Refund {
	i := slices.IndexFunc(refunds, func(r Refund) bool {
		return r.ID == ret.Refund || ret.ID != "" && r.Transaction == ret.ID
	})
	if i < 0 {
		return nil
	}
	return &refunds[i]
}

// returned takes in how money that goes back stands.
func (l *lesson) returned(o Order, ret Return) (deed, error) {
	r := refundOf(l.Refunds, ret)
	if r == nil {
		by := journal.Origin{Actor: string(o.Provider)}
		desk := Refund{ID: journal.NewID("ref"), Order: o.ID, State: ret.State, Transaction: ret.ID, At: l.now}
		return RefundRequest{Intent: Intent{By: by}}.give(l.State, o, ret.Amount, desk)
	}
	was := *r
	r.State = ret.State
	if r.Transaction == "" {
		r.Transaction = ret.ID
	}
	if ret.State == RefundFailed {
		return l.unrefund(o, was, *r)
	}
	d := deed{}
	d.Returned = r
	d.Record.Events = []journal.Event{o.at(l.now).event("refund.settled")}
	t, err := NewTransfer(TransferRefundSettled, o, r.ID+".settled", l.now,
		Posting{Account: refundsPending(o.Provider), Asset: r.Amount.Currency, Amount: r.Amount.Amount},
		Posting{Account: takings(o.Provider), Asset: r.Amount.Currency, Amount: -r.Amount.Amount})
	d.Transfers = []Transfer{t}
	return d, err
}

// unrefund takes in that a refund did not reach the payer: its money is here, and due, unless the payer's bank
// took it meanwhile.
func (l *lesson) unrefund(o Order, was, r Refund) (deed, error) {
	after, err := o.after(unrefund, l.now)
	if err != nil {
		return deed{}, err
	}
	after.Refunded = max(after.Refunded-r.Amount.Amount, l.State.Payment.lost())
	if after.Refundable() == 0 {
		after.State = o.State
	}
	held := refundsPending(o.Provider)
	if was.State == RefundSettled {
		held = takings(o.Provider)
	}
	d := after.deed()
	d.Returned = &r
	d.Record.Events = []journal.Event{after.event("refund.failed")}
	from := Posting{Account: held, Asset: r.Amount.Currency, Amount: r.Amount.Amount}
	here := after.kept(after.Refundable()-r.Amount.Amount, after.Refundable())
	t, err := NewTransfer(TransferRefundFailed, after, r.ID+".failed", l.now, append([]Posting{from}, here...)...)
	d.Transfers = []Transfer{t}
	return d, err
}

// at returns the order with the moment of what is told of it.
func (o Order) at(now time.Time) Order {
	o.UpdatedAt = now
	return o
}
