// Package pass is what there is to say of passes: tickets to a meet-and-greet or a fan chat room, with a window in
// which they admit, and often with only so many seats.
package pass

import (
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/purchases/tariff"
)

// Faults of passes.
var (
	// ErrNotFound: there is no pass of that id, or none that the caller may see. Facts: pass.
	ErrNotFound = fault.Define(fault.NotFound, "pass-not-found")
	// ErrInvalid: a pass breaks rules; the fields say which.
	ErrInvalid = fault.Define(fault.Invalid, "pass-invalid")
	// ErrStale: the pass was changed since the caller read it. Facts: pass, version (of now; 0 when it is gone).
	ErrStale = fault.Define(fault.Stale, "pass-stale")
	// ErrState: what was asked is not done to a pass in its state. Facts: pass, state.
	ErrState = fault.Define(fault.Conflict, "pass-state")
	// ErrSeatsTaken: more seats than that are sold or held. Facts: pass, capacity, least.
	ErrSeatsTaken = fault.Define(fault.Conflict, "pass-seats-taken")
	// ErrNotOffered: the pass is not sold in the region. Facts: pass, region, offered_in.
	ErrNotOffered = fault.Define(fault.NotFound, "pass-not-offered")
	// ErrNotOnSale: the pass is not sold now. Facts: pass, state (announced, closed or cancelled); opens_at, closes_at.
	ErrNotOnSale = fault.Define(fault.Conflict, "pass-not-on-sale")
)

// Kind is what a pass admits to.
type Kind string

// The kinds of passes.
const (
	MeetAndGreet Kind = "meet_and_greet"
	ChatRoom     Kind = "chat_room"
)

// State is where the sale of a pass stands.
type State string

// The states of a pass. Cancelled is for ever: what was paid is due back.
const (
	Draft     State = "draft" // nobody but the staff sees it
	OnSale    State = "on_sale"
	Stopped   State = "stopped" // not sold any more; it admits
	Cancelled State = "cancelled"
)

// ways are the states that each may be followed by.
var ways = map[State][]State{
	Draft:   {OnSale},
	OnSale:  {Stopped, Cancelled},
	Stopped: {OnSale, Cancelled},
}

// Transfer says whether holders may hand a pass on.
type Transfer string

// The rules of transfers.
const (
	TransferNone  Transfer = "none"
	TransferUntil Transfer = "until" // any number of times, until TransferUntil
	TransferOnce  Transfer = "once"  // from who bought it to one other
)

// Offer is what a pass costs in some regions.
type Offer = tariff.Offer

// Pass is a ticket that is sold. All its windows are half open: the first moment is in, the last one out. They are whole
// seconds, as tickets say them.
type Pass struct {
	ID           string                 `json:"-"` // pss_…
	Collab       string                 `json:"-"` // id; "" when it is the store's own
	State        State                  `json:"-"`
	Kind         Kind                   `json:"kind"`
	Titles       map[i18n.Locale]string `json:"titles"`
	Descriptions map[i18n.Locale]string `json:"descriptions,omitempty"`
	Capacity     int64                  `json:"capacity,omitempty"` // seats, 1 to MaxCapacity; 0: as many as come
	OpensAt      time.Time              `json:"opens_at"`           // when it admits
	ClosesAt     time.Time              `json:"closes_at"`
	SaleFrom     time.Time              `json:"sale_from,omitzero"`  // zero: at once
	SaleUntil    time.Time              `json:"sale_until,omitzero"` // zero: ClosesAt
	Offers       []Offer                `json:"offers"`
	Transfer     Transfer               `json:"transfer"`
	Until        time.Time              `json:"transfer_until,omitzero"` // with TransferUntil

	CreatedAt time.Time `json:"-"`
	UpdatedAt time.Time `json:"-"`
	Version   int64     `json:"-"` // rises with every change; 0 before the first
}

// MaxCapacity is how many seats a pass may have.
const MaxCapacity = 1_000_000

// IDPrefix begins the ids of passes.
const IDPrefix = "pss"

// IsID reports whether an id is one of a pass.
func IsID(id string) bool { return strings.HasPrefix(id, IDPrefix+"_") }

// May reports whether the state may be followed by another.
func (s State) May(next State) bool {
	for _, way := range ways[s] {
		if way == next {
			return true
		}
	}
	return false
}

// Open reports whether the pass admits at a moment.
func (p Pass) Open(now time.Time) bool { return !now.Before(p.OpensAt) && now.Before(p.ClosesAt) }

// Over reports whether the pass will never admit any more.
func (p Pass) Over(now time.Time) bool { return p.State == Cancelled || !now.Before(p.ClosesAt) }

// MayHandOn returns why a holder whose ticket has the number may not hand it on at a moment; "" when they may.
func (p Pass) MayHandOn(number int64, now time.Time) string {
	switch {
	case p.Over(now):
		return "over"
	case p.Transfer == TransferOnce && number > 1:
		return "handed-on"
	case p.Transfer == TransferUntil && !now.Before(p.Until):
		return "too-late"
	case p.Transfer != TransferOnce && p.Transfer != TransferUntil:
		return "never"
	}
	return ""
}

// saleUntil is the first moment at which it is sold no more.
func (p Pass) saleUntil() time.Time {
	if p.SaleUntil.IsZero() || p.SaleUntil.After(p.ClosesAt) {
		return p.ClosesAt
	}
	return p.SaleUntil
}

// Title returns the pass's title for readers whose chain is given.
func (p Pass) Title(chain []i18n.Locale) catalog.Text { return catalog.TextsOf(p.Titles).In(chain) }

// Description returns what is said of the pass to readers whose chain is given.
func (p Pass) Description(chain []i18n.Locale) catalog.Text {
	return catalog.TextsOf(p.Descriptions).In(chain)
}
