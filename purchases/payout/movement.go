package payout

import (
	"math/bits"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// Movement is a posting to a pack's sales: money, or coins, that came in by a transfer or went out again; or one to the
// tax in that money.
type Movement struct {
	IsTax    bool
	Transfer string
	Kind     purchases.TransferKind
	At       time.Time
	Asset    string // ISO 4217 currency, or a coin.Asset
	Amount   int64  // minor units or coins; negative when it went out

	Order  string
	Pack   string
	Region string
	Price  *catalog.Price // of the order
	Coins  *coin.Coins    // that it was paid with; nil for money
	Tax    *tax.Charge    // in the order's price; nil when the store charged none
}

// Owner says whose a pack is from a moment on.
type Owner struct {
	Pack    string
	Since   time.Time
	Creator string
	Collab  string // "" for none
}

// owners are whose packs are and were, each pack's in the order of time.
type owners map[string][]Owner

func newOwners(all []Owner) owners {
	by := owners{}
	for _, o := range all {
		by[o.Pack] = append(by[o.Pack], o)
	}
	for _, versions := range by {
		slices.SortStableFunc(versions, func(a, b Owner) int { return a.Since.Compare(b.Since) })
	}
	return by
}

// at returns whose a pack was at a moment: before anything is known, what was known first.
func (o owners) at(pack string, at time.Time) Owner {
	versions := o[pack]
	found := Owner{Pack: pack}
	for i, version := range versions {
		if i == 0 || !version.Since.After(at) {
			found = version
		}
	}
	return found
}

// position is how much of an order is sold at a moment: money, or coins of either kind.
type position struct {
	money int64 // with the tax in it
	tax   int64
	coins coin.Coins
}

func (p position) after(m Movement) position {
	switch coin.Asset(m.Asset) {
	case coin.Paid:
		p.coins.Paid += m.Amount
	case coin.Bonus:
		p.coins.Bonus += m.Amount
	default:
		p.money += m.Amount
		if m.IsTax {
			p.tax += m.Amount
		}
	}
	return p
}

// taxIn is the tax that was charged in what a position is worth.
func (p position) taxIn(worth int64, m Movement) int64 {
	if m.Coins != nil && m.Tax != nil {
		return m.Tax.Within(worth)
	}
	return p.tax
}

// worth is what a position is in money. Coins are worth their part of the price that they paid, rounded down; bonus
// coins nothing, unless they count.
func (p position) worth(price *catalog.Price, paidWith *coin.Coins, bonus bool) int64 {
	if paidWith == nil || price == nil || paidWith.Total() == 0 {
		return p.money
	}
	n := p.coins.Paid
	if bonus {
		n = p.coins.Total()
	}
	return p.money + fraction(price.Amount, n, paidWith.Total())
}

// fraction is amount * n / of, rounded towards zero. |n| is at most of, which is positive.
func fraction(amount, n, of int64) int64 {
	if n < 0 {
		return -fraction(amount, -n, of)
	}
	high, low := bits.Mul64(uint64(amount), uint64(min(n, of)))
	part, _ := bits.Div64(high, low, uint64(of))
	return int64(part)
}

// currencyOf is the currency that a movement counts in.
func currencyOf(m Movement) string {
	if m.Coins != nil && m.Price != nil {
		return m.Price.Currency
	}
	return m.Asset
}
