package purchases

import (
	"slices"
	"time"
)

// GrantKind is the kind of reason why a holder may use a pack.
type GrantKind string

// The kinds. Among purchases and gifts together, a
// holder has at most one grant of a pack that is not revoked.
const (
	GrantPurchase GrantKind = "purchase"
	GrantGift     GrantKind = "gift"  // the holder accepted what another one bought
	GrantCode     GrantKind = "code"  // the holder redeemed a code
	GrantStaff    GrantKind = "staff" // the staff gave it, without an order

	GrantSubscription GrantKind = "subscription" // a period of one; of all the packs of its pool
	GrantMembership   GrantKind = "membership"   // of a brand's fan club; of all the packs of its pool
)

// Grant is one reason why a holder may use a pack. It is never deleted, only revoked.
type Grant struct {
	ID         string     `json:"id"` // gnt_…
	Ledger     Ledger     `json:"-"`
	Holder     string     `json:"holder"`
	Pack       string     `json:"pack"` // pack id, or that of a pass or a pool
	Kind       GrantKind  `json:"kind"`
	Source     string     `json:"source"`           // id of what it came from: an order's for purchases and gifts, a redemption's for codes, a StaffGrant's
	Serial     int64      `json:"serial,omitempty"` // number of the piece of a limited edition, from 1; 0 for other packs
	ValidFrom  time.Time  `json:"valid_from"`
	ValidUntil *time.Time `json:"valid_until"` // nil: it has no end
	RevokedAt  *time.Time `json:"revoked_at"`  // nil: it was not revoked
	Revoked    string     `json:"revoked"`     // why, or ""

	Ticket      int64      `json:"ticket,omitempty"`        // of a pass: number of the ticket, one more whenever it is given anew; 0 for packs
	CheckedInAt *time.Time `json:"checked_in_at,omitempty"` // when its holder came; nil: not yet
	Gate        string     `json:"gate,omitempty"`          // where that was, as the app calls it, or ""

	Number int64  `json:"number,omitempty"` // of a subscription: the period's, from 1, those that were revoked counted; 0 for others
	Anchor int    `json:"anchor,omitempty"` // day of the month that its months go by; 0 for others
	Proof  string `json:"proof,omitempty"`  // of a membership: by which the app knows; "" for others
	Pool   string `json:"-"`                // id of the pool by which it is of Pack; "" for others, and as it is stored
}

// ActiveAt reports whether the grant entitles at a moment.
func (g Grant) ActiveAt(now time.Time) bool {
	return g.RevokedAt == nil && !now.Before(g.ValidFrom) && (g.ValidUntil == nil || now.Before(*g.ValidUntil))
}

// Why a grant was revoked.
const (
	revokedByRefund  = "refund"
	revokedByDispute = "dispute"
	revokedByStaff   = "staff" // who gave it

	revokedByTransfer     = "transfer"  // of a pass, to somebody else
	revokedByCancellation = "cancelled" // what the pass was for

	revokedByRenewal = "renewed" // of a membership, by another word of it
	revokedByLeaving = "left"    // the fan club
)

// Entitlement is the union of a holder's active grants of a pack.
type Entitlement struct {
	Holder   string
	Pack     string // pack id
	Entitled bool
	Grants   []Grant // active ones, oldest first
}

// entitlement unites those of the grants that are of this holder and pack and active.
func entitlement(holder, pack string, grants []Grant, now time.Time) Entitlement {
	e := Entitlement{Holder: holder, Pack: pack, Grants: []Grant{}}
	for _, g := range grants {
		if g.Holder == holder && g.Pack == pack && g.ActiveAt(now) {
			e.Grants = append(e.Grants, g)
		}
	}
	e.Entitled = len(e.Grants) > 0
	return e
}

// forGood reports whether one of the grants has no end.
func (e Entitlement) forGood() bool {
	return slices.ContainsFunc(e.Grants, func(g Grant) bool { return g.ValidUntil == nil })
}
