package sqlstore

import (
	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/purchases"
)

// changeCoins writes what a decision changes of a wallet that is there.
func changeCoins(tx *gorm.DB, scope purchases.Scope, changes purchases.Changes) error {
	if w := changes.Wallet; w != nil && w.Version > 0 {
		changed := tx.Model(&walletRow{}).
			Where("ledger = ? AND holder = ? AND version = ?", scope.Ledger.ID(), scope.Holder, w.Version).
			Updates(map[string]any{"owed": w.Owed, "version": w.Version + 1})
		if err := one(changed); err != nil {
			return err
		}
	}
	for _, l := range changes.Lots {
		if l.Version == 0 {
			continue
		}
		changed := tx.Model(&lotRow{}).
			Where("ledger = ? AND holder = ? AND id = ? AND version = ?", scope.Ledger.ID(), scope.Holder, l.ID, l.Version).
			Updates(map[string]any{"remaining": l.Remaining, "ended": l.Ended, "version": l.Version + 1})
		if err := one(changed); err != nil {
			return err
		}
	}
	for _, u := range changes.Uses {
		if u.Version == 0 {
			continue
		}
		changed := tx.Model(&useRow{}).Where("order_id = ? AND line = ? AND version = ?", u.Order, u.Line, u.Version).
			Updates(map[string]any{"returned": u.Returned, "version": u.Version + 1})
		if err := one(changed); err != nil {
			return err
		}
	}
	return nil
}

// one is a conflict unless a row was changed.
func one(changed *gorm.DB) error {
	if changed.Error == nil && changed.RowsAffected == 0 {
		return errConflict
	}
	return changed.Error
}

// addCoins adds what is new of a wallet.
func (r *rows) addCoins(scope purchases.Scope, c purchases.Changes) {
	if c.Wallet != nil && c.Wallet.Version == 0 {
		r.wallets = append(r.wallets, walletRow{
			Ledger: scope.Ledger.ID(), Holder: scope.Holder, Owed: c.Wallet.Owed, Version: 1,
		})
	}
	for _, l := range c.Lots {
		if l.Version == 0 {
			r.lots = append(r.lots, toLotRow(scope, l))
		}
	}
	for _, u := range c.Uses {
		if u.Version == 0 {
			r.uses = append(r.uses, toUseRow(u))
		}
	}
}
