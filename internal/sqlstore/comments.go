package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

type commentRow struct {
	ID         string `gorm:"primaryKey"`
	Project    string
	Locale     string
	Message    string
	Account    string
	Text       string
	At         time.Time
	ResolvedBy string
	ResolvedAt *time.Time
}

func (commentRow) TableName() string { return "comments" }

func rowOfComment(c comment.Comment) commentRow {
	return commentRow{
		ID: c.ID, Project: c.Project, Locale: string(c.Locale), Message: c.Message, Account: c.Account, Text: c.Text,
		At: c.At.UTC(), ResolvedBy: c.ResolvedBy, ResolvedAt: momentOf(c.ResolvedAt),
	}
}

func (r commentRow) comment() comment.Comment {
	c := comment.Comment{
		ID: r.ID, Part: translation.Part{Project: r.Project, Locale: i18n.Locale(r.Locale), Message: r.Message},
		Account: r.Account, Text: r.Text, At: r.At.UTC(), ResolvedBy: r.ResolvedBy,
	}
	if r.ResolvedAt != nil {
		c.ResolvedAt = r.ResolvedAt.UTC()
	}
	return c
}

type commentStore struct{ db *DB }

// Comments returns the store of what is said about messages.
func (db *DB) Comments() comment.Store { return commentStore{db} }

func (s commentStore) Put(ctx context.Context, c comment.Comment, record journal.Record) error {
	row := rowOfComment(c)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s commentStore) Remove(ctx context.Context, id string, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Where("id = ?", id).Delete(&commentRow{}).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s commentStore) Comment(ctx context.Context, id string) (comment.Comment, error) {
	var row commentRow
	err := s.db.read(ctx).Where("id = ?", id).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return comment.Comment{}, comment.ErrNotFound.With("comment", id)
	}
	return row.comment(), translate(err)
}

func (s commentStore) Of(ctx context.Context, part translation.Part, limit int) ([]comment.Comment, error) {
	var rows []commentRow
	err := s.db.read(ctx).Where("project = ? AND locale = ? AND message = ?", part.Project, string(part.Locale), part.Message).
		Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, commentRow.comment), nil
}

func (s commentStore) Open(ctx context.Context, project string, locale i18n.Locale) (map[string]int, error) {
	var rows []struct {
		Message string
		Number  int
	}
	err := s.db.read(ctx).Model(&commentRow{}).Where("project = ? AND locale = ? AND resolved_by = ''", project, string(locale)).
		Select("message, COUNT(*) AS number").Group("message").Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.Message] = row.Number
	}
	return counts, nil
}
