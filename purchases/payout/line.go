package payout

import (
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// Line is what one transfer of an order earned, or took back. The lines of an order sum to what its position earns, so
// that a full refund takes back exactly what the sale earned.
type Line struct {
	At       time.Time
	Transfer string
	Kind     purchases.TransferKind
	Order    string
	Pack     string
	Region   string
	Currency string
	Gross    int64
	Charged  int64 // tax that the store charged, in Gross
	Parts    Parts
	Contract string // id of the contract that was followed; "" when there was none
	Collab   string // id of the collab's contract, or ""
	Creator  string // id; "" when nobody knows
}

// Covered reports whether a contract says how the line is shared out.
func (l Line) Covered() bool { return l.Contract != "" }

// book says whose sales are and what was agreed about them.
type book struct {
	owners    owners
	contracts contracts
	everyCoin bool // bonus coins count, whatever was agreed
}

// lines turns the movements of one order, the earliest first, into lines. All follow what held when the order was
// sold. Transfers before since only make the position; movements of the same transfer are one line.
func (b book) lines(order []Movement, since time.Time, take func(Line) error) error {
	if len(order) == 0 {
		return nil
	}
	sold := order[0].At
	whose := b.owners.at(order[0].Pack, sold)
	held, covered := b.contracts.terms(whose, order[0].Region, sold)
	bonus := held.bonusEarns || b.everyCoin
	var at position
	for i := 0; i < len(order); {
		m, before := order[i], at
		for ; i < len(order) && order[i].Transfer == m.Transfer; i++ {
			at = at.after(order[i])
		}
		if m.At.Before(since) {
			continue
		}
		was, is := before.worth(m.Price, m.Coins, bonus), at.worth(m.Price, m.Coins, bonus)
		l := Line{
			At: m.At, Transfer: m.Transfer, Kind: m.Kind, Order: m.Order, Pack: m.Pack, Region: m.Region, Currency: currencyOf(m),
			Gross: is - was, Contract: held.contract, Collab: held.collab, Creator: whose.Creator,
		}
		l.Charged = at.taxIn(is, m) - before.taxIn(was, m)
		if covered {
			l.Parts = held.parts(is, at, m).Minus(held.parts(was, before, m))
		}
		err := take(l)
		if err != nil {
			return err
		}
	}
	return nil
}

// parts shares out what a position is worth. Tax that the store charged is what it charged, whatever tax the contract
// knows of; all others have their shares of the rest.
func (t terms) parts(worth int64, at position, m Movement) Parts {
	if m.Tax == nil {
		return t.Split(worth)
	}
	untaxed, charged := t.Shares, at.taxIn(worth, m)
	untaxed.Tax = 0
	parts := untaxed.Split(worth - charged)
	parts[Tax] = charged
	return parts
}

// sale reports whether the line is the sale itself, and nothing that came after it.
func (l Line) sale() bool { return l.Kind == purchases.TransferSale }
