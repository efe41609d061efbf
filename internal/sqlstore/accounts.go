package sqlstore

import (
	"context"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

type accountsStore struct{ db *DB }

// Accounts returns the store of apps, accounts and keys.
func (db *DB) Accounts() accounts.Store { return accountsStore{db} }

func (s accountsStore) AddApp(ctx context.Context, app accounts.App, keys []accounts.Key, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		row := toAppRow(app)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return addKeys(tx, keys, record)
	})
}

func (s accountsStore) App(ctx context.Context, id string) (accounts.App, error) {
	var row appRow
	err := s.db.read(ctx).Where("id = ?", id).Take(&row).Error
	return row.app(), named(err, accounts.ErrAppNotFound.With("app", id))
}

func (s accountsStore) Apps(ctx context.Context) ([]accounts.App, error) {
	var rows []appRow
	err := s.db.read(ctx).Order("id").Find(&rows).Error
	return mapped(rows, appRow.app), translate(err)
}

func (s accountsStore) AddAccount(ctx context.Context, account accounts.Account, keys []accounts.Key, record journal.Record) error {
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		row := toAccountRow(account)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return addKeys(tx, keys, record)
	})
	if errors.Is(err, errDuplicate) {
		return accounts.ErrEmailTaken.With("email", account.Email)
	}
	return err
}

func (s accountsStore) Account(ctx context.Context, idOrEmail string) (accounts.Account, error) {
	column := "id"
	if strings.Contains(idOrEmail, "@") {
		column = "email"
	}
	var row accountRow
	if err := s.db.read(ctx).Where(column+" = ?", idOrEmail).Take(&row).Error; err != nil {
		return accounts.Account{}, named(err, accounts.ErrAccountNotFound.With("account", idOrEmail))
	}
	return row.account()
}

func (s accountsStore) SetPassword(ctx context.Context, account, hash string, at time.Time, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		if err := setPassword(tx, account, hash, at); err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// setPassword changes the password and ends the account's sessions.
func setPassword(tx *gorm.DB, account, hash string, at time.Time) error {
	changed := tx.Model(&accountRow{}).Where("id = ?", account).Update("password_hash", hash)
	if changed.Error == nil && changed.RowsAffected == 0 {
		return accounts.ErrAccountNotFound.With("account", account)
	}
	if changed.Error != nil {
		return changed.Error
	}
	sessions := tx.Model(&keyRow{}).Where("account = ? AND expires_at IS NOT NULL AND revoked_at IS NULL", account)
	return sessions.Update("revoked_at", at).Error
}

func (s accountsStore) AddKey(ctx context.Context, key accounts.Key, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		if err := ownerMayHave(tx, key); err != nil {
			return err
		}
		return addKeys(tx, []accounts.Key{key}, record)
	})
}

// ownerMayHave locks the key's owner, so that two keys added at once are counted one after the other.
func ownerMayHave(tx *gorm.DB, key accounts.Key) error {
	lock := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if key.App == "" {
		err := lock.Where("id = ?", key.Account).Take(&accountRow{}).Error
		return named(err, accounts.ErrAccountNotFound.With("account", key.Account))
	}
	if err := lock.Where("id = ?", key.App).Take(&appRow{}).Error; err != nil {
		return named(err, accounts.ErrAppNotFound.With("app", key.App))
	}
	var live []string
	err := tx.Model(&keyRow{}).
		Where("app = ? AND mode = ? AND revoked_at IS NULL", key.App, string(key.Mode)).
		Where("expires_at IS NULL OR expires_at > ?", key.CreatedAt).
		Order("id").Pluck("id", &live).Error
	if err == nil && len(live) >= accounts.MaxKeys {
		return accounts.ErrTooManyKeys.With("app", key.App, "keys", live)
	}
	return err
}

func (s accountsStore) Key(ctx context.Context, idOrKid string) (accounts.Key, error) {
	column := "kid"
	if strings.Contains(idOrKid, "_") { // a kid is letters and digits
		column = "id"
	}
	var row keyRow
	if err := s.db.read(ctx).Where(column+" = ?", idOrKid).Take(&row).Error; err != nil {
		return accounts.Key{}, named(err, accounts.ErrKeyNotFound.With("key", idOrKid))
	}
	return row.key()
}

func (s accountsStore) Keys(ctx context.Context, owner string) ([]accounts.Key, error) {
	var rows []keyRow
	if err := s.db.read(ctx).Where("app = ? OR account = ?", owner, owner).Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	keys := make([]accounts.Key, len(rows))
	for i, row := range rows {
		var err error
		if keys[i], err = row.key(); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func (s accountsStore) RevokeKey(ctx context.Context, id string, at time.Time, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		var row keyRow
		if err := tx.Where("id = ?", id).Take(&row).Error; err != nil {
			return named(err, accounts.ErrKeyNotFound.With("key", id))
		}
		revoked := tx.Model(&keyRow{}).Where("id = ? AND revoked_at IS NULL", id).Update("revoked_at", at)
		if revoked.Error != nil || revoked.RowsAffected == 0 {
			return revoked.Error
		}
		return appendRecord(tx, record)
	})
}

func (s accountsStore) TouchKey(ctx context.Context, id string, at time.Time) error {
	return s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		return tx.Model(&keyRow{}).Where("id = ?", id).Update("last_used", at).Error
	})
}

func addKeys(tx *gorm.DB, keys []accounts.Key, record journal.Record) error {
	if len(keys) > 0 {
		rows := mapped(keys, toKeyRow)
		if err := tx.Create(&rows).Error; err != nil {
			return err
		}
	}
	return appendRecord(tx, record)
}

// named puts the domain's name for a missing row in the place of the database's.
func named(err, missing error) error {
	if errors.Is(err, errNotFound) {
		return missing
	}
	return translate(err)
}
