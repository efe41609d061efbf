package payout

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Range asks for the movements of a time.
type Range struct {
	Since    time.Time
	Until    time.Time // first moment behind it
	Creators []string  // ids: only packs that are or were theirs; none is all
}

// Store keeps contracts, statements that are closed and what was paid of them, and reads what was sold. Besides the
// faults named here, every method may return journal.ErrStoreUnavailable.
type Store interface {
	// Movements gives to take every posting to sales before Until of every order that has one from Since on, in live
	// ledgers, and maybe of some that have none: order by order, of an order the earliest first, and each time in the same
	// order. An error of take ends it and is returned as it is.
	Movements(ctx context.Context, r Range, take func(Movement) error) error

	// Owners returns whose packs are and were. With creators, those packs alone that are or were theirs.
	Owners(ctx context.Context, creators []string) ([]Owner, error)

	Agreements
	Statements
	Payouts
}

// Agreements keeps contracts.
type Agreements interface {
	// Contracts returns all contracts, by scope, party and moment, and a number that rises with every change of any.
	Contracts(ctx context.Context) (all []Contract, revision int64, err error)

	// SaveContract adds a contract whose Version is 0, or changes the one that is still at that Version. Faults:
	// ErrContractNotFound, ErrContractStale, ErrContractTaken; ErrContractInForce when it or what it was begins before
	// the end of a month that is closed for whom it concerns.
	SaveContract(ctx context.Context, c Contract, record journal.Record) error

	// RemoveContract takes away the contract that is still at that Version, with the faults of SaveContract.
	RemoveContract(ctx context.Context, c Contract, record journal.Record) error
}

// Statements keeps statements that are closed.
type Statements interface {
	// Closed returns a creator's statement of a month; nil while it is not closed.
	Closed(ctx context.Context, creator string, period Period) (*Closed, error)

	// LastClosed returns the latest of each creator, by creator's id. With creators, theirs alone.
	LastClosed(ctx context.Context, creators []string) (map[string]Closed, error)

	// Close adds a statement, and the payouts that come of it, unless contracts changed since a revision: then it is
	// ErrContractsChanged, and nothing is added. One that another process has closed meanwhile it leaves alone.
	Close(ctx context.Context, revision int64, c Closed, payouts []Payout, record journal.Record) error
}

// Payouts keeps what is due to creators, what was paid, and how.
type Payouts interface {
	// ListPayouts returns at most limit payouts behind an id, in order. Creator and state may be "": all.
	ListPayouts(ctx context.Context, creator string, state PayoutState, after string, limit int) ([]Payout, error)

	// Payout returns one of them, or ErrPayoutNotFound.
	Payout(ctx context.Context, id string) (Payout, error)

	// Pay writes down that a payout was paid, or returns ErrPayoutPaid when that is written down already.
	Pay(ctx context.Context, p Payout, record journal.Record) error

	// Profile returns how a creator wants to be paid; the zero value when they have not said.
	Profile(ctx context.Context, creator string) (Profile, error)

	// SaveProfile writes that down if it is still at its Version, else it is ErrProfileStale.
	SaveProfile(ctx context.Context, p Profile, record journal.Record) error
}
