package purchases

import (
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Edition is a pack, or a pass, of which there are only so many pieces, each with a number of its own. Orders of the apps' ledgers
// for trying things have pieces apart.
type Edition struct {
	Pack     string  // pack id, or that of a pass
	Test     bool    // of the ledgers for trying things
	Stock    int64   // how many pieces there are, 1 to MaxStock
	Reserved int64   // held for holders who are paying, and for friends who have not answered
	Issued   int64   // the highest number that was given out; numbers begin with 1
	Freed    []int64 // numbers that came back and are given out first, ascending

	UpdatedAt time.Time // when its stock was last set
	Version   int64     // as it is stored: every write adds one
}

// MaxStock is how many pieces an edition may have.
const MaxStock = 1_000_000

// waitFor is when somebody may come again who found every piece held.
const waitFor = 15 * time.Second

// Faults of editions.
var (
	// ErrEditionNotFound: the pack is not limited. Facts: pack.
	ErrEditionNotFound = fault.Define(fault.NotFound, "edition-not-found")
	// ErrStockInvalid: an edition has 1 to MaxStock pieces. Facts: stock, limit.
	ErrStockInvalid = fault.Define(fault.Invalid, "stock-invalid")
	// ErrStockTaken: more pieces than that are sold or held. Facts: pack, stock, least.
	ErrStockTaken = fault.Define(fault.Conflict, "stock-taken")
	// ErrWaiting: what is left is held for others, who are paying; some may come back. Facts: pack, retry_after.
	ErrWaiting = fault.Define(fault.Conflict, "waiting")
	// ErrHeldBefore: another order holds a piece for the holder. Facts: pack, order, expires_at.
	ErrHeldBefore = fault.Define(fault.Conflict, "piece-held")
)

// Sold returns how many pieces holders have.
func (e Edition) Sold() int64 { return e.Issued - int64(len(e.Freed)) }

// Left returns how many pieces may still be taken.
func (e Edition) Left() int64 { return max(0, e.Stock-e.Sold()-e.Reserved) }

// Least returns the smallest stock that what was given out and is held allows.
func (e Edition) Least() int64 { return max(1, e.Issued, e.Sold()+e.Reserved) }

// SoldOut reports whether holders have every piece.
func (e Edition) SoldOut() bool { return e.Sold() >= e.Stock }

// take gives out a number.
func (e *Edition) take() int64 {
	if len(e.Freed) > 0 {
		number := e.Freed[0]
		e.Freed = e.Freed[1:]
		return number
	}
	e.Issued++
	return e.Issued
}

// free takes a number back.
func (e *Edition) free(number int64) {
	at, known := slices.BinarySearch(e.Freed, number)
	if number > 0 && !known {
		e.Freed = slices.Insert(e.Freed, at, number)
	}
}

// none returns why there is no piece of a limited edition for an order; nil when there is.
func (s State) none(o Order) *fault.Error {
	e := s.Edition
	name, id := o.product()
	switch {
	case e == nil || o.Held || e.Left() > 0:
		return nil
	case e.SoldOut():
		return ErrSoldOut.With(name, id, "region", o.Region)
	}
	return ErrWaiting.With(name, id, "retry_after", waitFor)
}

// heldBefore returns why another order of the holder may not hold a piece; nil when it may.
func (s State) heldBefore(o Order, now time.Time) *fault.Error {
	h := s.Hold
	if h == nil || o.Gift != nil || h.ID == o.ID || h.At(now).State == Expired {
		return nil
	}
	name, id := o.product()
	return withMoment(ErrHeldBefore.With(name, id, "order", h.ID), "expires_at", h.ExpiresAt)
}

// count moves pieces as a decision has it: an order that waits holds one, a grant has one, with its number, and what is
// given back is free again. The number of a grant that a dispute took stays with its order.
func (c *Changes) count(found State) {
	if found.Edition == nil {
		return
	}
	e := *found.Edition
	e.Freed = slices.Clone(e.Freed)
	changed := c.hold(&e)
	for i := range c.Granted {
		if g := &c.Granted[i]; g.Serial == 0 && e.Left() > 0 { // else it was sold when there was no end of the pack
			g.Serial, changed = e.take(), true
		}
	}
	if c.Order != nil {
		c.Order.number(c.Granted)
	}
	for _, g := range c.Revoked {
		if (g.Revoked == revokedByRefund || g.Revoked == revokedByStaff) && g.Serial > 0 {
			e.free(g.Serial)
			changed = true
		}
	}
	if changed {
		c.Edition = &e
	}
}

// hold has the order hold a piece, or no more, and reports whether that is new.
func (c *Changes) hold(e *Edition) bool {
	o := c.Order
	if o == nil {
		return false
	}
	waits := o.State == Reserved || o.State == PaymentPending
	offered := o.State == Fulfilled && o.Gift != nil && o.Gift.State == GiftOffered
	switch {
	case !o.Held && (waits && o.Version == 0 || offered) && e.Left() > 0:
		o.Held = true
		e.Reserved++
	case o.Held && !waits && !offered:
		o.Held = false
		e.Reserved--
	default:
		return false
	}
	return true
}

// number puts the numbers of grants that are new to the order's own.
func (o *Order) number(granted []Grant) {
	for i := range o.Grants {
		for _, g := range granted {
			if o.Grants[i].ID == g.ID {
				o.Grants[i].Serial = g.Serial
			}
		}
	}
}

// serial is the number that the order's last grant left with it, or 0.
func (o Order) serial() int64 {
	if n := len(o.Grants); n > 0 && o.Grants[n-1].Revoked == revokedByDispute {
		return o.Grants[n-1].Serial
	}
	return 0
}
