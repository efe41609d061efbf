package sqlstore

import (
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
)

type appRow struct {
	ID      string `gorm:"primaryKey"`
	Name    string
	Created time.Time `gorm:"column:created_at"`
}

func (appRow) TableName() string { return "apps" }

func toAppRow(a accounts.App) appRow { return appRow{ID: a.ID, Name: a.Name, Created: a.CreatedAt} }

func (r appRow) app() accounts.App {
	return accounts.App{ID: r.ID, Name: r.Name, CreatedAt: r.Created.UTC()}
}

type accountRow struct {
	ID           string `gorm:"primaryKey"`
	Email        string
	Roles        string // JSON
	Locales      string // JSON
	PasswordHash string
	Created      time.Time `gorm:"column:created_at"`
	Language     string
	DisabledAt   *time.Time
	Muted        string // JSON
	Agreed       string
	AgreedAt     *time.Time
}

func (accountRow) TableName() string { return "accounts" }

func toAccountRow(a accounts.Account) accountRow {
	return accountRow{
		ID: a.ID, Email: a.Email, Roles: toJSON(a.Roles), Locales: toJSON(a.Locales),
		PasswordHash: a.PasswordHash, Created: a.CreatedAt, Language: languageText(a.Language), DisabledAt: a.DisabledAt,
		Muted: toJSON(append([]accounts.Topic{}, a.Muted...)), Agreed: a.Agreed, AgreedAt: a.AgreedAt,
	}
}

func (r accountRow) account() (accounts.Account, error) {
	roles, err := fromJSON[[]accounts.Role](r.Roles)
	if err != nil {
		return accounts.Account{}, err
	}
	locales, err := fromJSON[[]language.Tag](r.Locales)
	if err != nil {
		return accounts.Account{}, err
	}
	muted, err := fromJSON[[]accounts.Topic](r.Muted)
	return accounts.Account{
		ID: r.ID, Email: r.Email, Roles: roles, Locales: locales,
		PasswordHash: r.PasswordHash, CreatedAt: r.Created.UTC(), Language: language.Make(r.Language), DisabledAt: utc(r.DisabledAt),
		Muted: muted, Agreed: r.Agreed, AgreedAt: utc(r.AgreedAt),
	}, err
}

// languageText is "" for no language, which BCP 47 calls und.
func languageText(tag language.Tag) string {
	if tag.IsRoot() {
		return ""
	}
	return tag.String()
}

type keyRow struct {
	ID        string `gorm:"primaryKey"`
	Kid       string
	Hash      string
	App       *string
	Account   *string
	Mode      string
	Scopes    string    // JSON
	Created   time.Time `gorm:"column:created_at"`
	ExpiresAt *time.Time
	RevokedAt *time.Time
	LastUsed  *time.Time
	Browser   string
	System    string
	ClientKey string
}

func (keyRow) TableName() string { return "keys" }

func toKeyRow(k accounts.Key) keyRow {
	return keyRow{
		ID: k.ID, Kid: k.Kid, Hash: k.Hash, App: orNull(k.App), Account: orNull(k.Account),
		Mode: string(k.Mode), Scopes: toJSON(k.Scopes), Created: k.CreatedAt,
		ExpiresAt: k.ExpiresAt, RevokedAt: k.RevokedAt, LastUsed: k.LastUsed,
		Browser: k.Device.Browser, System: k.Device.System, ClientKey: k.ClientKey,
	}
}

func (r keyRow) key() (accounts.Key, error) {
	scopes, err := fromJSON[[]accounts.Scope](r.Scopes)
	return accounts.Key{
		ID: r.ID, Kid: r.Kid, Hash: r.Hash, App: orEmpty(r.App), Account: orEmpty(r.Account),
		Mode: accounts.Mode(r.Mode), Scopes: scopes, CreatedAt: r.Created.UTC(),
		ExpiresAt: utc(r.ExpiresAt), RevokedAt: utc(r.RevokedAt), LastUsed: utc(r.LastUsed),
		Device: accounts.Device{Browser: r.Browser, System: r.System}, ClientKey: r.ClientKey,
	}, err
}
