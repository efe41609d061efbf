package sqlstore

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/purchases"
)

type paymentRow struct {
	OrderID       string `gorm:"primaryKey"`
	Provider      string
	PaymentID     *string
	Secret        string
	Product       string
	Number        string
	TakenAmount   *int64
	TakenCurrency *string
	Declined      string
	Ended         bool
	Dispute       string
	Disputed      int64
	AcknowledgeBy *time.Time
	Acknowledged  bool
	CheckAt       *time.Time
	Checked       int64
	Version       int64
}

func (paymentRow) TableName() string { return "payments" }

func toPaymentRow(p purchases.Payment) paymentRow {
	row := paymentRow{
		OrderID: p.Order, Provider: string(p.Provider), PaymentID: orNull(p.ID), Secret: p.Secret, Product: p.Product, Number: p.Number, Declined: p.Declined,
		Ended: p.Ended, Dispute: fromDispute(p.Dispute, p.Said), Disputed: p.Disputed, CheckAt: p.CheckAt, Checked: int64(p.Checked),
		Acknowledged: p.Acknowledgement.Told, Version: p.Version + 1,
	}
	if !p.Acknowledgement.By.IsZero() {
		row.AcknowledgeBy = &p.Acknowledgement.By
	}
	row.TakenAmount, row.TakenCurrency = fromPrice(p.Taken)
	return row
}

func (r paymentRow) payment() purchases.Payment {
	dispute, said := toDispute(r.Dispute)
	p := purchases.Payment{
		Order: r.OrderID, Provider: purchases.Provider(r.Provider), ID: orEmpty(r.PaymentID), Secret: r.Secret, Product: r.Product, Number: r.Number,
		Taken: toPrice(r.TakenAmount, r.TakenCurrency), Declined: r.Declined, Ended: r.Ended,
		Dispute: dispute, Said: said, Disputed: r.Disputed, CheckAt: utc(r.CheckAt), Checked: int(r.Checked),
		Acknowledgement: purchases.Acknowledgement{Told: r.Acknowledged}, Version: r.Version,
	}
	if r.AcknowledgeBy != nil {
		p.Acknowledgement.By = r.AcknowledgeBy.UTC()
	}
	return p
}

// fromDispute writes where a dispute stands, and behind a space when that was said, where it is known. A
// row of before that was kept has the standing alone.
func fromDispute(standing purchases.Dispute, said time.Time) string {
	if said.IsZero() {
		return string(standing)
	}
	return string(standing) + " " + said.UTC().Format(time.RFC3339Nano)
}

func toDispute(text string) (purchases.Dispute, time.Time) {
	standing, moment, _ := strings.Cut(text, " ")
	said, _ := time.Parse(time.RFC3339Nano, moment) // zero without one
	return purchases.Dispute(standing), said
}

// Unsettled implements purchases.Store.
func (s purchasesStore) Unsettled(ctx context.Context, now time.Time, limit int) ([]purchases.Order, error) {
	var rows []orderRow
	err := s.db.read(ctx).Joins("JOIN payments ON payments.order_id = orders.id").
		Where("payments.check_at <= ?", now).Order("payments.check_at, payments.order_id").Limit(limit).Find(&rows).Error
	return mapped(rows, orderRow.order), translate(err)
}

// Story implements purchases.Store.
func (s purchasesStore) Story(ctx context.Context, id string) (purchases.Story, error) {
	db := s.db.read(ctx)
	var rows []orderRow
	if err := db.Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return purchases.Story{}, translate(err)
	}
	if len(rows) == 0 {
		return purchases.Story{}, purchases.ErrOrderNotFound.With("order", id)
	}
	orders := []purchases.Order{rows[0].order()}
	if err := withGrants(db, orders); err != nil {
		return purchases.Story{}, translate(err)
	}
	story := purchases.Story{Order: orders[0]}
	var err error
	story.Payment, story.Refunds, err = paymentOf(db, id)
	if err != nil {
		return purchases.Story{}, translate(err)
	}
	story.Transfers, err = s.Transfers(ctx, story.Order.Ledger, id)
	return story, err
}

