package sqlstore

import (
	"context"
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
	var rows []accountRow
	if err := s.db.read(ctx).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	// Databases differ in how they sort: this is by bytes.
	slices.SortFunc(rows, func(a, b accountRow) int { return strings.Compare(a.Email, b.Email) })
	return accountsOf(rows)
}

func accountsOf(rows []accountRow) ([]accounts.Account, error) {
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

// changed reads an account and returns what a change makes of it. It locks all accounts, so that two
// operators who remove each other are looked at one after the other.
func changed(tx *gorm.DB, id string, change accounts.Change) (accounts.Account, error) {
	var rows []accountRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Order("id").Find(&rows).Error
	if err != nil {
		return accounts.Account{}, err
	}
	all, err := accountsOf(rows)
	if err != nil {
		return accounts.Account{}, err
	}
	own := slices.IndexFunc(all, func(a accounts.Account) bool { return a.ID == id })
	if own < 0 {
		return accounts.Account{}, accounts.ErrAccountNotFound.With("account", id)
	}
	operated := all[own].Operates()
	err = change(&all[own])
	if err == nil && operated && !slices.ContainsFunc(all, accounts.Account.Operates) {
		err = accounts.ErrLastOperator
	}
	return all[own], err
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
