package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// Store keeps orders and what came of them. It knows no rule but those of its keys: an id is used
// once; an idempotency key once per ledger; a provider's transaction once per scope; an order has one
// payment; a holder has one
// unrevoked grant of a pack that was bought, by them or for them, and is offered one gift of it at a time; a
// transfer's postings sum to zero. Besides the faults named
// here, every method may return journal.ErrStoreUnavailable.
type Store interface {
	// Transact loads what scope names, lets decide say what changes, and commits that as one. When
	// decide returns an error, nothing is committed and the error returned as it is. decide is run
	// again, on the new state, when another transaction got in the way: it must have no effect of
	// its own.
	Transact(ctx context.Context, scope Scope, decide func(State) (Changes, error)) error

	// Look shows judge what Transact would show a decision, as it was at one moment since Look was called, and returns
	// its error as it is. It waits for nobody who writes, and writes nothing.
	Look(ctx context.Context, scope Scope, judge func(State) error) error

	// Order returns a holder's order with its grants, or ErrOrderNotFound.
	Order(ctx context.Context, ledger Ledger, holder, id string) (Order, error)

	// Orders returns a holder's orders with their grants, newest first.
	Orders(ctx context.Context, ledger Ledger, holder string, page Page) ([]Order, error)

	// Refunds returns the refunds of a holder's order, oldest first.
	Refunds(ctx context.Context, ledger Ledger, holder, order string) ([]Refund, error)

	// Grants returns the grants of these holders for these packs (none means every pack), and those of pools, that are
	// not revoked, by holder, oldest first.
	Grants(ctx context.Context, ledger Ledger, holders, packs []string) ([]Grant, error)

	// GrantsOf returns a holder's grants from these sources (none means every source), revoked ones too, oldest first.
	GrantsOf(ctx context.Context, of Owner, sources []string) ([]Grant, error)

	// Expired returns at most limit orders that are still Reserved though their time is over, those
	// that have waited longest first.
	Expired(ctx context.Context, now time.Time, limit int) ([]Order, error)

	// Unsettled returns at most limit orders whose payments are to be asked about at a moment, those
	// that have waited longest first.
	Unsettled(ctx context.Context, now time.Time, limit int) ([]Order, error)

	// Gifts returns the orders of packs that were offered to a recipient, with their grants, newest first.
	Gifts(ctx context.Context, ledger Ledger, recipient string, page Page) ([]Order, error)

	Desk
	Books
	Coins
	Editions
	Codes
	Eraser
	Clocks
	Passes
	Subscriptions
	Pools
	Approvals
	StaffGrants
	Bundles
}

// Desk finds orders for those who run the store, whoever's they are.
type Desk interface {
	// Story returns everything that is kept of an order, or ErrOrderNotFound.
	Story(ctx context.Context, id string) (Story, error)

	// Find returns at most limit orders that a word names, newest first: an order's id, a
	// transaction's, or a holder's. Without a word it returns the latest.
	Find(ctx context.Context, word string, limit int) ([]Order, error)
}

// Books are the ledgers' transfers.
type Books interface {
	// Transfers returns the transfers of an order with their postings, oldest first.
	Transfers(ctx context.Context, ledger Ledger, order string) ([]Transfer, error)

	// Balances returns the sum of every account's postings, by account and asset.
	Balances(ctx context.Context, ledger Ledger) ([]Balance, error)

	// Imbalance returns every transfer of every ledger that does not sum to zero: none.
	Imbalance(ctx context.Context) ([]Imbalance, error)
}

// Coins keeps what holders have in their wallets, what is sold into them, and what coins are worth.
type Coins interface {
	// Wallet returns a holder's coins: the lots that have any left.
	Wallet(ctx context.Context, ledger Ledger, holder string) (coin.Wallet, error)

	// Ended returns who has lots whose time is over and that still have coins: at most limit of these, those that
	// have waited longest first.
	Ended(ctx context.Context, now time.Time, limit int) ([]Owner, error)

	// Packages returns what is sold, by name.
	Packages(ctx context.Context) ([]coin.Package, error)

	// Package returns one of them, or coin.ErrPackageNotFound.
	Package(ctx context.Context, name string) (coin.Package, error)

	// SetPackage adds a package whose Version is 0, or changes the one that is still at that Version; else it
	// is coin.ErrPackageStale.
	SetPackage(ctx context.Context, p coin.Package, record journal.Record) error

	// Rates returns all rates, by currency, the latest first.
	Rates(ctx context.Context) ([]coin.Rate, error)

	// Rate returns the rate of a currency that holds at a moment, or coin.ErrNoRate.
	Rate(ctx context.Context, currency string, now time.Time) (coin.Rate, error)

	// AddRate adds a rate; one of the same currency and moment is replaced.
	AddRate(ctx context.Context, rate coin.Rate, record journal.Record) error
}

// Editions keeps how many pieces there are of packs, and how many are taken.
type Editions interface {
	// Edition returns a pack's edition, or ErrEditionNotFound.
	Edition(ctx context.Context, pack string, test bool) (Edition, error)

	// LimitedPacks returns the editions of all packs that are limited, for the apps' users.
	LimitedPacks(ctx context.Context) ([]Edition, error)

	// SetStock makes both editions of a pack that size, or returns ErrStockTaken when one has more pieces taken.
	SetStock(ctx context.Context, pack string, stock int64, now time.Time, record journal.Record) error
}

