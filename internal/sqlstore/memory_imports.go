package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/journal"
)

type memoryImportRow struct {
	ID      string `gorm:"primaryKey"`
	Project string
	Locale  string
	Source  string
	Name    string
	Tool    string
	Units   int
	Account string
	At      time.Time
	Body    string // JSON
}

func (memoryImportRow) TableName() string { return "memory_imports" }

func (r memoryImportRow) one() memory.Import {
	return memory.Import{
		ID: r.ID, Project: r.Project, Locale: i18n.Locale(r.Locale), From: i18n.Locale(r.Source), Name: r.Name, Tool: r.Tool,
		Units: r.Units, Account: r.Account, At: r.At.UTC(),
	}
}

// withoutUnits are the columns that lists read.
var withoutUnits = []string{"id", "project", "locale", "source", "name", "tool", "units", "account", "at"}

type memoryStore struct{ db *DB }

// Memory returns the store of what other programs for translators remembered.
func (db *DB) Memory() memory.Store { return memoryStore{db} }

func (s memoryStore) Add(ctx context.Context, one memory.Import, units []memory.Unit, after string, record journal.Record) error {
	pairs := make([][2]string, len(units))
	for n, unit := range units {
		pairs[n] = [2]string{unit.Source, unit.Target}
	}
	row := memoryImportRow{
		ID: one.ID, Project: one.Project, Locale: string(one.Locale), Source: string(one.From), Name: one.Name, Tool: one.Tool,
		Units: one.Units, Account: one.Account, At: one.At.UTC(), Body: toJSON(pairs),
	}
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		var latest string
		err := tx.Model(&memoryImportRow{}).Where("project = ? AND locale = ?", row.Project, row.Locale).
			Select("COALESCE(MAX(id), '')").Scan(&latest).Error
		if err != nil {
			return err
		}
		if latest != after {
			return memory.ErrChanged.With("project", one.Project, "locale", one.Locale)
		}
		if err = tx.Create(&row).Error; err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s memoryStore) Remove(ctx context.Context, id string, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Where("id = ?", id).Delete(&memoryImportRow{}).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s memoryStore) Import(ctx context.Context, id string) (memory.Import, error) {
	var row memoryImportRow
	err := s.db.read(ctx).Select(withoutUnits).Where("id = ?", id).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return memory.Import{}, memory.ErrImportNotFound.With("import", id)
	}
	return row.one(), translate(err)
}

func (s memoryStore) Imports(ctx context.Context, project string, locale i18n.Locale) ([]memory.Import, error) {
	query := s.db.read(ctx).Select(withoutUnits).Where("project = ?", project)
	if locale != "" {
		query = query.Where("locale = ?", string(locale))
	}
	var rows []memoryImportRow
	err := query.Order("id").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, memoryImportRow.one), nil
}

func (s memoryStore) Units(ctx context.Context, id string) ([]memory.Unit, error) {
	var rows []memoryImportRow
	err := s.db.read(ctx).Select("body").Where("id = ?", id).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, translate(err)
	}
	pairs, err := fromJSON[[][2]string](rows[0].Body)
	units := make([]memory.Unit, len(pairs))
	for n, pair := range pairs {
		units[n] = memory.Unit{Source: pair[0], Target: pair[1]}
	}
	return units, err
}
