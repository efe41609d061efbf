package receipt

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/purchases"
)

// ErrMoved is what Issue returns when another process has issued the same documents.
var ErrMoved = errors.New("receipt: the journal was read on meanwhile")

// Account is an order, what moved its money, and what was issued about that.
type Account struct {
	Order     purchases.Order      // without its grants
	Transfers []purchases.Transfer // with their postings
	Issued    []Document
}

// Store keeps documents and how far the journal was read for them. Besides the errors named here, every method may
// return journal.ErrStoreUnavailable.
type Store interface {
	// Position returns the sequence of the last event whose documents are issued.
	Position(ctx context.Context) (int64, error)

	// Ends returns where series end; those that have not begun are missing.
	Ends(ctx context.Context, series []Series) (map[Series]End, error)

	// Accounts returns those of orders, by id. Orders that are not there are missing.
	Accounts(ctx context.Context, orders []string) (map[string]Account, error)

	// Issue adds documents, each behind the end of its series, and moves the position from one sequence to another, as
	// one. It is ErrMoved when the position is elsewhere.
	Issue(ctx context.Context, from, to int64, documents []Document) error

	// OfHolder returns documents about a holder's orders, the latest first; After is the id of a document.
	OfHolder(ctx context.Context, of purchases.Owner, page purchases.Page) ([]Document, error)

	// Document returns one of them by its id, whoever's it is, or ErrNotFound.
	Document(ctx context.Context, id string) (Document, error)

	// Find returns at most limit documents by ledger, year and number.
	Find(ctx context.Context, q Query, limit int) ([]Document, error)

	// Series returns all series, by ledger and year.
	Series(ctx context.Context) ([]Series, error)
}

// Query chooses documents. What is zero chooses all.
type Query struct {
	App   string // id
	Test  bool   // those of ledgers for trying things, in place of all others
	Year  int
	After Place
}

// Place is where a document stands among all.
type Place struct {
	Ledger   string `json:"l"` // id
	Year     int    `json:"y"`
	Sequence int64  `json:"n"`
}

// Place returns where the document stands.
func (d Document) Place() Place { return Place{d.Ledger.ID(), d.Year, d.Sequence} }