// allLedgers are the ids of every app's books; money of the stores' own providers counts within ”.
const allLedgers = "SELECT id FROM apps UNION ALL SELECT id || ':test' FROM apps"

// find is how a word names orders: a union, of which each part has an index. With OR, PostgreSQL would read
// every order.
const find = `id IN (
	SELECT id FROM orders WHERE id = @word
	UNION SELECT order_id FROM payments WHERE provider IN ('stripe', 'app_store', 'google_play') AND payment_id = @word
	UNION SELECT order_id FROM payments WHERE number <> '' AND number = @word
	UNION SELECT order_id FROM purchases WHERE (scope = '' OR scope IN (` + allLedgers + `))
		AND provider IN ('external', 'stripe', 'app_store', 'google_play') AND transaction_id = @word
	UNION SELECT id FROM (SELECT id FROM orders WHERE ledger IN (` + allLedgers + `) AND holder = @word
		ORDER BY id DESC LIMIT @limit) AS held)`

// Find implements purchases.Store.
func (s purchasesStore) Find(ctx context.Context, word string, limit int) ([]purchases.Order, error) {
	query := s.db.read(ctx).Order("id DESC").Limit(limit)
	if word != "" {
		query = query.Where(find, map[string]any{"word": word, "limit": limit})
	}
	var rows []orderRow
	err := query.Find(&rows).Error
	return mapped(rows, orderRow.order), translate(err)
}

// paymentOf returns the payment of an order, nil when it has none, and its refunds.
func paymentOf(db *gorm.DB, order string) (*purchases.Payment, []purchases.Refund, error) {
	var payments []paymentRow
	if err := db.Where("order_id = ?", order).Limit(1).Find(&payments).Error; err != nil {
		return nil, nil, err
	}
	var refunds []refundRow
	if err := db.Where("order_id = ?", order).Order("id").Find(&refunds).Error; err != nil {
		return nil, nil, err
	}
	if len(payments) == 0 {
		return nil, mapped(refunds, refundRow.refund), nil
	}
	p := payments[0].payment()
	return &p, mapped(refunds, refundRow.refund), nil
}

// payments finds the payments of the orders that scopes name, with the orders' refunds.
func (l loading) payments() error {
	keys := l.keys(func(i int, _ purchases.Scope) (key, bool) {
		o := l.states[i].Order
		if o == nil || o.Provider == purchases.Free || o.Provider == purchases.External || o.Provider == purchases.Wallet {
			return key{}, false
		}
		return key{o.ID}, true
	})
	if len(keys) == 0 {
		return nil
	}
	payments, err := findAll[paymentRow](l.tx, "(order_id)", keys)
	if err != nil {
		return err
	}
	refunds, err := findAll[refundRow](l.tx, "(order_id)", keys)
	if err != nil {
		return err
	}
	slices.SortFunc(refunds, func(a, b refundRow) int { return strings.Compare(a.ID, b.ID) })
	for i := range l.states {
		l.putPayment(&l.states[i], payments, refunds)
	}
	return nil
}

func (l loading) putPayment(found *purchases.State, payments []paymentRow, refunds []refundRow) {
	if found.Order == nil {
		return
	}
	for _, row := range payments {
		if row.OrderID == found.Order.ID {
			p := row.payment()
			found.Payment = &p
		}
	}
	for _, row := range refunds {
		if found.Payment != nil && row.OrderID == found.Order.ID {
			found.Refunds = append(found.Refunds, row.refund())
		}
	}
}

func updatePayment(tx *gorm.DB, p purchases.Payment) error {
	row := toPaymentRow(p)
	changed := tx.Model(&paymentRow{}).Where("order_id = ? AND version = ?", row.OrderID, p.Version).
		Select("*").Omit("order_id", "provider").Updates(&row)
	if changed.Error == nil && changed.RowsAffected == 0 {
		return errConflict
	}
	return changed.Error
}

func updateRefund(tx *gorm.DB, r purchases.Refund) error {
	return tx.Model(&refundRow{}).Where("id = ?", r.ID).
		Updates(map[string]any{"state": string(r.State), "transaction_id": r.Transaction}).Error
}
