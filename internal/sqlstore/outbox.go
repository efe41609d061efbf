package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
)

type letterRow struct {
	ID        string `gorm:"primaryKey"`
	Recipient string
	Locale    string
	Kind      string
	Facts     string    // JSON
	Points    string    // JSON
	Created   time.Time `gorm:"column:created_at"`
	DueAt     *time.Time
	Attempts  int
	SentAt    *time.Time
	Failure   string
}

func (letterRow) TableName() string { return "letters" }

func toLetterRow(l journal.Letter) letterRow {
	return letterRow{
		ID: l.ID, Recipient: l.To, Locale: l.Locale, Kind: l.Kind, Facts: toJSON(l.Facts),
		Points: toJSON(append([]journal.Point{}, l.Points...)), Created: l.At, DueAt: &l.At,
	}
}

func (r letterRow) letter() (journal.Letter, error) {
	facts, err := fromJSON[map[string]string](r.Facts)
	if err != nil {
		return journal.Letter{}, err
	}
	points, err := fromJSON[[]journal.Point](r.Points)
	return journal.Letter{
		ID: r.ID, To: r.Recipient, Locale: r.Locale, Kind: r.Kind, Facts: facts, Points: points, At: r.Created.UTC(),
		Attempts: r.Attempts,
	}, err
}

// Outbox returns the letters that wait.
func (db *DB) Outbox() journal.Outbox { return outbox{db} }

type outbox struct{ db *DB }

func (o outbox) Claim(ctx context.Context, due, until time.Time, limit int) ([]journal.Letter, error) {
	var rows []letterRow
	err := o.db.read(ctx).Where("due_at <= ?", due).Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	var claimed []journal.Letter
	for _, row := range rows {
		mine, err := o.take(ctx, row, until)
		if err != nil {
			return claimed, err
		}
		if !mine {
			continue
		}
		row.Attempts++
		letter, err := row.letter()
		if err != nil {
			return claimed, err
		}
		claimed = append(claimed, letter)
	}
	return claimed, nil
}

// take puts a letter off. It reports false where another process was quicker.
func (o outbox) take(ctx context.Context, row letterRow, until time.Time) (mine bool, err error) {
	err = o.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		changed := tx.Model(&letterRow{}).Where("id = ? AND attempts = ? AND due_at IS NOT NULL", row.ID, row.Attempts).
			Updates(map[string]any{"due_at": until, "attempts": row.Attempts + 1})
		mine = changed.RowsAffected == 1
		return changed.Error
	})
	return mine, err
}

func (o outbox) Sent(ctx context.Context, id string, at time.Time) error {
	return o.change(ctx, id, map[string]any{"due_at": nil, "sent_at": at, "facts": "{}", "points": "[]", "failure": ""})
}

func (o outbox) Failed(ctx context.Context, id, reason string, again *time.Time) error {
	if again == nil {
		return o.change(ctx, id, map[string]any{"due_at": nil, "facts": "{}", "points": "[]", "failure": reason})
	}
	return o.change(ctx, id, map[string]any{"due_at": *again, "failure": reason})
}

func (o outbox) change(ctx context.Context, id string, columns map[string]any) error {
	return o.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		return tx.Model(&letterRow{}).Where("id = ?", id).Updates(columns).Error
	})
}
