package purchasestest

import (
	"cmp"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// model is what a service over a few ledgers should hold, said as simply as possible: the orders, and
// which of them a transaction paid for. Whatever else there is follows from them.
type model struct {
	orders []*modelOrder
	used   map[modelMoney]*modelOrder
	pass   string                // id of the pass among the packs
	bundle string                // id of the bundle among them
	coins  map[modelWallet]int64 // of holders; less than none is owed
}

type modelWallet struct {
	ledger purchases.Ledger
	holder string
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
	sold     bool // its money is earned, not due
	topUp    bool // it is for coins
	byCoins  bool // it is paid with coins

	lines string // ids of the packs of a bundle that it gives, with commas between them; "" of other orders

	recipient string // "" when it is no gift
	gift      purchases.GiftState
}

func newModel(pass, bundle string) *model {
	return &model{used: map[modelMoney]*modelOrder{}, coins: map[modelWallet]int64{}, pass: pass, bundle: bundle}
}

// purse is whose coins an order is about.
func (o *modelOrder) purse() modelWallet { return modelWallet{o.ledger, o.holder} }

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

func (o *modelOrder) beneficiary() string { return cmp.Or(o.recipient, o.holder) }

func (m *model) owns(ledger purchases.Ledger, holder, pack string) bool {
	return m.owned(ledger, holder, pack) != nil
}

// owned is the order by which a holder has a pack, nil when they do not.
func (m *model) owned(ledger purchases.Ledger, holder, pack string) *modelOrder {
	for _, o := range m.orders {
		if o.ledger == ledger && o.beneficiary() == holder && o.gives(pack) && o.state == purchases.Fulfilled && o.granted {
			return o
		}
	}
	return nil
}

// handOn says what becomes of a holder's pass.
func (m *model) handOn(ledger purchases.Ledger, from, to string) verdict {
	o := m.owned(ledger, from, m.pass)
	switch {
	case o == nil:
		return verdict{code: "pass-not-held"}
	case m.owns(ledger, to, m.pass):
		return verdict{code: "pass-held"}
	}
	o.recipient, o.gift = to, purchases.GiftAccepted
	if to == o.holder {
		o.recipient, o.gift = "", ""
	}
	return verdict{"", o}
}

// barred says why whom an order is for cannot have its pack, "" when they can.
func (m *model) barred(o *modelOrder) string {
	switch {
	case o.topUp:
		return ""
	case slices.ContainsFunc(o.packs(), func(pack string) bool { return m.owns(o.ledger, o.holder, pack) }):
		return "already-owned"
	case o.pack == m.pass && m.owns(o.ledger, o.beneficiary(), o.pack):
		return "pass-held"
	case o.pack == laterPack:
		return "offer-not-open"
	case o.recipient == "" && m.owns(o.ledger, o.holder, o.pack):
		return "already-owned"
	case m.owns(o.ledger, o.beneficiary(), o.pack):
		return "recipient-has-pack"
	}
	for _, other := range m.orders {
		if o.recipient != "" && other != o && other.ledger == o.ledger && other.pack == o.pack &&
			other.recipient == o.recipient && other.gift == purchases.GiftOffered {
			return "recipient-has-gift"
		}
	}
	return ""
}

// fulfil gives what an order is for, or offers it.
func (m *model) fulfil(o *modelOrder) {
	o.state, o.sold, o.granted = purchases.Fulfilled, true, o.recipient == "" && !o.topUp
	if o.topUp {
		m.coins[o.purse()] += topUpCoins
	}
	if o.recipient != "" {
		o.gift = purchases.GiftOffered
	}
}

// pay says what becomes of an order that new money came for.
func (m *model) pay(o *modelOrder, transaction string, amount int64, barred string) verdict {
	o.settled = amount
	m.used[modelMoney{o.ledger, transaction}] = o
	if barred != "" {
		o.state = purchases.RefundDue
		return verdict{barred, o}
	}
	m.fulfil(o)
	return verdict{"", o}
}

// spend pays an order with coins.
func (m *model) spend(o *modelOrder) verdict {
	if m.coins[o.purse()] < packCoins {
		return verdict{code: "coins-insufficient"}
	}
	m.coins[o.purse()] -= packCoins
	o.settled, o.byCoins = packCoins, true
	m.fulfil(o)
	m.orders = append(m.orders, o)
	return verdict{"", o}
}

func (m *model) place(s step, now time.Time) verdict {
	if s.transaction != "" && m.used[modelMoney{s.ledger, s.transaction}] != nil {
		return verdict{code: "transaction-already-used"}
	}
	o := &modelOrder{ledger: s.ledger, holder: s.holder, pack: s.pack, recipient: s.recipient, topUp: s.pack == coinPackage}
	if o.recipient != "" {
		o.gift = purchases.GiftPending
	}
	if o.pack == m.bundle {
		o.lines = m.needed(o.ledger, o.holder)
	}
	barred := m.barred(o)
	switch {
	case s.transaction != "":
		m.orders = append(m.orders, o)
		return m.pay(o, s.transaction, s.amount, barred)
	case barred != "":
		return verdict{code: barred}
	case s.byCoins:
		return m.spend(o)
	case s.reserve:
		o.state, o.until = purchases.Reserved, now.Add(purchases.ReserveFor)
	case o.costs():
		return verdict{code: "payment-required"}
	default:
		m.fulfil(o)
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
	barred := m.barred(o)
	switch o.at(now) {
	case purchases.Reserved, purchases.Expired:
		return m.pay(o, s.transaction, s.amount, barred)
	case purchases.Cancelled:
		return m.pay(o, s.transaction, s.amount, "order-state")
	}
	if barred == "" || barred == "offer-not-open" {
		barred = "order-state"
	}
	further := &modelOrder{ledger: o.ledger, holder: o.holder, pack: o.pack, recipient: o.recipient, topUp: o.topUp, lines: o.lines}
	if o.pack == m.pass {
		further.recipient = ""
	}
	if further.recipient != "" {
		further.gift = purchases.GiftPending
	}
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
	m.giveBack(o, amount)
	if o.refunded == o.settled {
		if o.topUp && o.sold {
			m.coins[o.purse()] -= topUpCoins
		}
		o.state = purchases.Refunded
		if o.gift == purchases.GiftOffered {
			o.gift = purchases.GiftWithdrawn
		}
	}
	return verdict{"", o}
}

// giveBack gives money back, or coins.
func (m *model) giveBack(o *modelOrder, amount int64) {
	o.refunded += amount
	if o.byCoins {
		m.coins[o.purse()] += amount
	}
}

// answer says what becomes of a gift that its recipient accepts or declines.
func (m *model) answer(o *modelOrder, wanted purchases.GiftState) verdict {
	switch {
	case o.recipient == "" || o.pack == m.pass || o.gift == purchases.GiftPending:
		return verdict{code: "gift-not-found"}
	case o.gift == wanted:
		return verdict{"", o}
	case o.gift != purchases.GiftOffered:
		return verdict{code: "gift-state"}
	case wanted == purchases.GiftAccepted && m.owns(o.ledger, o.recipient, o.pack):
		return verdict{code: "already-owned"}
	}
	o.gift = wanted
	switch {
	case wanted == purchases.GiftAccepted:
		o.granted = true
	case o.settled == 0, o.byCoins:
		m.giveBack(o, o.settled-o.refunded)
		o.state = purchases.Refunded
	default:
		o.state, o.sold = purchases.RefundDue, false
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
		if o.byCoins {
			sums["sales:"+o.pack+" coins"] -= o.settled - o.refunded
			continue
		}
		account := "refunds-due KRW"
		switch {
		case o.sold && o.lines != "":
			o.share(sums)
			continue
		case o.sold && o.topUp:
			account = "coins-sold KRW"
		case o.sold:
			account = "sales:" + o.pack + " KRW"
		}
		if o.topUp && o.sold {
			sums["coins-issued coins"] += 0
			if o.state == purchases.Fulfilled {
				sums["coins-issued coins"] += topUpCoins
			}
		}
		if o.gift == purchases.GiftDeclined {
			sums["sales:"+o.pack+" KRW"] += 0 // where its money was
		}
		sums["takings:external KRW"] += o.settled - o.refunded
		sums[account] -= o.settled - o.refunded
	}
	for of, coins := range m.coins {
		if of.ledger == ledger {
			sums["wallets coins"] -= coins
		}
	}
	return sums
}
