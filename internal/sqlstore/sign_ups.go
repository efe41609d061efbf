package sqlstore

import (
	"context"
	"errors"
	"time"

	"golang.org/x/text/language"
	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

type signUpRow struct {
	Hash         string `gorm:"primaryKey"`
	Email        string
	Studio       string
	PasswordHash string
	Account      string
	Agreement    string
	Language     string
	Created      time.Time `gorm:"column:created_at"`
	ExpiresAt    time.Time
	UsedAt       *time.Time
}

func (signUpRow) TableName() string { return "sign_ups" }

func toSignUpRow(up accounts.SignUp) signUpRow {
	return signUpRow{
		Hash: up.Hash, Email: up.Email, Studio: up.Studio, PasswordHash: up.PasswordHash, Account: up.Account,
		Agreement: up.Agreement, Language: languageText(up.Language), Created: up.CreatedAt, ExpiresAt: up.ExpiresAt, UsedAt: up.UsedAt,
	}
}

func (r signUpRow) signUp() accounts.SignUp {
	return accounts.SignUp{
		Hash: r.Hash, Email: r.Email, Studio: r.Studio, PasswordHash: r.PasswordHash, Account: r.Account,
		Agreement: r.Agreement, Language: language.Make(r.Language), CreatedAt: r.Created.UTC(), ExpiresAt: r.ExpiresAt.UTC(), UsedAt: utc(r.UsedAt),
	}
}

func (s accountsStore) AddSignUp(ctx context.Context, up accounts.SignUp, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Where("expires_at <= ?", up.CreatedAt).Delete(&signUpRow{}).Error
		if err != nil {
			return err
		}
		row := toSignUpRow(up)
		err = tx.Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s accountsStore) SignUp(ctx context.Context, hash string) (accounts.SignUp, error) {
	var row signUpRow
	err := s.db.read(ctx).Where("hash = ?", hash).Take(&row).Error
	if err != nil {
		return accounts.SignUp{}, named(err, accounts.ErrTicketInvalid)
	}
	return row.signUp(), nil
}

func (s accountsStore) UseSignUp(ctx context.Context, up accounts.SignUp, account accounts.Account, at time.Time, record journal.Record) error {
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		used := map[string]any{"used_at": at, "password_hash": ""}
		own := tx.Model(&signUpRow{}).Where("hash = ? AND used_at IS NULL", up.Hash).Updates(used)
		if own.Error == nil && own.RowsAffected == 0 {
			return accounts.ErrTicketInvalid
		}
		if own.Error != nil {
			return own.Error
		}
		others := tx.Model(&signUpRow{}).Where("email = ? AND used_at IS NULL", up.Email).Updates(used)
		if others.Error != nil {
			return others.Error
		}
		row := toAccountRow(account)
		err := tx.Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
	if errors.Is(err, errDuplicate) {
		return accounts.ErrEmailTaken.With("email", account.Email)
	}
	return err
}

func (s accountsStore) EraseAccount(ctx context.Context, email string, account accounts.Account, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		erased, err := changed(tx, account.ID, func(kept *accounts.Account) error {
			*kept = account
			return nil
		})
		if err != nil {
			return err
		}
		row := toAccountRow(erased)
		err = tx.Model(&accountRow{}).Where("id = ?", account.ID).Select("*").Updates(&row).Error
		if err != nil {
			return err
		}
		for _, gone := range []struct {
			rows          any
			column, value string
		}{
			{&keyRow{}, "account", account.ID}, {&ticketRow{}, "account", account.ID}, {&identityRow{}, "account", account.ID},
			{&letterRow{}, "recipient", email}, {&signUpRow{}, "email", email},
		} {
			err = tx.Where(gone.column+" = ?", gone.value).Delete(gone.rows).Error
			if err != nil {
				return err
			}
		}
		return appendRecord(tx, record)
	})
}
