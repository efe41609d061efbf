package sqlstore

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

type issuerRow struct {
	App      string `gorm:"primaryKey"`
	Mode     string `gorm:"primaryKey"`
	Name     string
	Audience string
	Claim    string
	Family   string
	KeysURL  string
	Keys     string
	Secret   string
	SetAt    time.Time
}

func (issuerRow) TableName() string { return "issuers" }

func (r issuerRow) issuer() (accounts.Issuer, error) {
	secret, err := base64.StdEncoding.DecodeString(r.Secret)
	return accounts.Issuer{
		App: r.App, Mode: accounts.Mode(r.Mode), Name: r.Name, Audience: r.Audience, Claim: r.Claim, Family: accounts.Family(r.Family),
		KeysURL: r.KeysURL, Keys: rawJSON(r.Keys), Secret: secret, SetAt: r.SetAt.UTC(),
	}, err
}

// Issuer implements accounts.Store.
func (s accountsStore) Issuer(ctx context.Context, app string, mode accounts.Mode) (accounts.Issuer, error) {
	found, err := issuersOf(s.db.read(ctx).Where("app = ? AND mode = ?", app, string(mode)))
	if err == nil && len(found) == 0 {
		err = accounts.ErrIssuerNotFound.With("app", app, "mode", mode)
	}
	if err != nil {
		return accounts.Issuer{}, err
	}
	return found[0], nil
}

// Issuers implements accounts.Store.
func (s accountsStore) Issuers(ctx context.Context, name string, audiences []string) ([]accounts.Issuer, error) {
	if len(audiences) == 0 {
		return nil, nil
	}
	return issuersOf(s.db.read(ctx).Where("name = ? AND audience IN ?", name, padded(audiences)))
}

func issuersOf(query *gorm.DB) ([]accounts.Issuer, error) {
	var rows []issuerRow
	err := query.Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	all := make([]accounts.Issuer, len(rows))
	for i, row := range rows {
		all[i], err = row.issuer()
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SetIssuer implements accounts.Store.
func (s accountsStore) SetIssuer(ctx context.Context, i accounts.Issuer, record journal.Record) error {
	row := issuerRow{
		App: i.App, Mode: string(i.Mode), Name: i.Name, Audience: i.Audience, Claim: i.Claim, Family: string(i.Family),
		KeysURL: i.KeysURL, Keys: string(i.Keys), Secret: base64.StdEncoding.EncodeToString(i.Secret), SetAt: i.SetAt,
	}
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Where("id = ?", i.App).Take(&appRow{}).Error
		if err != nil {
			return named(err, accounts.ErrAppNotFound.With("app", i.App))
		}
		err = tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "app"}, {Name: "mode"}}, UpdateAll: true}).Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
	if errors.Is(err, errDuplicate) {
		return accounts.ErrIssuerTaken
	}
	return err
}

// RemoveIssuer implements accounts.Store.
func (s accountsStore) RemoveIssuer(ctx context.Context, app string, mode accounts.Mode, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		removed := tx.Where("app = ? AND mode = ?", app, string(mode)).Delete(&issuerRow{})
		if removed.Error == nil && removed.RowsAffected == 0 {
			return accounts.ErrIssuerNotFound.With("app", app, "mode", mode)
		}
		if removed.Error != nil {
			return removed.Error
		}
		return appendRecord(tx, record)
	})
}
