package purchases

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
)

// ErrRefundAmount: a refund is at least 1 and at most what is left of what was settled. Facts: order,
// amount, refundable, currency.
var ErrRefundAmount = fault.Define(fault.Invalid, "refund-amount")

// Purchase is the fact that a pack was paid for, or money taken for it. It is never changed.
type Purchase struct {
	ID          string // pur_…
	Order       string // order id
	Provider    Provider
	Scope       string         // TransactionScope: with Provider and Transaction it is unique for ever
	Transaction string         // "" when nobody took money
	Settled     *catalog.Price // nil when nothing was taken
	At          time.Time
}

// RefundState is where a refund stands.
type RefundState string

// The states of a refund. With External the app gives the money back itself and records it here, so it
// is settled at once.
const (
	RefundPending RefundState = "pending" // the gateway is giving it back
	RefundSettled RefundState = "settled" // it is back
	RefundFailed  RefundState = "failed"  // it is not: it is here, and due
)

// Refund is the fact that money of an order went back, or that a free order was taken back. It is
// changed but for its state. Its JSON is what stored replies hold.
type Refund struct {
	ID     string         `json:"id"`     // ref_…
	Order  string         `json:"order"`  // order id
	Amount *catalog.Price `json:"amount"` // nil when nothing had been taken
	State  RefundState    `json:"state"`
	Reason string         `json:"reason"` // the app's words, at most 500 bytes
	At     time.Time      `json:"at"`

	Transaction string `json:"transaction"` // the gateway's id, or ""
}
