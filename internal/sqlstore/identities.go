package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

type identityRow struct {
	Issuer   string `gorm:"primaryKey"`
	Subject  string `gorm:"primaryKey"`
	Account  string
	LinkedAt time.Time
}

func (identityRow) TableName() string { return "identities" }

func (s accountsStore) Linked(ctx context.Context, issuer, subject string) (accounts.Account, error) {
	var row identityRow
	err := s.db.read(ctx).Where("issuer = ? AND subject = ?", issuer, subject).Take(&row).Error
	if err != nil {
		return accounts.Account{}, named(err, accounts.ErrIdentityNotFound)
	}
	return s.Account(ctx, row.Account)
}

func (s accountsStore) Link(ctx context.Context, account string, who accounts.Identity, at time.Time, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		row := identityRow{Issuer: who.Issuer, Subject: who.Subject, Account: account, LinkedAt: at}
		added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if added.Error != nil || added.RowsAffected == 0 {
			return added.Error
		}
		return appendRecord(tx, record)
	})
}
