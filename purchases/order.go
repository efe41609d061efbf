package purchases

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/subscription"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// Faults of orders.
var (
	// ErrOrderNotFound: the holder has no such order. Facts: order.
	ErrOrderNotFound = fault.Define(fault.NotFound, "order-not-found")
	// ErrOrderInvalid: a part of the request is empty, too long or not text. Facts: field.
	ErrOrderInvalid = fault.Define(fault.Invalid, "order-invalid")
	// ErrOrderState: what was asked is not done to an order in its state. Facts: order, state;
	// refund_due when money came with it.
	ErrOrderState = fault.Define(fault.Conflict, "order-state")
	// ErrAlreadyOwned: the holder has the pack for good. Facts: pack, order (the earlier one, when it came of one); refund_due when
	// money came with it.
	ErrAlreadyOwned = fault.Define(fault.Conflict, "already-owned")
)

// Order is an intent to buy a pack, or coins, and what became of it. Its JSON is what stored replies hold.
type Order struct {
	ID       string      `json:"id"` // ord_…
	Ledger   Ledger      `json:"-"`
	Holder   string      `json:"holder"`
	State    OrderState  `json:"state"`
	Kind     ProductKind `json:"kind,omitempty"`
	Pack     string      `json:"pack"`    // id of what it is for, of its Kind; as it was asked for when there is none; "" for coins
	Release  int         `json:"release"` // that was on sale
	Region   string      `json:"region"`
	Locale   string      `json:"locale"` // of the receipt, BCP 47
	Provider Provider    `json:"provider"`

	Period subscription.Period `json:"period,omitempty"` // of a subscription, as it was when it was ordered

	Price       *catalog.Price `json:"price"`       // what it cost when it was placed, with tax; nil when free
	Settled     *catalog.Price `json:"settled"`     // what the provider took; nil when nothing
	Refunded    int64          `json:"refunded"`    // of what was settled, minor units
	Transaction string         `json:"transaction"` // the provider's id of the payment, or ""
	Reason      string         `json:"reason"`      // code of the fault that left money due, or gift-declined, or ""

	Tax *tax.Charge `json:"tax,omitempty"` // in the price; nil where the store charges none

	TopUp *coin.TopUp `json:"top_up,omitempty"` // the coins that it is for; nil for a pack
	Coins *coin.Coins `json:"coins,omitempty"`  // that it was paid with, those that came back included; nil for money
	Gift  *Gift       `json:"gift,omitempty"`   // who it is for; nil for the holder

	Lines []Line `json:"lines,omitempty"` // of a bundle: what it gives, and for what part of the price each; nil else

	Held bool `json:"-"` // a piece of a limited edition is held for it

	ExpiresAt *time.Time `json:"expires_at"` // end of the reservation; nil when there was none
	Grants    []Grant    `json:"grants"`     // that came of it, revoked ones included
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
	Version   int64      `json:"-"` // as it is stored: 0 before; every write adds one

	Payment *Payment `json:"-"` // at a gateway, when it is asked for; nil else
}

// ReserveFor is how long an order is held for a holder who is paying.
const ReserveFor = 10 * time.Minute

// At returns the order as it is at a moment: a reservation whose time is over is expired, even when
// nobody has written that down yet.
func (o Order) At(now time.Time) Order {
	if o.State == Reserved && o.ExpiresAt != nil && !now.Before(*o.ExpiresAt) {
		o.State = Expired
	}
	return o
}

// Refundable returns what is left of what was settled, in minor units.
func (o Order) Refundable() int64 {
	if o.Settled == nil {
		return 0
	}
	return o.Settled.Amount - o.Refunded
}
