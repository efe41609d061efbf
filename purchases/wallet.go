package purchases

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// Wallets is the account of what all wallets hold together, as a credit; what is owed is taken off.
const Wallets = "wallets"

// Where coins come from, and where those go that nobody spent.
const (
	coinsIssued = "coins-issued"
	coinsEnded  = "coins-ended"
)

// wallet returns the holder's coins as they were loaded.
func (s State) wallet() coin.Wallet {
	if s.Wallet == nil {
		return coin.Wallet{}
	}
	return *s.Wallet
}

// keep writes a wallet down as it is after what was done to it.
func (d *deed) keep(before, after coin.Wallet) {
	d.Wallet, d.Lots = &after, after.Changed(before)
}

// post moves coins from one account to another, kind by kind.
func (d *deed) post(kind TransferKind, o Order, cause string, coins coin.Coins, from, to string) error {
	postings := coinPostings(coins, from, to)
	if len(postings) == 0 {
		return nil
	}
	t, err := NewTransfer(kind, o, cause, o.UpdatedAt, postings...)
	d.Transfers = append(d.Transfers, t)
	return err
}

// coinPostings debits an account and credits another, for each kind of coins that there are any of.
func coinPostings(coins coin.Coins, debit, credit string) []Posting {
	var postings []Posting
	for _, asset := range []coin.Asset{coin.Paid, coin.Bonus} {
		if n := coins.Of(asset); n != 0 {
			postings = append(postings,
				Posting{Account: debit, Asset: string(asset), Amount: n}, Posting{Account: credit, Asset: string(asset), Amount: -n})
		}
	}
	return postings
}

// issue puts the coins that an order is for into its holder's wallet.
func (d *deed) issue(o Order, found State, cause string) error {
	before := found.wallet()
	d.keep(before, before.Issue(o.ID, *o.TopUp, o.UpdatedAt))
	return d.post(TransferCoins, o, cause, o.TopUp.Coins(), coinsIssued, Wallets)
}

// takeCoins takes the coins that an order brought out of the wallet again.
func (d *deed) takeCoins(o Order, found State, cause string) error {
	before := found.wallet()
	after, took := before.TakeBack(o.ID, o.TopUp.Coins().Total(), o.UpdatedAt)
	d.keep(before, after)
	return d.post(TransferCoins, o, cause, took, Wallets, coinsIssued)
}

// spend pays an order with coins of its holder's wallet.
func (o Order) spend(found State, n int64, by coin.Spending, now time.Time) (deed, error) {
	before := found.wallet()
	after, uses, err := before.Spend(o.ID, n, by, now)
	if err != nil {
		return deed{}, err
	}
	coins := coin.Total(uses)
	o.Settled, o.Coins = &catalog.Price{Amount: n, Currency: coin.Currency}, &coins
	d, err := o.fulfil(found, now)
	if err != nil {
		return deed{}, err
	}
	d.keep(before, after)
	d.Uses = uses
	return d, nil
}

// returnCoins puts coins that an order was paid with back into its holder's wallet.
func (d *deed) returnCoins(o Order, found State, r Refund) error {
	before := found.wallet()
	after, uses, back := before.Return(found.Uses, r.Amount.Amount, r.At)
	d.keep(before, after)
	d.Uses = uses
	left := coin.Total(found.Uses)
	t, err := NewTransfer(TransferRefund, o, r.ID, r.At, o.coinsEarned(left, coin.Coins{Paid: left.Paid - back.Paid, Bonus: left.Bonus - back.Bonus})...)
	d.Transfers = append(d.Transfers, t)
	return err
}

// EndCoins takes the coins of at most limit lots whose time is over out of their Wallets, and returns how many
// lots it looked at. Balances are right without it; it is for the books, and for those who follow events.
func (s *Service) EndCoins(ctx context.Context, limit int) (int, error) {
	over, err := s.store.Ended(ctx, s.now(), limit)
	if err != nil {
		return 0, err
	}
	var failures []error
	for _, l := range over {
		scope := Scope{Ledger: l.Ledger, Holder: l.Holder, Wallet: true}
		failures = append(failures, s.store.Transact(ctx, scope, func(found State) (Changes, error) {
			return s.endCoins(l, found)
		}))
	}
	return len(over), errors.Join(failures...)
}

// endCoins decides on a wallet in which lots are over; somebody may have been quicker.
func (s *Service) endCoins(of Owner, found State) (Changes, error) {
	now := s.now()
	before := found.wallet()
	after, over := before.Expire(now)
	if len(over) == 0 {
		return Changes{}, nil
	}
	var d deed
	d.keep(before, after)
	var sum coin.Coins
	for _, l := range over {
		coins := l.Coins()
		sum.Paid, sum.Bonus = sum.Paid+coins.Paid, sum.Bonus+coins.Bonus
		from := Order{ID: l.Order, Ledger: of.Ledger, UpdatedAt: now}
		if err := d.post(TransferCoinsEnded, from, l.ID+".ended", coins, Wallets, coinsEnded); err != nil {
			return Changes{}, err
		}
	}
	d.Record.Events = []journal.Event{journal.NewEvent(of.Ledger.ID(), "coins.ended", of.Holder, coinsEvent{of.Holder, sum}, now).Of(of.Holder, "")}
	return d.Changes, nil
}

// coinsEvent is what an event says of coins.
type coinsEvent struct {
	Holder string     `json:"holder"`
	Coins  coin.Coins `json:"coins"`
}

// Wallet returns a holder's coins. Fault: ErrHolderInvalid.
func (s *Service) Wallet(ctx context.Context, ledger Ledger, holder string) (coin.Wallet, error) {
	if err := CheckHolder(holder); err != nil {
		return coin.Wallet{}, err
	}
	w, err := s.store.Wallet(ctx, ledger, holder)
	if err != nil {
		return coin.Wallet{}, err
	}
	now, err := s.Now(ctx, ledger)
	w, _ = w.Expire(now) // what is over is not there, even when nobody has written that down yet
	return w, err
}
