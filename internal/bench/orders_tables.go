package main

import (
	"errors"
)

// errFound says that an order was there already, which would be a defect of the bench.
var errFound = errors.New("an order was placed before")

// list is a statement and the values of many rows for it, one after another.
type list struct {
	query string // up to the values
	width int    // values of a row
	args  []any
}

func (l *list) add(values ...any) { l.args, l.width = append(l.args, values...), len(values) }

// tables are the statements that place orders.
type tables struct{ lookUps, inserts []*list }

// tablesOf makes the statements of a batch. Events are numbered on from next, when it is given.
func tablesOf(batch []rawOrder, next *int64) tables {
	keys := &list{query: "SELECT outcome FROM replies WHERE (ledger, key)"}
	used := &list{query: "SELECT order_id FROM purchases WHERE (scope, provider, transaction_id)"}
	held := &list{query: "SELECT id FROM grants WHERE (ledger, holder, pack)"}
	orders := &list{query: `INSERT INTO orders (id, ledger, holder, state, pack, release, region, locale, provider, price_amount,
		price_currency, settled_amount, settled_currency, refunded, transaction_id, reason, expires_at, created_at, updated_at, version)`}
	purchases := &list{query: `INSERT INTO purchases (id, order_id, provider, scope, transaction_id, settled_amount, settled_currency, at)`}
	grants := &list{query: `INSERT INTO grants (id, ledger, holder, pack, kind, source, valid_from, valid_until, revoked_at, revoked_reason)`}
	transfers := &list{query: `INSERT INTO transfers (id, ledger, kind, order_id, reverses, at)`}
	postings := &list{query: `INSERT INTO postings (transfer_id, line, account, asset, amount)`}
	events := &list{query: `INSERT INTO events (id, sequence, ledger, type, subject, data, holder, at)`}
	replies := &list{query: `INSERT INTO replies (ledger, key, request_hash, outcome, subject, at)`}
	for i := range batch {
		r := &batch[i].rows
		keys.add(r.reply.Ledger, r.reply.Key)
		used.add(r.purchase.Scope, r.purchase.Provider, r.purchase.TransactionID)
		held.add(r.grant.Ledger, r.grant.Holder, r.grant.Pack)
		o := &r.order
		orders.add(o.ID, o.Ledger, o.Holder, o.State, o.Pack, o.Release, o.Region, o.Locale, o.Provider, *o.PriceAmount,
			*o.PriceCurrency, *o.SettledAmount, *o.SettledCurrency, o.Refunded, o.TransactionID, o.Reason, nil, o.Created, o.Updated, o.Version)
		p := &r.purchase
		purchases.add(p.ID, p.OrderID, p.Provider, p.Scope, p.TransactionID, *p.SettledAmount, *p.SettledCurrency, p.At)
		g := &r.grant
		grants.add(g.ID, g.Ledger, g.Holder, g.Pack, g.Kind, g.Source, g.ValidFrom, nil, nil, g.RevokedReason)
		transfers.add(r.transfer.ID, r.transfer.Ledger, r.transfer.Kind, r.transfer.OrderID, nil, r.transfer.At)
		for _, p := range r.postings {
			postings.add(p.TransferID, p.Line, p.Account, p.Asset, p.Amount)
		}
		var sequence any
		if next != nil {
			*next++
			sequence = *next
		}
		events.add(r.event.ID, sequence, r.event.Ledger, r.event.Type, r.event.Subject, r.event.Data, r.event.Holder, r.event.At)
		replies.add(r.reply.Ledger, r.reply.Key, r.reply.RequestHash, r.reply.Outcome, r.reply.Subject, r.reply.At)
	}
	return tables{
		lookUps: []*list{keys, used, held},
		inserts: []*list{orders, purchases, grants, transfers, postings, events, replies},
	}
}
