package sqlstore

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/migrations"
	"github.com/hallyu-store/hallyu/purchases"
)

// GrantsOf implements purchases.Store.
func (s purchasesStore) GrantsOf(ctx context.Context, of purchases.Owner, sources []string) ([]purchases.Grant, error) {
	query := owned(s.db.read(ctx), of)
	if len(sources) > 0 {
		query = query.Where("source IN ?", padded(sources))
	}
	var rows []grantRow
	err := query.Order("id").Find(&rows).Error
	return mapped(rows, grantRow.grant), translate(err)
}

// erasing is an erasure in its transaction.
type erasing struct {
	purchases.Erasure
	tx    *gorm.DB
	known bool
}

// Erase implements purchases.Store.
func (s purchasesStore) Erase(ctx context.Context, e purchases.Erasure, record journal.Record) (bool, error) {
	known := false
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		x := &erasing{Erasure: e, tx: tx}
		for _, step := range []func() error{x.replies, x.orders, x.names, x.events, x.rest} {
			if err := step(); err != nil {
				return err
			}
		}
		known = x.known
		if !known {
			return nil
		}
		return appendRecord(tx, record)
	})
	if err == nil && known {
		s.db.scrub(ctx)
	}
	return known, err
}

// scrub takes what was overwritten out of SQLite's log as well, unless somebody reads from it at that moment: then it
// goes with the next ones.
func (db *DB) scrub(ctx context.Context) {
	if db.dialect == migrations.SQLite {
		_ = db.writing.WithContext(ctx).Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error
	}
}

// mine are rows of the ledger in which a column names the holder.
func (x *erasing) mine(column string) *gorm.DB {
	return x.tx.Where("ledger = ? AND "+column+" = ?", x.Ledger.ID(), x.Holder)
}

func (x *erasing) did(result *gorm.DB) error {
	x.known = x.known || result.RowsAffected > 0
	return result.Error
}

// replies empties the answers about the holder's orders and redemptions, and what is left when the same is asked again
// is that the key was used before.
func (x *erasing) replies() error {
	var subjects []string
	for _, of := range []struct {
		row    any
		column string
		id     string
	}{{&orderRow{}, "holder", "id"}, {&orderRow{}, "recipient", "id"}, {&grantRow{}, "holder", "source"}} {
		var ids []string
		err := x.mine(of.column).Model(of.row).Pluck(of.id, &ids).Error
		if err != nil {
			return err
		}
		subjects = append(subjects, ids...)
	}
	for part := range slices.Chunk(subjects, maxRows) {
		err := x.tx.Model(&replyRow{}).Where("subject IN ?", padded(part)).Updates(map[string]any{"outcome": "{}", "request_hash": "erased"}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// orders renames the holder in orders that they placed, and in those that were for them. Whoever holds one of these in
// hand finds that it is another version.
func (x *erasing) orders() error {
	later := gorm.Expr("version + 1")
	err := x.did(x.mine("holder").Model(&orderRow{}).Updates(map[string]any{"holder": x.Pseudonym, "message": "", "version": later}))
	if err != nil {
		return err
	}
	return x.did(x.mine("recipient").Where("recipient <> ''").Model(&orderRow{}).
		Updates(map[string]any{"recipient": x.Pseudonym, "message": "", "version": later}))
}

// names renames the holder in what money was paid for.
func (x *erasing) names() error {
	if err := x.did(x.mine("holder").Model(&grantRow{}).Updates(map[string]any{"holder": x.Pseudonym, "proof": ""})); err != nil {
		return err
	}
	for _, row := range []any{&codeRow{}, &walletRow{}, &lotRow{}} {
		err := x.did(x.mine("holder").Model(row).Update("holder", x.Pseudonym))
		if err != nil {
			return err
		}
	}
	return x.did(x.mine("holder").Model(&staffGrantRow{}).Updates(map[string]any{"holder": x.Pseudonym, "reason": "", "withdrawn": ""}))
}

// events renames the holder in what was told, and in messages to webhooks.
func (x *erasing) events() error {
	for _, column := range []string{"holder", "recipient"} {
		var rows []eventRow
		err := x.mine(column).Where(column + " <> ''").Find(&rows).Error
		if err != nil {
			return err
		}
		for _, row := range rows {
			err = x.event(row)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *erasing) event(row eventRow) error {
	renamed := func(name string) string {
		if name == x.Holder {
			return x.Pseudonym
		}
		return name
	}
	x.known = true
	err := x.tx.Model(&eventRow{}).Where("id = ?", row.ID).Updates(map[string]any{
		"subject": renamed(row.Subject), "holder": renamed(row.Holder), "recipient": renamed(row.Recipient), "data": x.Replaced(row.Data),
	}).Error
	if err != nil {
		return err
	}
	var sent []deliveryRow
	err = x.tx.Where("webhook IN (?) AND event = ?", x.tx.Model(&webhookRow{}).Select("id"), row.ID).Find(&sent).Error
	for _, d := range sent {
		if err != nil {
			return err
		}
		err = x.tx.Model(&deliveryRow{}).Where("webhook = ? AND event = ?", d.Webhook, d.Event).
			Updates(map[string]any{"subject": renamed(d.Subject), "body": x.Replaced(d.Body), "excerpt": ""}).Error
	}
	return err
}

// rest deletes what is nobody's business without the holder.
func (x *erasing) rest() error {
	for _, row := range []any{&shelfRow{}, &favouriteRow{}, &recentsRow{}} {
		err := x.did(x.mine("holder").Delete(row))
		if err != nil {
			return err
		}
	}
	mode := accounts.Live
	if x.Ledger.Test {
		mode = accounts.Test
	}
	return x.did(x.tx.Where("app = ? AND mode = ? AND holder = ?", x.Ledger.App, string(mode), x.Holder).Delete(&personRow{}))
}
