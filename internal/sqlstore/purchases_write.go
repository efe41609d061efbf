package sqlstore

import (
	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// rows are what a batch adds, by table.
type rows struct {
	orders    []orderRow
	purchases []purchaseRow
	refunds   []refundRow
	payments  []paymentRow
	grants    []grantRow
	transfers []transferRow
	postings  []postingRow
	replies   []replyRow
	wallets   []walletRow
	lots      []lotRow
	uses      []useRow
	given     []staffGrantRow
	record    journal.Record
}

// writeAll writes what the calls of a batch decided: first what changes, then what is new.
func writeAll(tx *gorm.DB, batch []*call) error {
	var added rows
	for _, c := range batch {
		changes := c.last.changes
		if err := change(tx, c.scope, changes); err != nil {
			return err
		}
		added.add(changes)
		added.addCoins(c.scope, changes)
	}
	if err := changeEditions(tx, batch); err != nil {
		return err
	}
	return added.create(tx)
}

// change writes what a decision changes of rows that are there.
func change(tx *gorm.DB, scope purchases.Scope, changes purchases.Changes) error {
	if o := changes.Order; o != nil && o.Version > 0 {
		if err := updateOrder(tx, *o); err != nil {
			return err
		}
	}
	if p := changes.Payment; p != nil && p.Version > 0 {
		if err := updatePayment(tx, *p); err != nil {
			return err
		}
	}
	if r := changes.Returned; r != nil {
		if err := updateRefund(tx, *r); err != nil {
			return err
		}
	}
	if r := changes.Redemption; r != nil {
		if err := redeem(tx, *r); err != nil {
			return err
		}
	}
	if a := changes.Approval; a != nil {
		if err := decideApproval(tx, *a); err != nil {
			return err
		}
	}
	if g := changes.TakenBack; g != nil {
		if err := takeBack(tx, *g); err != nil {
			return err
		}
	}
	for _, g := range changes.CheckedIn {
		if err := checkIn(tx, g); err != nil {
			return err
		}
	}
	for _, g := range changes.Revoked {
		if err := revokeGrant(tx, g); err != nil {
			return err
		}
	}
	return changeCoins(tx, scope, changes)
}

func updateOrder(tx *gorm.DB, o purchases.Order) error {
	row := toOrderRow(o)
	row.Version++
	changed := tx.Model(&orderRow{}).Where("id = ? AND version = ?", row.ID, o.Version).
		Select("*").Omit("id", "ledger", "holder", "created_at").Updates(&row)
	if changed.Error == nil && changed.RowsAffected == 0 {
		return errConflict
	}
	return changed.Error
}

func revokeGrant(tx *gorm.DB, g purchases.Grant) error {
	changed := tx.Model(&grantRow{}).
		Where("ledger = ? AND holder = ? AND pack = ? AND id = ?", g.Ledger.ID(), g.Holder, g.Pack, g.ID).
		Where("revoked_at IS NULL").
		Updates(map[string]any{"revoked_at": g.RevokedAt, "revoked_reason": g.Revoked})
	if changed.Error == nil && changed.RowsAffected == 0 {
		return errConflict
	}
	return changed.Error
}

func (r *rows) add(c purchases.Changes) {
	if c.Order != nil && c.Order.Version == 0 {
		row := toOrderRow(*c.Order)
		row.Version++
		r.orders = append(r.orders, row)
	}
	if c.Purchase != nil {
		r.purchases = append(r.purchases, toPurchaseRow(*c.Purchase))
	}
	if c.Payment != nil && c.Payment.Version == 0 {
		r.payments = append(r.payments, toPaymentRow(*c.Payment))
	}
	if c.Refund != nil {
		r.refunds = append(r.refunds, toRefundRow(*c.Refund))
	}
	if c.Given != nil {
		r.given = append(r.given, toStaffGrantRow(*c.Given))
	}
	r.grants = append(r.grants, mapped(c.Granted, toGrantRow)...)
	for _, t := range c.Transfers {
		r.transfers = append(r.transfers, toTransferRow(t))
		r.postings = append(r.postings, toPostingRows(t)...)
	}
	if c.Reply != nil {
		r.replies = append(r.replies, toReplyRow(*c.Reply))
	}
	r.record.Events = append(r.record.Events, c.Record.Events...)
	r.record.Audit = append(r.record.Audit, c.Record.Audit...)
}

// create adds the rows, those that others refer to first.
func (r *rows) create(tx *gorm.DB) error {
	for _, create := range []func() error{
		func() error { return createAll(tx, r.orders) },
		func() error { return createAll(tx, r.purchases) },
		func() error { return createAll(tx, r.refunds) },
		func() error { return createAll(tx, r.payments) },
		func() error { return createAll(tx, r.grants) },
		func() error { return createAll(tx, r.given) },
		func() error { return createAll(tx, r.transfers) },
		func() error { return createAll(tx, r.postings) },
		func() error { return createAll(tx, r.wallets) },
		func() error { return createAll(tx, r.lots) },
		func() error { return createAll(tx, r.uses) },
		func() error { return createAll(tx, r.replies) },
		func() error { return appendRecord(tx, r.record) },
	} {
		if err := create(); err != nil {
			return err
		}
	}
	return nil
}
