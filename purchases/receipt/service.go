package receipt

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// Journal tells what happened.
type Journal interface {
	Events(ctx context.Context, ledger string, after int64, limit int) ([]journal.Event, error)
}

// Orders knows orders, and what time it is in a ledger.
type Orders interface {
	Order(ctx context.Context, ledger purchases.Ledger, holder, id string) (purchases.Order, error)
	Now(ctx context.Context, ledger purchases.Ledger) (time.Time, error)
}

// Names knows what is sold by its name in a locale. The zero value is what is not known any more.
type Names interface {
	NameOf(ctx context.Context, kind ItemKind, id string, locale i18n.Locale) (catalog.Text, error)
}

// Config is what a service is made of.
type Config struct {
	Store   Store
	Journal Journal
	Orders  Orders
	Names   Names
	Seller  Seller // as it stands on documents from now on
}

// Service issues receipts and notes, and shows them.
type Service struct {
	Config
	turn chan struct{} // one issues at a time; other processes are found out by the store
}

// NewService returns a service.
func NewService(c Config) *Service { return &Service{c, make(chan struct{}, 1)} }

// eventsAtOnce is of how many events the documents are issued in one transaction.
const eventsAtOnce = 500

// batchesOnDemand bounds how many of these who asks for a receipt waits for.
const batchesOnDemand = 20

// Issue issues what the journal tells of and nobody has issued yet, until there is no more of it, and returns how many
// documents that were.
func (s *Service) Issue(ctx context.Context) (int, error) {
	issued := 0
	for {
		n, more, err := s.next(ctx)
		issued += n
		if err != nil || !more {
			return issued, err
		}
	}
}

// catchUp issues what the journal tells of, unless that is very much.
func (s *Service) catchUp(ctx context.Context) error {
	for range batchesOnDemand {
		_, more, err := s.next(ctx)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// next issues the documents of the next events, and reports whether there were any events.
func (s *Service) next(ctx context.Context) (issued int, more bool, err error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return 0, false, ctx.Err()
	}
	from, err := s.Store.Position(ctx)
	if err != nil {
		return 0, false, err
	}
	events, err := s.Journal.Events(ctx, "", from, eventsAtOnce)
	if err != nil || len(events) == 0 {
		return 0, false, err
	}
	b, err := s.batch(ctx, events)
	if err != nil {
		return 0, false, err
	}
	err = s.Store.Issue(ctx, from, events[len(events)-1].Sequence, b.documents)
	if errors.Is(err, ErrMoved) {
		return 0, true, nil
	}
	return len(b.documents), true, err
}

// OfOrder returns the receipt of a holder's order, and the notes that put it right, the first one first. Faults:
// purchases.ErrHolderInvalid, purchases.ErrOrderNotFound, ErrNotFound, ErrPending.
func (s *Service) OfOrder(ctx context.Context, of purchases.Owner, order string) ([]Document, error) {
	o, err := s.Orders.Order(ctx, of.Ledger, of.Holder, order)
	if err != nil {
		return nil, err
	}
	found, behind, err := s.OfStory(ctx, o.ID)
	switch {
	case err != nil:
		return nil, err
	case len(found) > 0:
		return found, nil
	case behind:
		return nil, ErrPending.With("order", o.ID)
	}
	return nil, ErrNotFound.With("order", o.ID, "state", o.State)
}

// OfStory returns the documents about an order, whoever's it is, the first one first, and reports whether some may be
// missing, as the journal is not read to its end.
func (s *Service) OfStory(ctx context.Context, order string) (found []Document, behind bool, err error) {
	err = s.catchUp(ctx)
	if err != nil {
		return nil, false, err
	}
	accounts, err := s.Store.Accounts(ctx, []string{order})
	if err != nil {
		return nil, false, err
	}
	a := accounts[order]
	for i := range a.Issued {
		a.Issued[i].Holder = a.Order.Holder
	}
	return a.Issued, len(unissued(a, time.Time{})) > 0, nil
}

// OfHolder returns a page of the documents about a holder's orders, the latest first, and the id that the next page goes
// on after, "" at the end. Fault: purchases.ErrHolderInvalid.
func (s *Service) OfHolder(ctx context.Context, ledger purchases.Ledger, holder string, page purchases.Page) (found []Document, next string, err error) {
	err = purchases.CheckHolder(holder)
	if err == nil {
		err = s.catchUp(ctx)
	}
	if err != nil {
		return nil, "", err
	}
	found, err = s.Store.OfHolder(ctx, purchases.Owner{Ledger: ledger, Holder: holder}, purchases.Page{After: page.After, Limit: page.Limit + 1})
	if err == nil && len(found) > page.Limit {
		found = found[:page.Limit]
		next = found[page.Limit-1].ID
	}
	return found, next, err
}

// Own returns a document about one of a holder's orders. Faults: purchases.ErrHolderInvalid, ErrNotFound.
func (s *Service) Own(ctx context.Context, of purchases.Owner, id string) (Document, error) {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return Document{}, err
	}
	d, err := s.Store.Document(ctx, id)
	if err == nil && (d.Ledger != of.Ledger || d.Holder != of.Holder) {
		return Document{}, ErrNotFound.With("receipt", id)
	}
	return d, err
}

// Document returns a document, whoever's it is. Fault: ErrNotFound.
func (s *Service) Document(ctx context.Context, id string) (Document, error) {
	return s.Store.Document(ctx, id)
}

// Find returns at most limit documents by ledger, year and number.
func (s *Service) Find(ctx context.Context, q Query, limit int) ([]Document, error) {
	return s.Store.Find(ctx, q, limit)
}
