package purchases

import (
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
)

// Payment is money that a gateway takes, or took, for an order: all that is known of it. Knowledge only
// grows: what is learnt in any order, any number of times, comes to the same.
type Payment struct {
	Order           string
	Provider        Provider
	ID              string         // the gateway's; "" until it has answered
	Secret          string         // what the payer's device pays with, or ""
	Product         string         // what it buys at the gateway, where that sells products; or ""
	Number          string         // that the payer knows the payment by, where it is not ID; or ""
	Taken           *catalog.Price // nil until it was taken
	Declined        string         // why it was refused last, in the gateway's word, or ""
	Ended           bool           // given up: it will not be taken any more
	Dispute         Dispute
	Disputed        int64     // how much of what was taken is, minor units
	Said            time.Time // when the gateway said that of the dispute; zero when its words have no moment
	Acknowledgement Acknowledgement
	CheckAt         *time.Time // when to ask the gateway again; nil when nothing is open
	Checked         int        // how many times it was asked since something was learnt
	Version         int64      // as it is stored: 0 before; every write adds one
}

// Dispute is where a payer's complaint to their bank stands.
type Dispute string

// The standings of a dispute. Of two words that have a moment the later is the last, else the one that stands
// later here.
const (
	Undisputed  Dispute = ""
	DisputeOpen Dispute = "open" // the bank took the money back for now
	DisputeLost Dispute = "lost" // it stays away
	DisputeWon  Dispute = "won"  // it came back
)

var disputeRank = []Dispute{Undisputed, DisputeOpen, DisputeLost, DisputeWon}

// Standing is what a gateway says of a payment at a moment.
type Standing struct {
	Payment         string // the gateway's id
	Secret          string
	Product         string // that is to be bought or, once money was taken, was
	Taken           *catalog.Price
	Declined        string
	Ended           bool
	Dispute         Dispute
	Disputed        int64     // minor units
	Said            time.Time // of the dispute, in milliseconds; zero when the gateway's words have no moment
	Returns         []Return
	Number          string // that the payer knows the payment by
	Acknowledgement Acknowledgement
}

// Return is money of a payment that a gateway gave back, or is giving back.
type Return struct {
	ID     string // the gateway's
	Refund string // id of the refund that asked for it; "" when it was done at the gateway's own desk
	Amount int64  // minor units
	State  RefundState
}

// joined adds what a gateway says to what is known.
func (p Payment) joined(s Standing) Payment {
	if p.ID == "" {
		p.ID = s.Payment
	}
	if p.Secret == "" {
		p.Secret = s.Secret
	}
	if p.Product == "" {
		p.Product = s.Product
	}
	if p.Number == "" {
		p.Number = s.Number
	}
	if p.Taken == nil {
		p.Taken, p.Declined = s.Taken, s.Declined
	}
	p.Acknowledgement = p.Acknowledgement.joined(s.Acknowledgement)
	p.Ended = p.Ended || s.Ended
	if s.lastWordOver(p) {
		p.Disputed = max(p.Disputed, s.Disputed)
		if s.later(p) && s.Dispute == DisputeLost { // another one: it may be about less
			p.Disputed = s.Disputed
		}
		p.Dispute, p.Said = s.Dispute, s.Said
	}
	return p
}

// same reports whether two payments are known by the same, but for the money and what became of it.
func (p Payment) same(other Payment) bool {
	return p.ID == other.ID && p.Secret == other.Secret && p.Declined == other.Declined && p.Number == other.Number &&
		p.Said.Equal(other.Said) && p.Acknowledgement == other.Acknowledgement
}

// lastWordOver reports whether what a gateway says of a dispute holds over what is known of it.
func (s Standing) lastWordOver(p Payment) bool {
	switch {
	case s.Dispute == Undisputed:
		return false
	case s.later(p):
		return true
	case p.Said.IsZero() || s.Said.IsZero() || s.Said.Equal(p.Said):
		return slices.Index(disputeRank, s.Dispute) > slices.Index(disputeRank, p.Dispute)
	}
	return false
}

// later reports whether both words about a dispute have a moment, and the gateway's is the later one.
func (s Standing) later(p Payment) bool { return !p.Said.IsZero() && s.Said.After(p.Said) }

// askAgain is when a gateway is asked about an order's payment once more: soon at first, then ever more
// seldom, and at the end of the order's time while it waits to be paid.
func (p Payment) askAgain(o Order, now time.Time) Payment {
	wait := min(time.Minute<<min(p.Checked, 10), time.Hour) // what was not heard of is known a minute later
	at := now.Add(wait)
	if o.State == PaymentPending && now.Before(*o.ExpiresAt) && at.After(*o.ExpiresAt) {
		at = *o.ExpiresAt
	}
	p.CheckAt, p.Checked = &at, p.Checked+1
	return p
}
