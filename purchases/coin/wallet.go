package coin

import (
	"cmp"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// ErrInsufficient: the wallet has fewer coins than it takes, or owes some. Facts: coins (that it takes), paid,
// bonus, owed.
var ErrInsufficient = fault.Define(fault.Payment, "coins-insufficient")

// Wallet is a holder's coins. Its methods return another one and leave it as it is.
type Wallet struct {
	Lots    []Lot // that have coins left, and those that the caller asked for
	Owed    int64 // coins that were spent and whose top-up was given back
	Version int64 // as it is stored: 0 before; every write adds one
}

// Balance returns the coins that are there at a moment. What is owed is not taken off.
func (w Wallet) Balance(now time.Time) Coins {
	var sum Coins
	for _, l := range w.Lots {
		if l.live(now) {
			sum.add(l.Asset, l.Remaining)
		}
	}
	return sum
}

// Coins returns all that is in the lots, those that are over included.
func (w Wallet) Coins() Coins {
	var sum Coins
	for _, l := range w.Lots {
		sum.add(l.Asset, l.Remaining)
	}
	return sum
}

// Spending is in which order coins are taken.
type Spending string

// The orders of spending. Within a kind the coins that end first go first.
const (
	BonusFirst   Spending = "bonus-first"
	PaidFirst    Spending = "paid-first"
	SoonestFirst Spending = "soonest-first" // whatever ends first, of either kind
)

// Spendings returns every order of spending, the usual one first.
func Spendings() []Spending { return []Spending{BonusFirst, PaidFirst, SoonestFirst} }

// compare orders lots as they are spent.
func (s Spending) compare(a, b Lot) int {
	first := Bonus
	if s == PaidFirst {
		first = Paid
	}
	kind := func(l Lot) int {
		if l.Asset == first {
			return 0
		}
		return 1
	}
	ends := compareEnds(a.Ends, b.Ends)
	if s == SoonestFirst {
		return cmp.Or(ends, cmp.Compare(kind(a), kind(b)), cmp.Compare(a.ID, b.ID))
	}
	return cmp.Or(cmp.Compare(kind(a), kind(b)), ends, cmp.Compare(a.ID, b.ID))
}

// compareEnds puts what ends earlier first and what never ends last.
func compareEnds(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}

// Spend takes coins for an order. Fault: ErrInsufficient.
func (w Wallet) Spend(order string, n int64, by Spending, now time.Time) (Wallet, []Use, error) {
	have := w.Balance(now)
	if w.Owed > 0 || have.Total() < n {
		return w, nil, ErrInsufficient.With("coins", n, "paid", have.Paid, "bonus", have.Bonus, "owed", w.Owed)
	}
	w.Lots = slices.SortedFunc(slices.Values(w.Lots), by.compare)
	var uses []Use
	for i := range w.Lots {
		l := &w.Lots[i]
		if n == 0 || !l.live(now) {
			continue
		}
		took := min(n, l.Remaining)
		l.Remaining -= took
		n -= took
		uses = append(uses, Use{
			Order: order, Lot: l.ID, Line: len(uses) + 1, Source: l.Order, Asset: l.Asset, Amount: took, Left: l.left(now),
		})
	}
	return w, uses, nil
}

// left is how many seconds a lot has, nil for no end.
func (l Lot) left(now time.Time) *int64 {
	if l.Ends == nil {
		return nil
	}
	seconds := int64(l.Ends.Sub(now) / time.Second)
	return &seconds
}

// Total returns how many coins uses took and did not return.
func Total(uses []Use) Coins {
	var sum Coins
	for _, u := range uses {
		sum.add(u.Asset, u.Amount-u.Returned)
	}
	return sum
}

// Return puts coins back that uses took, the last first: into their lots, or, when those are over, into new ones
// that have the time that was left when they were spent. It returns the uses that changed, and what came back;
// n is at most what they took.
func (w Wallet) Return(uses []Use, n int64, now time.Time) (Wallet, []Use, Coins) {
	w.Lots = slices.Clone(w.Lots)
	var changed []Use
	var back Coins
	for _, u := range slices.Backward(slices.SortedFunc(slices.Values(uses), func(a, b Use) int { return a.Line - b.Line })) {
		put := min(n, u.Amount-u.Returned)
		if put == 0 {
			continue
		}
		n -= put
		u.Returned += put
		changed = append(changed, u)
		back.add(u.Asset, put)
		w.put(u, put, now)
	}
	return w, changed, back
}

// put returns coins of a use to the wallet; what is owed is settled first.
func (w *Wallet) put(u Use, n int64, now time.Time) {
	i := slices.IndexFunc(w.Lots, func(l Lot) bool { return l.ID == u.Lot })
	if i >= 0 && (w.Lots[i].Ends == nil || now.Before(*w.Lots[i].Ends)) {
		w.Lots[i].Remaining += w.settle(n)
		return
	}
	lot := Lot{ID: journal.NewID("lot"), Order: u.Source, Asset: u.Asset}
	if u.Left != nil {
		ends := now.Add(time.Duration(*u.Left) * time.Second)
		lot.Ends = &ends
	}
	w.add(lot, n)
}

// settle takes what is owed off coins that come in, and returns what is left of them.
func (w *Wallet) settle(n int64) int64 {
	paid := min(n, w.Owed)
	w.Owed -= paid
	return n - paid
}

func (w *Wallet) add(l Lot, n int64) {
	if l.Remaining = w.settle(n); l.Remaining > 0 {
		w.Lots = append(w.Lots, l)
	}
}

// Issue adds the coins of a top-up: what is owed is settled with them, paid ones first.
func (w Wallet) Issue(order string, t TopUp, now time.Time) Wallet {
	w.Lots = slices.Clone(w.Lots)
	w.add(Lot{ID: journal.NewID("lot"), Order: order, Asset: Paid, Ends: after(now, t.PaidDays)}, t.Paid)
	w.add(Lot{ID: journal.NewID("lot"), Order: order, Asset: Bonus, Ends: after(now, t.BonusDays)}, t.Bonus)
	return w
}

func after(now time.Time, days int) *time.Time {
	if days == 0 {
		return nil
	}
	ends := now.AddDate(0, 0, days)
	return &ends
}

// TakeBack takes n coins because the top-up that brought them was given back: its own first, bonus before
// paid, then others; what is not there any more is owed, and counts as paid. Coins of it that ended unspent are
// not asked for. It returns what was taken by kind.
func (w Wallet) TakeBack(order string, n int64, now time.Time) (Wallet, Coins) {
	own := func(l Lot) int {
		if l.Order == order {
			return 0
		}
		return 1
	}
	w.Lots = slices.SortedFunc(slices.Values(w.Lots), func(a, b Lot) int {
		return cmp.Or(own(a)-own(b), BonusFirst.compare(a, b))
	})
	n -= w.ended(order, now)
	var took Coins
	for i := range w.Lots {
		l := &w.Lots[i]
		if !l.live(now) {
			continue
		}
		part := min(n, l.Remaining)
		l.Remaining -= part
		n -= part
		took.add(l.Asset, part)
	}
	w.Owed += n
	took.Paid += n
	return w, took
}

// ended is how many coins of a top-up ended unspent.
func (w Wallet) ended(order string, now time.Time) int64 {
	var sum int64
	for _, l := range w.Lots {
		if l.Order != order {
			continue
		}
		sum += l.Ended
		if !l.live(now) {
			sum += l.Remaining
		}
	}
	return sum
}

// Expire takes the coins of lots that are over, and returns these as they were.
func (w Wallet) Expire(now time.Time) (Wallet, []Lot) {
	w.Lots = slices.Clone(w.Lots)
	var over []Lot
	for i := range w.Lots {
		if l := &w.Lots[i]; l.Remaining > 0 && !l.live(now) {
			over = append(over, *l)
			l.Ended += l.Remaining
			l.Remaining = 0
		}
	}
	return w, over
}

// Changed lists the lots that are not as they were in an earlier wallet.
func (w Wallet) Changed(before Wallet) []Lot {
	var changed []Lot
	for _, l := range w.Lots {
		i := slices.IndexFunc(before.Lots, func(old Lot) bool { return old.ID == l.ID })
		if i < 0 || before.Lots[i].Remaining != l.Remaining || before.Lots[i].Ended != l.Ended {
			changed = append(changed, l)
		}
	}
	return changed
}
