package sqlstore

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/accounts"
)

type personRow struct {
	ID         string `gorm:"primaryKey"`
	App        string
	Mode       string
	Holder     string
	TokensFrom time.Time
}

func (personRow) TableName() string { return "people" }

func (r personRow) person() (accounts.Person, error) {
	id, err := uuid.Parse(r.ID)
	return accounts.Person{ID: id, App: r.App, Mode: accounts.Mode(r.Mode), Holder: r.Holder, TokensFrom: r.TokensFrom.UTC()}, err
}

// Person implements accounts.Store.
func (s accountsStore) Person(ctx context.Context, id uuid.UUID) (*accounts.Person, error) {
	return onePerson(s.db.read(ctx).Where("id = ?", id.String()))
}

func onePerson(query *gorm.DB) (*accounts.Person, error) {
	var rows []personRow
	err := query.Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, translate(err)
	}
	p, err := rows[0].person()
	return &p, err
}

// Know implements accounts.Store. Those who are known already, which is nearly everybody, cost no transaction.
func (s accountsStore) Know(ctx context.Context, p accounts.Person) (accounts.Person, error) {
	named := func(db *gorm.DB) *gorm.DB {
		return db.Where("app = ? AND mode = ? AND holder = ?", p.App, string(p.Mode), p.Holder)
	}
	known, err := onePerson(named(s.db.read(ctx)))
	if err == nil && known != nil {
		return *known, nil
	}
	row := personRow{ID: p.ID.String(), App: p.App, Mode: string(p.Mode), Holder: p.Holder, TokensFrom: p.TokensFrom}
	err = s.db.writeOne(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
	})
	if err != nil {
		return p, err
	}
	known, err = onePerson(named(s.db.read(ctx)))
	if err != nil || known == nil { // erased at that moment: the token will open nothing
		return p, err
	}
	return *known, nil
}

// EndTokens implements accounts.Store.
func (s accountsStore) EndTokens(ctx context.Context, app string, mode accounts.Mode, holder string, at time.Time) error {
	return s.db.writeOne(ctx, func(tx *gorm.DB) error {
		return tx.Model(&personRow{}).Where("app = ? AND mode = ? AND holder = ? AND tokens_from < ?", app, string(mode), holder, at).
			Update("tokens_from", at).Error
	})
}

// SetClientKey implements accounts.Store.
func (s accountsStore) SetClientKey(ctx context.Context, key, public string) error {
	return s.db.writeOne(ctx, func(tx *gorm.DB) error {
		return tx.Model(&keyRow{}).Where("id = ?", key).Update("client_key", public).Error
	})
}
