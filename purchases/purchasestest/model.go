package purchasestest

import (
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// model is what a service over a few ledgers should hold, said as simply as possible: the orders, and
// which of them a transaction paid for. Whatever else there is follows from them.
type model struct {
	orders []*modelOrder
	used   map[modelMoney]*modelOrder
}

type modelMoney struct {
	ledger      purchases.Ledger
	transaction string
}

type modelOrder struct {
	id       string
	ledger   purchases.Ledger
	holder   string
	pack     string
	state    purchases.OrderState
	until    time.Time // end of the reservation
	settled  int64
	refunded int64
	granted  bool // once; revoked when refunded
}

func newModel() *model { return &model{used: map[modelMoney]*modelOrder{}} }

// verdict is what the model says a step comes to: a fault's code ("" for success), and the order that
// it changed or made, nil when it changed none.
type verdict struct {
	code  string
	order *modelOrder
}

func (o *modelOrder) at(now time.Time) purchases.OrderState {
	if o.state == purchases.Reserved && !now.Before(o.until) {
		return purchases.Expired
	}
	return o.state
}

func (m *model) owns(ledger purchases.Ledger, holder, pack string) bool {
	for _, o := range m.orders {
		if o.ledger == ledger && o.holder == holder && o.pack == pack && o.state == purchases.Fulfilled {
			return true
		}
	}
	return false
}

// barred says why a holder cannot have a pack, "" when they can.
func (m *model) barred(ledger purchases.Ledger, holder, pack string) string {
	if pack == laterPack {
		return "offer-not-open"
	}
	if m.owns(ledger, holder, pack) {
		return "already-owned"
	}
	return ""
}

// pay says what becomes of an order that new money came for.
func (m *model) pay(o *modelOrder, transaction string, amount int64, barred string) verdict {
	o.settled = amount
	m.used[modelMoney{o.ledger, transaction}] = o
	if barred != "" {
		o.state = purchases.RefundDue
		return verdict{barred, o}
	}
	o.state, o.granted = purchases.Fulfilled, true
	return verdict{"", o}
}

func (m *model) place(s step, now time.Time) verdict {
	if s.transaction != "" && m.used[modelMoney{s.ledger, s.transaction}] != nil {
		return verdict{code: "transaction-already-used"}
	}
	o := &modelOrder{ledger: s.ledger, holder: s.holder, pack: s.pack}
	barred := m.barred(s.ledger, s.holder, s.pack)
	switch {
	case s.transaction != "":
		m.orders = append(m.orders, o)
		return m.pay(o, s.transaction, s.amount, barred)
	case barred != "":
		return verdict{code: barred}
	case s.reserve:
		o.state, o.until = purchases.Reserved, now.Add(purchases.ReserveFor)
	case s.pack != freePack:
		return verdict{code: "payment-required"}
	default:
		o.state, o.granted = purchases.Fulfilled, true
	}
	m.orders = append(m.orders, o)
	return verdict{"", o}
}

func (m *model) confirm(o *modelOrder, s step, now time.Time) verdict {
	if paid := m.used[modelMoney{o.ledger, s.transaction}]; paid != nil {
		if paid == o && o.settled == s.amount && o.state != purchases.RefundDue {
			return verdict{"", o}
		}
		return verdict{code: "transaction-already-used"}
	}
	barred := m.barred(o.ledger, o.holder, o.pack)
	switch o.at(now) {
	case purchases.Reserved, purchases.Expired:
		return m.pay(o, s.transaction, s.amount, barred)
	case purchases.Cancelled:
		return m.pay(o, s.transaction, s.amount, "order-state")
	}
	if barred != "already-owned" {
		barred = "order-state"
	}
	further := &modelOrder{ledger: o.ledger, holder: o.holder, pack: o.pack}
	m.orders = append(m.orders, further)
	return m.pay(further, s.transaction, s.amount, barred)
}

func (m *model) cancel(o *modelOrder, now time.Time) verdict {
	switch o.at(now) {
	case purchases.Reserved:
		o.state = purchases.Cancelled
	case purchases.Cancelled, purchases.Expired:
	default:
		return verdict{code: "order-state"}
	}
	return verdict{"", o}
}

func (m *model) refund(o *modelOrder, amount int64) verdict {
	if o.state != purchases.Fulfilled && o.state != purchases.RefundDue {
		return verdict{code: "order-state"}
	}
	left := o.settled - o.refunded
	if amount == 0 {
		amount = left
	}
	if amount > left {
		return verdict{code: "refund-amount"}
	}
	o.refunded += amount
	if o.refunded == o.settled {
		o.state = purchases.Refunded
	}
	return verdict{"", o}
}

// balances are the books that follow from the orders.
func (m *model) balances(ledger purchases.Ledger) map[string]int64 {
	sums := map[string]int64{}
	for _, o := range m.orders {
		if o.ledger != ledger || o.settled == 0 {
			continue
		}
		account := "refunds-due KRW"
		if o.granted {
			account = "sales:" + o.pack + " KRW"
		}
		sums["takings:external KRW"] += o.settled - o.refunded
		sums[account] -= o.settled - o.refunded
	}
	return sums
}
