package purchases

import "time"

// OrderState is where an order stands.
type OrderState string

// The states of an order.
const (
	Reserved       OrderState = "reserved"        // held until ExpiresAt; the app may take the money
	PaymentPending OrderState = "payment_pending" // a gateway is taking the money
	Fulfilled      OrderState = "fulfilled"       // granted, or offered to its recipient
	RefundDue      OrderState = "refund_due"      // money was taken and nothing given for it
	Refunded       OrderState = "refunded"        // all money went back, the grant is revoked
	Cancelled      OrderState = "cancelled"       // given up before money was taken
	Expired        OrderState = "expired"         // the reservation's time is over
	Failed         OrderState = "failed"          // the gateway gave the payment up
	Disputed       OrderState = "disputed"        // the payer's bank took the money back, for now
)

// OrderStates returns every state.
func OrderStates() []OrderState {
	return []OrderState{
		Reserved, PaymentPending, Fulfilled, RefundDue, Refunded, Cancelled, Expired, Failed, Disputed,
	}
}

// move is something that happens to an order.
type move string

const (
	reserve    move = "reserve"
	begin      move = "begin" // a gateway is asked for the money
	fail       move = "fail"  // it gave the payment up
	fulfil     move = "fulfil"
	owe        move = "owe"     // money came that cannot be given anything for
	decline    move = "decline" // the recipient does not want it, and its money does not go back by itself
	cancel     move = "cancel"
	expire     move = "expire"
	refundPart move = "refund-part"
	refundAll  move = "refund-all"
	unrefund   move = "unrefund" // a refund that was under way failed: the money is still here
	dispute    move = "dispute"
	win        move = "win" // the dispute
	lose       move = "lose"
)

// placed is the state of an order that is not stored yet.
const placed OrderState = ""

// machine is every edge there is: what may happen in a state, and where it leads.
var machine = map[OrderState]map[move]OrderState{
	placed:         {reserve: Reserved, begin: PaymentPending, fulfil: Fulfilled, owe: RefundDue},
	Reserved:       {fulfil: Fulfilled, owe: RefundDue, cancel: Cancelled, expire: Expired},
	PaymentPending: {fulfil: Fulfilled, owe: RefundDue, cancel: Cancelled, expire: Expired, fail: Failed},
	Expired:        {fulfil: Fulfilled, owe: RefundDue},
	Failed:         {fulfil: Fulfilled, owe: RefundDue},
	Cancelled:      {owe: RefundDue},
	Fulfilled:      {refundPart: Fulfilled, refundAll: Refunded, unrefund: Fulfilled, decline: RefundDue, dispute: Disputed, lose: Refunded},
	RefundDue:      {refundPart: RefundDue, refundAll: Refunded, unrefund: RefundDue, lose: Refunded},
	Refunded:       {unrefund: RefundDue, win: Fulfilled},
	Disputed:       {refundPart: Disputed, refundAll: Refunded, unrefund: Disputed, win: Fulfilled, lose: Refunded},
}

// after returns the order after a move, or ErrOrderState when its state has no such edge.
func (o Order) after(m move, now time.Time) (Order, error) {
	next, ok := machine[o.State][m]
	if !ok {
		return o, ErrOrderState.With("order", o.ID, "state", o.State)
	}
	o.State, o.UpdatedAt = next, now
	return o, nil
}
