package purchases

import (
	"fmt"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/purchases/coin"
)

// TransferKind says what a transfer is for.
type TransferKind string

// The kinds of transfers.
const (
	TransferSale   TransferKind = "sale"   // money taken for an order
	TransferRefund TransferKind = "refund" // money of an order given back

	TransferRefundSettled TransferKind = "refund-settled" // it reached the payer
	TransferRefundFailed  TransferKind = "refund-failed"  // it did not
	TransferDispute       TransferKind = "dispute"        // a bank took money back, or gave it back
	TransferCoins         TransferKind = "coins"          // put into a wallet for an order, or taken back
	TransferCoinsEnded    TransferKind = "coins-ended"    // unspent
	TransferDeclined      TransferKind = "declined"       // a gift's money is due back
)

// Transfer moves value between accounts of one ledger. It is written once and never changed: what was
// wrong is put right by another one. Its postings sum to zero for every asset.
type Transfer struct {
	ID       string // trf_ and the number of the order or refund that caused it, so it happens once
	Ledger   Ledger
	Kind     TransferKind
	Order    string // order id
	Reverses string // id of the transfer that it takes back, in part or whole, or ""
	Postings []Posting
	At       time.Time
}

// Posting is one line of a transfer: positive is a debit, negative a credit.
type Posting struct {
	Account string // takings:<provider>, refunds-pending:<provider>, sales:<pack id>, tax:<region>, or one of those below
	Asset   string // ISO 4217 currency, or a coin.Asset
	Amount  int64  // minor units or coins, never 0
}

// Balance is the sum of an account's postings of one asset.
type Balance struct {
	Account string
	Asset   string
	Amount  int64 // minor units
}

// Imbalance is a transfer whose postings of an asset do not sum to zero. There never is one.
type Imbalance struct {
	Transfer string
	Asset    string
	Sum      int64 // minor units
}

// Check returns an error unless the transfer has postings, none of them zero, that sum to zero for
// every asset. Stores refuse to write a transfer that fails it.
func (t Transfer) Check() error {
	sums := map[string]int64{}
	for _, p := range t.Postings {
		if p.Amount == 0 {
			return fmt.Errorf("purchases: transfer %s: a posting of nothing to %s", t.ID, p.Account)
		}
		sums[p.Asset] += p.Amount
	}
	for asset, sum := range sums {
		if sum != 0 {
			return fmt.Errorf("purchases: transfer %s: %d %s too much", t.ID, sum, asset)
		}
	}
	if len(t.Postings) == 0 {
		return fmt.Errorf("purchases: transfer %s moves nothing", t.ID)
	}
	return nil
}

// NewTransfer returns the transfer of an order that cause, the order's or a refund's id, brings about,
// or an error when its postings do not sum to zero, which is a defect of the caller.
func NewTransfer(kind TransferKind, order Order, cause string, at time.Time, postings ...Posting) (Transfer, error) {
	t := Transfer{
		ID: transferID(cause), Ledger: order.Ledger, Kind: kind, Order: order.ID, Postings: postings, At: at,
	}
	if kind == TransferRefund {
		t.Reverses = transferID(order.ID)
	}
	return t, t.Check()
}

func transferID(cause string) string {
	_, number, _ := strings.Cut(cause, "_")
	return "trf_" + number
}

// refundsDue is the account of money that was taken and is to be given back.
const refundsDue = "refunds-due"

// refundsPending is the account of money that a gateway is giving back.
func refundsPending(p Provider) string { return "refunds-pending:" + string(p) }

// takings is the account of the money that a provider took and holds for the store.
func takings(p Provider) string { return "takings:" + string(p) }

// coinsSold is the account of money that was taken for coins.
const coinsSold = "coins-sold"

// earnings is the account that an order's money is kept in: its pack's sales, or what is due back.
func earnings(o Order) string {
	switch {
	case o.State == RefundDue:
		return refundsDue
	case o.TopUp != nil:
		return coinsSold
	}
	return salesOf(o.Pack)
}

// salesOf is the account of what a pack, or a pass, was sold for.
func salesOf(pack string) string { return "sales:" + pack }

// taken posts the money that was settled for an order, which is in its new state, or the coins.
func taken(o Order, now time.Time) (Transfer, error) {
	if o.Coins != nil {
		return NewTransfer(TransferSale, o, o.ID, now, o.coinsEarned(coin.Coins{}, *o.Coins)...)
	}
	money := *o.Settled
	from := Posting{Account: takings(o.Provider), Asset: money.Currency, Amount: money.Amount}
	return NewTransfer(TransferSale, o, o.ID, now, append([]Posting{from}, o.kept(0, money.Amount)...)...)
}

// givenBack posts a refund's money, of an order in the state that it has before.
func givenBack(o Order, r Refund, now time.Time) (Transfer, error) {
	from := takings(o.Provider)
	if r.State == RefundPending {
		from = refundsPending(o.Provider)
	}
	back := Posting{Account: from, Asset: r.Amount.Currency, Amount: -r.Amount.Amount}
	return NewTransfer(TransferRefund, o, r.ID, now, append(o.kept(o.Refundable(), o.Refundable()-r.Amount.Amount), back)...)
}
