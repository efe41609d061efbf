package sqlstore

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/purchases"
)

type purchasesStore struct{ db *DB }

// Purchases returns the store of orders and what came of them.
func (db *DB) Purchases() purchases.Store { return purchasesStore{db} }

func (s purchasesStore) Transact(ctx context.Context, scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	return s.db.orders.transact(ctx, scope, decide)
}

func (s purchasesStore) Look(ctx context.Context, scope purchases.Scope, judge func(purchases.State) error) error {
	found, err := s.db.looks.look(ctx, scope)
	if err != nil {
		return err
	}
	return judge(found)
}

func (s purchasesStore) Order(ctx context.Context, ledger purchases.Ledger, holder, id string) (purchases.Order, error) {
	db := s.db.read(ctx)
	found, err := findOrder(db, ledger, holder, id)
	if err != nil {
		return purchases.Order{}, translate(err)
	}
	if found == nil {
		return purchases.Order{}, purchases.ErrOrderNotFound.With("order", id)
	}
	orders := []purchases.Order{*found}
	err = withGrants(db, orders)
	return orders[0], translate(err)
}

func (s purchasesStore) Orders(ctx context.Context, ledger purchases.Ledger, holder string, page purchases.Page) ([]purchases.Order, error) {
	db := s.db.read(ctx)
	query := db.Where("ledger = ? AND holder = ?", ledger.ID(), holder)
	return ordersOf(db, query, page)
}

// ordersOf reads a page of the orders of a query, with their grants.
func ordersOf(db, query *gorm.DB, page purchases.Page) ([]purchases.Order, error) {
	if page.After != "" {
		query = query.Where("id < ?", page.After)
	}
	var rows []orderRow
	if err := query.Order("id DESC").Limit(page.Limit).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	orders := mapped(rows, orderRow.order)
	return orders, translate(withGrants(db, orders))
}

func (s purchasesStore) Refunds(ctx context.Context, ledger purchases.Ledger, holder, order string) ([]purchases.Refund, error) {
	var rows []refundRow
	err := s.db.read(ctx).
		Where("order_id IN (SELECT id FROM orders WHERE id = ? AND ledger = ? AND holder = ?)", order, ledger.ID(), holder).
		Order("id").Find(&rows).Error
	return mapped(rows, refundRow.refund), translate(err)
}

func (s purchasesStore) Expired(ctx context.Context, now time.Time, limit int) ([]purchases.Order, error) {
	var rows []orderRow
	err := s.db.read(ctx).Where("state = 'reserved' AND expires_at <= ?", now).
		Order("expires_at, id").Limit(limit).Find(&rows).Error
	return mapped(rows, orderRow.order), translate(err)
}

func (s purchasesStore) Transfers(ctx context.Context, ledger purchases.Ledger, order string) ([]purchases.Transfer, error) {
	db := s.db.read(ctx)
	var rows []transferRow
	if err := db.Where("order_id = ? AND ledger = ?", order, ledger.ID()).Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	transfers := make([]purchases.Transfer, len(rows))
	for i, row := range rows {
		var lines []postingRow
		if err := db.Where("transfer_id = ?", row.ID).Order("line").Find(&lines).Error; err != nil {
			return nil, translate(err)
		}
		transfers[i] = row.transfer(lines)
	}
	return transfers, nil
}

func (s purchasesStore) Balances(ctx context.Context, ledger purchases.Ledger) ([]purchases.Balance, error) {
	balances := []purchases.Balance{}
	err := s.db.read(ctx).Raw(`
		SELECT p.account, p.asset, CAST(SUM(p.amount) AS BIGINT) AS amount
		FROM postings p JOIN transfers t ON t.id = p.transfer_id
		WHERE t.ledger = ? GROUP BY p.account, p.asset ORDER BY p.account, p.asset`, ledger.ID()).
		Scan(&balances).Error
	return balances, translate(err)
}

// imbalance finds transfers that do not sum to zero, or have no postings.
const imbalance = `
	SELECT t.id AS transfer, COALESCE(p.asset, '') AS asset, CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) AS sum
	FROM transfers t LEFT JOIN postings p ON p.transfer_id = t.id
	GROUP BY t.id, p.asset HAVING COALESCE(SUM(p.amount), 1) <> 0`

func (s purchasesStore) Imbalance(ctx context.Context) ([]purchases.Imbalance, error) {
	found := []purchases.Imbalance{}
	err := s.db.read(ctx).Raw(imbalance + " ORDER BY t.id").Scan(&found).Error
	return found, translate(err)
}

// findOrder returns a holder's order without its grants, or nil.
func findOrder(tx *gorm.DB, ledger purchases.Ledger, holder, id string) (*purchases.Order, error) {
	var rows []orderRow
	err := tx.Where("id = ? AND ledger = ? AND holder = ?", id, ledger.ID(), holder).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	o := rows[0].order()
	return &o, nil
}

// withGrants puts their own grants to orders.
func withGrants(tx *gorm.DB, orders []purchases.Order) error {
	var keys []key
	for _, o := range orders {
		for _, pack := range o.Packs() {
			k := key{o.Ledger.ID(), o.Beneficiary(), pack}
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	rows, err := findAll[grantRow](tx, "(ledger, holder, pack)", keys)
	slices.SortFunc(rows, func(a, b grantRow) int { return strings.Compare(a.ID, b.ID) })
	grants := mapped(rows, grantRow.grant)
	for i := range orders {
		orders[i].Grants = ownGrants(orders[i], grants)
	}
	return err
}

// ownGrants returns those that came of the order.
func ownGrants(o purchases.Order, grants []purchases.Grant) []purchases.Grant {
	own := []purchases.Grant{}
	for _, g := range grants {
		if g.Source == o.ID {
			own = append(own, g)
		}
	}
	return own
}