// Codes keeps what is known of codes: never the codes themselves.
type Codes interface {
	// AddCodes adds the hashes of codes of a batch. None is taken before its batch is added.
	AddCodes(ctx context.Context, batch string, hashes []string) error

	// AddBatch adds a batch whose codes were added.
	AddBatch(ctx context.Context, b CodeBatch, record journal.Record) error

	// Batches returns all batches, the latest first.
	Batches(ctx context.Context) ([]CodeBatch, error)

	// Batch returns one of them, or ErrBatchNotFound.
	Batch(ctx context.Context, id string) (CodeBatch, error)

	// EndBatch says since when the codes of a batch are taken no more, unless that is known, or returns ErrBatchNotFound.
	EndBatch(ctx context.Context, id string, at time.Time, record journal.Record) error
}

// Approvals keeps the refunds that need a second person.
type Approvals interface {
	// AddApproval adds one that waits, or returns ErrRefundWaiting when another of its order does.
	AddApproval(ctx context.Context, a Approval, record journal.Record) error

	// Approval returns one of them, or ErrApprovalNotFound.
	Approval(ctx context.Context, id string) (Approval, error)

	// Approvals returns at most limit of an order's, the latest first, or, without an order, of all that wait, those that
	// have waited longest first.
	Approvals(ctx context.Context, order string, limit int) ([]Approval, error)

	// DeclineApproval changes one that waits, or returns ErrApprovalDecided.
	DeclineApproval(ctx context.Context, a Approval, record journal.Record) error
}

// Owner is who has a wallet.
type Owner struct {
	Ledger Ledger
	Holder string
}

// Story is everything that is kept of an order.
type Story struct {
	Order     Order
	Payment   *Payment   // nil when no gateway takes its money
	Refunds   []Refund   // oldest first
	Transfers []Transfer // oldest first
}

// Page is a part of a list that goes from the newest to the oldest.
type Page struct {
	After string // id of the last one seen; "" begins with the newest
	Limit int    // how many at most
}

// Scope names what a decision needs to see. What is "" is not loaded.
type Scope struct {
	Ledger      Ledger
	Holder      string
	Key         string   // idempotency key: loads State.Reply
	Order       string   // id of an order of Holder: loads State.Order
	Recipient   string   // holder whom Pack is given to; with Order, the order's takes its place
	Pack        string   // pack id: loads State.Grants and Waiting; with Order, the order's pack takes its place
	Packs       string   // ids of a bundle's packs, with a space between them: their grants are loaded besides; with Order, its lines' packs take their place
	Provider    Provider // with Transaction: loads State.Used
	Transaction string
	Code        string // hash of a code: loads State.Code, and State.Grants of its pack
	To          string // holder whom the pass of Order is handed to: loads State.Theirs
	Approval    string // id: loads State.Approval
	Staff       string // account: with Day, loads State.GivenToday
	Day         string // of UTC, as in 2026-11-23
	Wallet      bool   // loads State.Wallet; with Order, that of an order for coins or paid with them is loaded anyway
}

// State is what the store found. When there is a Reply, nothing else is loaded.
type State struct {
	Reply *journal.Reply
	Order *Order // with its grants; nil when Holder has no such order

	Payment *Payment // of Order, when a gateway takes its money
	Refunds []Refund // of Order, then, oldest first

	Grants  []Grant // every grant of the holder, or recipient, for the pack, revoked ones too, oldest first
	Waiting string  // id of the order by which the pack is offered to the recipient, or ""
	Used    *Order  // the order, of whatever holder, that used the transaction

	Code *Code // nil when there is no such code

	Approval *Approval // nil when there is no such one

	GivenToday int64 // packs that Scope.Staff gave on Scope.Day

	Edition *Edition // of the pack, when it is limited
	Hold    *Order   // the holder's order that holds a piece of it for themselves

	Pass   *pass.Pass // that State.Grants are of; nil when they are of a pack, and when there is none
	Theirs []Grant    // of the pass, of Scope.To, revoked ones too

	Bundle *bundle.Bundle // that Order is for; nil when it is for something else

	Wallet *coin.Wallet // lots that have coins left, and all that Order brought or took from
	Uses   []coin.Use   // of Order
}

// Changes is what a decision writes. The zero value writes nothing.
type Changes struct {
	Order      *Order       // added when its Version is 0, else changed if it is still at that Version
	Purchase   *Purchase    // added
	Refund     *Refund      // added
	Returned   *Refund      // changed: State and Transaction
	Payment    *Payment     // added when its Version is 0, else changed if it is still at that Version
	Granted    []Grant      // added
	Revoked    []Grant      // changed: RevokedAt and Revoked
	CheckedIn  []Grant      // changed once: CheckedInAt and Gate
	Wallet     *coin.Wallet // changed if it is still at that Version: what is owed
	Lots       []coin.Lot   // of it: added when their Version is 0, else changed
	Uses       []coin.Use   // added when their Version is 0, else changed
	Approval   *Approval    // changed if it still waits
	Given      *StaffGrant  // added
	TakenBack  *StaffGrant  // changed: RevokedBy and Withdrawn
	Redemption *Redemption  // of a code that was not redeemed
	Edition    *Edition     // changed if it is still at that Version
	Transfers  []Transfer
	Record     journal.Record
	Reply      *journal.Reply
}
