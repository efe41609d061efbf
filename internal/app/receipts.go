package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/pass"
	"github.com/hallyu-store/hallyu/purchases/receipt"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// issueEvery is how often receipts are numbered. Who asks for one before does not wait for it.
const issueEvery = 5 * time.Second

// openReceipts makes what numbers receipts.
func (t *tied) openReceipts(c *config.Config) {
	t.receipts = receipt.NewService(receipt.Config{
		Store: failingReceipts(t.db.Receipts()), Journal: t.db.Journal(), Orders: t.purchases, Names: named{t},
		Seller: receipt.Seller{Name: c.SellerName, Address: c.SellerAddress, TaxNumber: c.SellerTaxNumber},
	})
}

// issueReceipts numbers receipts as money moves.
func (t *tied) issueReceipts(ctx context.Context) error {
	failed := seldom(failuresEvery, func(err error) { t.log.Error("receipts not issued", "error", err) })
	for tick := time.Tick(issueEvery); ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		n, err := t.receipts.Issue(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if n > 0 {
			t.log.Debug("receipts issued", "receipts", n)
		}
	}
}

// named knows what is sold by its name.
type named struct{ t *tied }

// NameOf implements receipt.Names.
func (n named) NameOf(ctx context.Context, kind receipt.ItemKind, id string, locale i18n.Locale) (catalog.Text, error) {
	switch kind {
	case receipt.PassItem:
		p, err := n.t.purchases.Pass(ctx, id)
		return titled(p.Title(i18n.Chain(locale)), err)
	case receipt.SubscriptionItem:
		p, err := n.t.purchases.Subscription(ctx, id)
		return titled(p.Title(i18n.Chain(locale)), err)
	case receipt.BundleItem:
		b, err := n.t.purchases.Bundle(ctx, id)
		return titled(b.Title(i18n.Chain(locale)), err)
	}
	found, err := n.t.publisher.Current().Pack(id)
	if err == nil {
		return found.Titles.In(append(i18n.Chain(locale), found.SourceLocale)), nil
	}
	return n.unpublished(ctx, id, locale)
}

// titled is a title, none of what was not found.
func titled(title catalog.Text, err error) (catalog.Text, error) {
	if errors.Is(err, pass.ErrNotFound) || errors.Is(err, subscription.ErrNotFound) || errors.Is(err, bundle.ErrNotFound) {
		return catalog.Text{}, nil
	}
	return title, err
}

// unpublished is the title of a pack that is not on sale any more.
func (n named) unpublished(ctx context.Context, pack string, locale i18n.Locale) (catalog.Text, error) {
	words, err := n.t.db.Words().Words(ctx, i18n.Live, pack+"."+catalog.WordTitle)
	titles := map[i18n.Locale]string{}
	for _, w := range words {
		if w.Key == pack+"."+catalog.WordTitle {
			titles[w.Locale] = w.Text
		}
	}
	if err != nil || len(titles) == 0 {
		return catalog.Text{}, err
	}
	chain := append(i18n.Chain(locale), slices.Sorted(maps.Keys(titles))...)
	return catalog.TextsOf(titles).In(chain), nil
}
