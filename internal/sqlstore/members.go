package sqlstore

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

type ticketRow struct {
	Hash      string `gorm:"primaryKey"`
	Account   string
	Created   time.Time `gorm:"column:created_at"`
	ExpiresAt time.Time
	UsedAt    *time.Time
}

func (ticketRow) TableName() string { return "tickets" }

func (r ticketRow) ticket() accounts.Ticket {
	return accounts.Ticket{
		Hash: r.Hash, Account: r.Account, CreatedAt: r.Created.UTC(), ExpiresAt: r.ExpiresAt.UTC(), UsedAt: utc(r.UsedAt),
	}
}

func (s accountsStore) Accounts(ctx context.Context) ([]accounts.Account, error) {
	return accountsIn(s.db.read(ctx))
}

func (s accountsStore) WithRole(ctx context.Context, role accounts.Role) ([]accounts.Account, error) {
	return accountsIn(withRole(s.db.read(ctx), role))
}

// withRole narrows a query to the accounts that are not disabled and have a role.
func withRole(db *gorm.DB, role accounts.Role) *gorm.DB {
	return db.Where("disabled_at IS NULL AND roles LIKE ?", `%"`+string(role)+`"%`)
}

// accountsIn returns the accounts that a query finds, by email.
func accountsIn(query *gorm.DB) ([]accounts.Account, error) {
	var rows []accountRow
	err := query.Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	// Databases differ in how they sort: this is by bytes.
	slices.SortFunc(rows, func(a, b accountRow) int { return strings.Compare(a.Email, b.Email) })
	all := make([]accounts.Account, len(rows))
	for i, row := range rows {
		var err error
		if all[i], err = row.account(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s accountsStore) UpdateAccount(ctx context.Context, id string, at time.Time, change accounts.Change, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		account, err := changed(tx, id, change)
		if err != nil {
			return err
		}
		row := toAccountRow(account)
		err = tx.Model(&accountRow{}).Where("id = ?", id).Updates(map[string]any{
			"roles": row.Roles, "locales": row.Locales, "language": row.Language, "disabled_at": row.DisabledAt,
			"muted": row.Muted, "agreed": row.Agreed, "agreed_at": row.AgreedAt,
		}).Error
		if err == nil && account.DisabledAt != nil {
			err = tx.Model(&keyRow{}).Where("account = ? AND revoked_at IS NULL", id).Update("revoked_at", at).Error
		}
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// changed reads an account and returns what a change makes of it; its row is locked, and no other. Of two
// operators who remove each other, the database lets one see what the other did: it is serializable.
func changed(tx *gorm.DB, id string, change accounts.Change) (accounts.Account, error) {
	var row accountRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return accounts.Account{}, accounts.ErrAccountNotFound.With("account", id)
	}
	if err != nil {
		return accounts.Account{}, err
	}
	account, err := row.account()
	if err != nil {
		return accounts.Account{}, err
	}
	operated := account.Operates()
	err = change(&account)
	if err != nil || !operated || account.Operates() {
		return account, err
	}
	var others int64
	err = withRole(tx.Model(&accountRow{}), accounts.Operator).Where("id <> ?", id).Count(&others).Error
	if err == nil && others == 0 {
		err = accounts.ErrLastOperator
	}
	return account, err
}

func (s accountsStore) AddTicket(ctx context.Context, t accounts.Ticket, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		row := ticketRow{Hash: t.Hash, Account: t.Account, Created: t.CreatedAt, ExpiresAt: t.ExpiresAt, UsedAt: t.UsedAt}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s accountsStore) Ticket(ctx context.Context, hash string) (accounts.Ticket, error) {
	var row ticketRow
	if err := s.db.read(ctx).Where("hash = ?", hash).Take(&row).Error; err != nil {
		return accounts.Ticket{}, named(err, accounts.ErrTicketInvalid)
	}
	return row.ticket(), nil
}

func (s accountsStore) UseTicket(ctx context.Context, t accounts.Ticket, hash string, at time.Time, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		used := tx.Model(&ticketRow{}).Where("hash = ? AND used_at IS NULL", t.Hash).Update("used_at", at)
		if used.Error == nil && used.RowsAffected == 0 {
			return accounts.ErrTicketInvalid
		}
		if used.Error != nil {
			return used.Error
		}
		others := tx.Model(&ticketRow{}).Where("account = ? AND used_at IS NULL", t.Account).Update("used_at", at)
		if others.Error != nil {
			return others.Error
		}
		if err := setPassword(tx, t.Account, hash, at); err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}
