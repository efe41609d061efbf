// Package coin keeps the coins that holders pay packs with: paid and bonus coins apart, in lots that end at
// their own time. It computes only; whoever calls it loads, posts and stores.
package coin

import (
	"cmp"
	"time"
)

// Asset is what the books count a kind of coins as.
type Asset string

// The kinds of coins. Laws treat them differently: what was paid for may have to be given back, a bonus not.
const (
	Paid  Asset = "COIN_PAID"
	Bonus Asset = "COIN_BONUS"
)

// Currency is what prices in coins name in place of an ISO 4217 currency, whose codes have three letters. A
// coin has no parts.
const Currency = "COIN"

// Coins are an amount of either kind.
type Coins struct {
	Paid  int64 `json:"paid"`
	Bonus int64 `json:"bonus"`
}

// Total returns how many they are together.
func (c Coins) Total() int64 { return c.Paid + c.Bonus }

// Of returns how many are of a kind.
func (c Coins) Of(a Asset) int64 {
	if a == Paid {
		return c.Paid
	}
	return c.Bonus
}

func (c *Coins) add(a Asset, n int64) {
	if a == Paid {
		c.Paid += n
		return
	}
	c.Bonus += n
}

// Lot is coins of one kind that came together and end together.
type Lot struct {
	ID        string // lot_…
	Order     string // id of the top-up that they came by
	Asset     Asset
	Remaining int64
	Ended     int64      // coins of it that ended unspent
	Ends      *time.Time // nil: never
	Version   int64      // as it is stored: 0 before; every write adds one
}

// Coins returns what is left of the lot.
func (l Lot) Coins() Coins {
	var c Coins
	c.add(l.Asset, l.Remaining)
	return c
}

// live reports whether coins of the lot can be spent at a moment.
func (l Lot) live(now time.Time) bool {
	return l.Remaining > 0 && (l.Ends == nil || now.Before(*l.Ends))
}

// Compare puts the lot that ends first first.
func (l Lot) Compare(other Lot) int {
	return cmp.Or(compareEnds(l.Ends, other.Ends), cmp.Compare(l.ID, other.ID))
}

// Use is coins of a lot that an order took.
type Use struct {
	Order    string
	Lot      string
	Line     int // from 1, in the order of spending
	Source   string
	Asset    Asset
	Amount   int64
	Returned int64  // of Amount
	Left     *int64 // seconds that the lot had left; nil: it has no end
	Version  int64  // as it is stored: 0 before; every write adds one
}
