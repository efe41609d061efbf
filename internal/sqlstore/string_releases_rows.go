package sqlstore

import (
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/release"
)

type stringProjectRow struct {
	Project string `gorm:"primaryKey"`
	Mode    string
	Version int
}

func (stringProjectRow) TableName() string { return "string_projects" }

type stringReleaseRow struct {
	Project string `gorm:"primaryKey"`
	ID      string `gorm:"primaryKey"`
	Number  int
	Body    string // JSON
	Note    string
	Account string
	At      time.Time
}

func (stringReleaseRow) TableName() string { return "string_releases" }

// stringReleaseBody is what of a release is read and written whole.
type stringReleaseBody struct {
	Source    i18n.Locale                        `json:"source"`
	Related   map[i18n.Locale][]i18n.Locale      `json:"related,omitempty"`
	Threshold int                                `json:"threshold,omitempty"`
	Kinds     map[string]map[string]message.Kind `json:"kinds,omitempty"`
	Texts     map[i18n.Locale]string             `json:"texts"`
	Messages  int                                `json:"messages"`
}

func rowOfStringRelease(r release.Release) stringReleaseRow {
	return stringReleaseRow{
		Project: r.Project, ID: r.ID, Note: r.Note, Account: r.Account, At: r.At.UTC(),
		Body: toJSON(stringReleaseBody{r.Source, r.Related, r.Threshold, r.Kinds, r.Texts, r.Messages}),
	}
}

func (r stringReleaseRow) release() (release.Release, error) {
	body, err := fromJSON[stringReleaseBody](r.Body)
	return release.Release{
		Project: r.Project, ID: r.ID, Number: r.Number, Source: body.Source, Related: body.Related, Threshold: body.Threshold,
		Texts: body.Texts, Kinds: body.Kinds, Messages: body.Messages, Note: r.Note, Account: r.Account, At: r.At.UTC(),
	}, err
}

type stringTextRow struct {
	Project string `gorm:"primaryKey"`
	Digest  string `gorm:"primaryKey"`
	Body    string // JSON
}

func (stringTextRow) TableName() string { return "string_texts" }

type stringFileRow struct {
	Project string `gorm:"primaryKey"`
	SHA256  string `gorm:"primaryKey;column:sha256"`
	Format  string `gorm:"primaryKey"`
	Locale  string
	Release string
}

func (stringFileRow) TableName() string { return "string_files" }

type stringMoveRow struct {
	Project string `gorm:"primaryKey"`
	Channel string `gorm:"primaryKey"`
	Number  int    `gorm:"primaryKey;autoIncrement:false"`
	Release string
	Before  string
	Back    int
	BackTo  string
	Kind    string
	Note    string
	Account string
	At      time.Time
	Latest  int
	MinApp  string
	MaxApp  string
	Frozen  int
	Since   *time.Time
}

func (stringMoveRow) TableName() string { return "string_moves" }

func rowOfStringMove(m release.Move) stringMoveRow {
	row := stringMoveRow{
		Project: m.Project, Channel: m.Channel, Number: m.Number, Release: m.Release, Before: m.Before, Back: m.Back, BackTo: m.BackTo,
		Kind: string(m.Kind), Note: m.Note, Account: m.Account, At: m.At.UTC(), Latest: 1, MinApp: m.Apps.Min, MaxApp: m.Apps.Max,
	}
	if m.Frozen {
		row.Frozen = 1
	}
	if !m.Since.IsZero() {
		since := m.Since.UTC()
		row.Since = &since
	}
	return row
}

func (r stringMoveRow) move() release.Move {
	m := release.Move{
		Project: r.Project, Channel: r.Channel, Number: r.Number, Release: r.Release, Before: r.Before, Back: r.Back, BackTo: r.BackTo,
		Apps: release.Range{Min: r.MinApp, Max: r.MaxApp}, Frozen: r.Frozen != 0,
		Kind: release.Kind(r.Kind), Note: r.Note, Account: r.Account, At: r.At.UTC(),
	}
	if r.Since != nil {
		m.Since = r.Since.UTC()
	}
	return m
}
