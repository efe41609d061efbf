package sqlstore

import (
	"errors"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// loadState reads what a decision needs to see.
func loadState(tx *gorm.DB, scope purchases.Scope) (purchases.State, error) {
	var found purchases.State
	var err error
	if scope.Key != "" {
		if found.Reply, err = findReply(tx, scope.Ledger, scope.Key); err != nil || found.Reply != nil {
			return found, err
		}
	}
	pack := scope.Pack
	if scope.Order != "" {
		if found.Order, err = findOrder(tx, scope.Ledger, scope.Holder, scope.Order); err != nil {
			return found, err
		}
		if found.Order != nil {
			pack = found.Order.Pack
		}
	}
	if pack != "" {
		if found.Grants, err = findGrants(tx, scope.Ledger, scope.Holder, pack); err != nil {
			return found, err
		}
	}
	if found.Order != nil {
		found.Order.Grants = ownGrants(*found.Order, found.Grants)
	}
	if scope.Transaction != "" {
		found.Used, err = findUsed(tx, scope)
	}
	return found, err
}

func findReply(tx *gorm.DB, ledger purchases.Ledger, key string) (*journal.Reply, error) {
	var rows []replyRow
	err := tx.Where("ledger = ? AND key = ?", ledger.ID(), key).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	reply := rows[0].reply()
	return &reply, nil
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

func findGrants(tx *gorm.DB, ledger purchases.Ledger, holder, pack string) ([]purchases.Grant, error) {
	var rows []grantRow
	err := tx.Where("ledger = ? AND holder = ? AND pack = ?", ledger.ID(), holder, pack).Order("id").Find(&rows).Error
	return mapped(rows, grantRow.grant), err
}

func findUsed(tx *gorm.DB, scope purchases.Scope) (*purchases.Order, error) {
	var rows []orderRow
	err := tx.Where(`id IN (SELECT order_id FROM purchases WHERE scope = ? AND provider = ? AND transaction_id = ?)`,
		purchases.TransactionScope(scope.Provider, scope.Ledger), string(scope.Provider), scope.Transaction).
		Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	o := rows[0].order()
	return &o, nil
}

// applyChanges writes what a decision says.
func applyChanges(tx *gorm.DB, changes purchases.Changes) error {
	for _, write := range []func(*gorm.DB, purchases.Changes) error{
		writeOrder, writeFacts, writeGrants, writeTransfers, writeReply,
	} {
		if err := write(tx, changes); err != nil {
			return err
		}
	}
	return appendRecord(tx, changes.Record)
}

func writeOrder(tx *gorm.DB, changes purchases.Changes) error {
	if changes.Order == nil {
		return nil
	}
	row := toOrderRow(*changes.Order)
	row.Version++
	if changes.Order.Version == 0 {
		return tx.Create(&row).Error
	}
	changed := tx.Model(&orderRow{}).Where("id = ? AND version = ?", row.ID, changes.Order.Version).
		Select("*").Omit("id", "ledger", "holder", "created_at").Updates(&row)
	if changed.Error == nil && changed.RowsAffected == 0 {
		return errConflict
	}
	return changed.Error
}

func writeFacts(tx *gorm.DB, changes purchases.Changes) error {
	if changes.Purchase != nil {
		row := toPurchaseRow(*changes.Purchase)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	if changes.Refund == nil {
		return nil
	}
	row := toRefundRow(*changes.Refund)
	return tx.Create(&row).Error
}

func writeGrants(tx *gorm.DB, changes purchases.Changes) error {
	for _, g := range changes.Revoked {
		changed := tx.Model(&grantRow{}).
			Where("ledger = ? AND holder = ? AND pack = ? AND id = ?", g.Ledger.ID(), g.Holder, g.Pack, g.ID).
			Where("revoked_at IS NULL").
			Updates(map[string]any{"revoked_at": g.RevokedAt, "revoked_reason": g.Revoked})
		if changed.Error == nil && changed.RowsAffected == 0 {
			return errConflict
		}
		if changed.Error != nil {
			return changed.Error
		}
	}
	if len(changes.Granted) == 0 {
		return nil
	}
	rows := mapped(changes.Granted, toGrantRow)
	return tx.Create(&rows).Error
}

// writeTransfers refuses to write books that do not balance, whatever the domain says.
func writeTransfers(tx *gorm.DB, changes purchases.Changes) error {
	if len(changes.Transfers) == 0 {
		return nil
	}
	var postings []postingRow
	for _, t := range changes.Transfers {
		if err := t.Check(); err != nil {
			return err
		}
		postings = append(postings, toPostingRows(t)...)
	}
	rows := mapped(changes.Transfers, toTransferRow)
	if err := tx.Create(&rows).Error; err != nil {
		return err
	}
	return tx.Create(&postings).Error
}

func writeReply(tx *gorm.DB, changes purchases.Changes) error {
	if changes.Reply == nil {
		return nil
	}
	row := toReplyRow(*changes.Reply)
	return tx.Create(&row).Error
}

// raced takes a key that is taken for what it means here: another transaction was quicker.
func raced(err error) error {
	if isDuplicate(err) {
		return errors.Join(errConflict, err)
	}
	return err
}
