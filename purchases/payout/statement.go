package payout

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// ErrContractsChanged is what Store.Close says when contracts changed meanwhile.
var ErrContractsChanged = errors.New("payout: contracts changed meanwhile")

// Account is what a statement says of one currency. It is kept as JSON of a closed statement.
type Account struct {
	Currency string `json:"currency"` // ISO 4217
	Carried  int64  `json:"carried"`  // from the statement before; negative when more went back than was earned
	Sales    int64  `json:"sales"`    // how many
	Returns  int64  `json:"returns"`  // how many times money went back, or came in again
	Gross    int64  `json:"gross"`
	Parts    Parts  `json:"parts"`
	Withheld int64  `json:"withheld"` // for the tax office
	Due      int64  `json:"due"`      // to the creator
	Balance  int64  `json:"balance"`  // carried to the next statement
}

// settle works out what is due: nothing, while more went back than was earned.
func (a Account) settle(withholding int64) Account {
	balance := a.Carried + a.Parts[Creator]
	if balance <= 0 {
		a.Withheld, a.Due, a.Balance = 0, 0, balance
		return a
	}
	a.Withheld = fraction(balance, withholding, whole)
	a.Due, a.Balance = balance-a.Withheld, 0
	return a
}

// Closed is a statement that does not change any more.
type Closed struct {
	Creator  string // id
	Period   Period
	At       time.Time
	Accounts []Account // by currency
}

// State is where a statement stands.
type State string

// The states of a statement.
const (
	Open    State = "open"    // the month goes on, or its end is not written down yet
	Waiting State = "waiting" // the month is over, but for some sales, or the month before, there is no contract
	Final   State = "closed"
)

// Statement is what a creator's sales of a month earned.
type Statement struct {
	Creator   string // id
	Period    Period
	State     State
	Accounts  []Account // by currency
	Days      []Sum     // UTC
	Regions   []Sum
	Packs     []Sum
	Contracts []string // ids of those that were followed, in order
	Uncovered int64    // lines that no contract covers
}

// Sum is what some of the sales come to. Sums are in the order of their keys, then of currencies.
type Sum struct {
	Key      string
	Currency string
	Sales    int64
	Returns  int64
	Gross    int64
	Earned   int64 // by the creator
}

type sumKey struct{ key, currency string }

type sums map[sumKey]Sum

func (s sums) add(key string, l Line) {
	k := sumKey{key, l.Currency}
	sum := s[k]
	sum.Key, sum.Currency = key, l.Currency
	if l.sale() {
		sum.Sales++
	} else {
		sum.Returns++
	}
	sum.Gross += l.Gross
	sum.Earned += l.Parts[Creator]
	s[k] = sum
}

func (s sums) sorted() []Sum {
	return slices.SortedFunc(maps.Values(s), func(a, b Sum) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Currency, b.Currency)) })
}

// tally adds up the lines of one creator's month.
type tally struct {
	accounts  map[string]Account
	contracts map[string]bool
	uncovered int64
}

func newTally(carried []Account) *tally {
	t := &tally{accounts: map[string]Account{}, contracts: map[string]bool{}}
	for _, a := range carried {
		if a.Balance != 0 {
			t.accounts[a.Currency] = Account{Currency: a.Currency, Carried: a.Balance}
		}
	}
	return t
}

func (t *tally) add(l Line) {
	a := t.accounts[l.Currency]
	a.Currency = l.Currency
	if l.sale() {
		a.Sales++
	} else {
		a.Returns++
	}
	a.Gross += l.Gross
	a.Parts = a.Parts.Plus(l.Parts)
	t.accounts[l.Currency] = a
	if !l.Covered() {
		t.uncovered++
		return
	}
	t.contracts[l.Contract] = true
	if l.Collab != "" {
		t.contracts[l.Collab] = true
	}
}

// settled are the accounts once a month is over.
func (t *tally) settled(withholding int64) []Account {
	all := []Account{}
	for _, currency := range slices.Sorted(maps.Keys(t.accounts)) {
		all = append(all, t.accounts[currency].settle(withholding))
	}
	return all
}

// withholding is the rate that holds at the end of a month.
func (c contracts) withholding(creator string, p Period) int64 {
	if held := c.with(creator, p.Until().Add(-time.Microsecond)); held != nil {
		return held.Withholding
	}
	return 0
}

// each gives the lines of a range to take, those of an order together.
func (b book) each(ctx context.Context, store Store, r Range, take func(Line) error) error {
	var order []Movement
	flush := func() error {
		defer func() { order = order[:0] }()
		for _, pack := range packsOf(order) {
			err := b.lines(ofPack(order, pack), r.Since, take)
			if err != nil {
				return err
			}
		}
		return nil
	}
	err := store.Movements(ctx, r, func(m Movement) error {
		if len(order) > 0 && order[0].Order != m.Order {
			err := flush()
			if err != nil {
				return err
			}
		}
		order = append(order, m)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// packsOf are the packs that an order's money moved for: those of a bundle are sold, and earn, one by one.
func packsOf(order []Movement) []string {
	var packs []string
	for _, m := range order {
		if !slices.Contains(packs, m.Pack) {
			packs = append(packs, m.Pack)
		}
	}
	return packs
}

// ofPack are the movements of an order that are a pack's, in the same order.
func ofPack(order []Movement, pack string) []Movement {
	if !slices.ContainsFunc(order, func(m Movement) bool { return m.Pack != pack }) {
		return order
	}
	return slices.DeleteFunc(slices.Clone(order), func(m Movement) bool { return m.Pack != pack })
}
