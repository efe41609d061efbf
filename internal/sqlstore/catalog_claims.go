package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
)

type claimRow struct {
	Pack      string `gorm:"primaryKey"`
	Number    int    `gorm:"primaryKey;autoIncrement:false"`
	Kind      string
	Claimant  string
	Contact   string
	Statement string
	Account   string
	At        time.Time
}

func (claimRow) TableName() string { return "claims" }

func (r claimRow) entry() catalog.ClaimEntry {
	return catalog.ClaimEntry{
		Pack: r.Pack, Number: r.Number, Kind: catalog.ClaimKind(r.Kind), By: r.Account, At: r.At.UTC(),
		Claim: catalog.Claim{Claimant: r.Claimant, Contact: r.Contact, Statement: r.Statement},
	}
}

// putClaim appends to the record of a pack.
func putClaim(tx *gorm.DB, change catalog.Change) error {
	c := change.Claim
	if c == nil {
		return nil
	}
	return tx.Create(&claimRow{
		Pack: c.Pack, Number: c.Number, Kind: string(c.Kind), Claimant: c.Claimant, Contact: c.Contact, Statement: c.Statement,
		Account: c.By, At: c.At.UTC(),
	}).Error
}

func (s catalogStore) Claims(ctx context.Context, pack string) ([]catalog.ClaimEntry, error) {
	var rows []claimRow
	err := s.db.read(ctx).Where("pack = ?", pack).Order("number").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, claimRow.entry), nil
}
