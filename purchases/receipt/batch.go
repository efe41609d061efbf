package receipt

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// batch is documents while they are made of events.
type batch struct {
	service   *Service
	accounts  map[string]Account
	ends      map[Series]End
	nows      map[purchases.Ledger]time.Time
	names     map[Item]Item // as they are asked for, and as they are known
	documents []Document
}

// batch makes the documents of events, in their order.
func (s *Service) batch(ctx context.Context, events []journal.Event) (*batch, error) {
	b := &batch{service: s, nows: map[purchases.Ledger]time.Time{}, names: map[Item]Item{}}
	var orders []string
	for _, e := range events {
		if strings.HasPrefix(e.Subject, "ord_") && !slices.Contains(orders, e.Subject) {
			orders = append(orders, e.Subject)
		}
	}
	var err error
	b.accounts, err = s.Store.Accounts(ctx, orders)
	if err != nil {
		return b, err
	}
	b.ends, err = s.Store.Ends(ctx, b.series())
	for _, e := range events {
		if err == nil {
			err = b.take(ctx, e)
		}
	}
	return b, err
}

// series are those that documents about the accounts may stand in.
func (b *batch) series() []Series {
	seen := map[Series]bool{}
	var all []Series
	for _, a := range b.accounts {
		for _, t := range a.Transfers {
			s := SeriesOf(a.Order.Ledger, t.At)
			if !seen[s] {
				seen[s] = true
				all = append(all, s)
			}
		}
	}
	return all
}

// take issues what an event tells of: what has moved the order's money by then. A later transfer has an event of its
// own, so that what is read at once and what is read as it happens get the same numbers.
func (b *batch) take(ctx context.Context, e journal.Event) error {
	a, known := b.accounts[e.Subject]
	if !known {
		return nil
	}
	for _, t := range unissued(a, e.At) {
		for _, amount := range t.Received() {
			d, err := b.issue(ctx, a, t, amount)
			if err != nil {
				return err
			}
			a.Issued = append(a.Issued, d)
		}
	}
	b.accounts[e.Subject] = a
	return nil
}

// unissued are the transfers of an account up to a moment, or all of them, that moved money and have no document: the
// sale first, then as they came.
func unissued(a Account, until time.Time) []purchases.Transfer {
	var found []purchases.Transfer
	for _, t := range a.Transfers {
		has := slices.ContainsFunc(a.Issued, func(d Document) bool { return d.Transfer == t.ID })
		if !has && (until.IsZero() || !t.At.After(until)) && len(t.Received()) > 0 {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Transfer) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return found
}

func rank(t purchases.Transfer) int {
	if t.Kind == purchases.TransferSale {
		return 0
	}
	return 1
}

// issue makes a document of money that moved.
func (b *batch) issue(ctx context.Context, a Account, t purchases.Transfer, amount catalog.Price) (Document, error) {
	o := a.Order
	c := Content{
		ID: journal.NewID("rcp"), App: o.Ledger.App, Test: o.Ledger.Test, Kind: Receipt, Order: o.ID, Transfer: t.ID, Cause: t.Kind,
		At: t.At, Seller: b.service.Seller, Region: o.Region, Locale: localeOf(o), Price: o.Price, Amount: amount,
		Provider: o.Provider, Transaction: o.Transaction,
	}
	if i := slices.IndexFunc(a.Issued, func(d Document) bool { return d.Kind == Receipt }); i >= 0 {
		c.Kind, c.Corrects = DebitNote, a.Issued[i].Number
	}
	if amount.Amount < 0 {
		c.Kind, c.Amount.Amount = CreditNote, -amount.Amount
	}
	var err error
	c.IssuedAt, err = b.now(ctx, o.Ledger)
	if err == nil {
		c.Item, err = b.itemOf(ctx, o, i18n.Locale(c.Locale))
	}
	if err != nil {
		return Document{}, err
	}
	series := SeriesOf(o.Ledger, t.At)
	d, end, err := issue(series, b.ends[series], c)
	b.ends[series] = end
	b.documents = append(b.documents, d)
	return d, err
}

// localeOf is the locale that documents about an order are for: what it was placed with, or that of its region.
func localeOf(o purchases.Order) string { return cmp.Or(o.Locale, cldr.DefaultLocale(o.Region)) }

// now is what time it is in a ledger.
func (b *batch) now(ctx context.Context, ledger purchases.Ledger) (time.Time, error) {
	if now, known := b.nows[ledger]; known {
		return now, nil
	}
	now, err := b.service.Orders.Now(ctx, ledger)
	b.nows[ledger] = now
	return now, err
}

// itemOf is what an order is for, by its name of now.
func (b *batch) itemOf(ctx context.Context, o purchases.Order, locale i18n.Locale) (Item, error) {
	asked := Item{Kind: PackItem, ID: o.Pack, Locale: string(locale)}
	switch {
	case o.TopUp != nil:
		return Item{Kind: CoinsItem, ID: o.TopUp.Package, Coins: o.TopUp.Coins().Total()}, nil
	case o.Kind == purchases.PassProduct:
		asked.Kind = PassItem
	case o.Kind == purchases.SubscriptionProduct:
		asked.Kind = SubscriptionItem
	case o.Kind == purchases.BundleProduct:
		asked.Kind = BundleItem
	}
	if known, ok := b.names[asked]; ok {
		return known, nil
	}
	name, err := b.service.Names.NameOf(ctx, asked.Kind, asked.ID, locale)
	item := asked
	item.Name, item.Locale = name.Text, string(name.Locale)
	b.names[asked] = item
	return item, err
}
