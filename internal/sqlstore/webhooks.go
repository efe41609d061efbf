package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

type webhookStore struct{ db *DB }

// Webhooks returns the store of whom events are pushed to.
func (db *DB) Webhooks() webhook.Store { return webhookStore{db} }

func (s webhookStore) Create(ctx context.Context, w webhook.Webhook, limit int, record journal.Record) error {
	row := rowOfWebhook(w)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		var n int64
		err := tx.Model(&webhookRow{}).Where("ledger = ?", w.Ledger).Count(&n).Error
		if err != nil {
			return err
		}
		if n >= int64(limit) {
			return webhook.ErrTooMany.With("limit", limit)
		}
		err = tx.Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s webhookStore) Webhook(ctx context.Context, ledger, id string) (webhook.Webhook, error) {
	var row webhookRow
	err := s.db.read(ctx).Where("id = ? AND ledger = ?", id, ledger).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return webhook.Webhook{}, webhook.ErrNotFound.With("webhook", id)
	}
	if err != nil {
		return webhook.Webhook{}, translate(err)
	}
	return row.webhook()
}

func (s webhookStore) Webhooks(ctx context.Context, ledger string) ([]webhook.Webhook, error) {
	return webhooksIn(s.db.read(ctx).Where("ledger = ?", ledger))
}

// All implements webhook.Store.
func (s webhookStore) All(ctx context.Context) ([]webhook.Webhook, error) {
	return webhooksIn(s.db.read(ctx))
}

func webhooksIn(query *gorm.DB) ([]webhook.Webhook, error) {
	var rows []webhookRow
	err := query.Order("id").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	all := make([]webhook.Webhook, len(rows))
	for i, row := range rows {
		all[i], err = row.webhook()
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s webhookStore) Change(ctx context.Context, w webhook.Webhook, record journal.Record) error {
	row := rowOfWebhook(w)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		var before webhookRow
		err := tx.Where("id = ?", w.ID).Take(&before).Error
		if errors.Is(err, errNotFound) {
			return webhook.ErrNotFound.With("webhook", w.ID)
		}
		if err != nil {
			return err
		}
		if before.Version != w.Version-1 {
			return webhook.ErrStale.With("webhook", w.ID, "version", before.Version)
		}
		columns := map[string]any{}
		if row.Disabled == "" && before.Disabled != "" {
			columns = row.standing()
		}
		columns["url"], columns["types"], columns["description"], columns["secrets"] = row.URL, row.Types, row.Description, row.Secrets
		columns["disabled"], columns["version"], columns["updated_at"] = row.Disabled, row.Version, row.Updated
		columns["sender"], columns["leased_until"] = "", nil
		err = tx.Model(&webhookRow{}).Where("id = ?", w.ID).Updates(columns).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s webhookStore) Rewind(ctx context.Context, id string, position int64, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		columns := map[string]any{"position": position, "sender": "", "leased_until": nil}
		err := tx.Model(&webhookRow{}).Where("id = ? AND position > ?", id, position).Updates(columns).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s webhookStore) Remove(ctx context.Context, id string, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Where("webhook = ?", id).Delete(&deliveryRow{}).Error
		if err != nil {
			return err
		}
		err = tx.Where("id = ?", id).Delete(&webhookRow{}).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s webhookStore) Put(ctx context.Context, all []webhook.Delivery, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := putDeliveries(tx, all)
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func putDeliveries(tx *gorm.DB, all []webhook.Delivery) error {
	for _, row := range mapped(all, rowOfDelivery) {
		err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (s webhookStore) Deliveries(ctx context.Context, id string, before webhook.Place, limit int) ([]webhook.Delivery, error) {
	query := s.db.read(ctx).Where("webhook = ?", id)
	if before.Event != "" {
		at := before.Created.UTC()
		query = query.Where("created_at < ? OR created_at = ? AND event < ?", at, at, before.Event)
	}
	var rows []deliveryRow
	err := query.Order("created_at DESC, event DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, deliveryRow.delivery), nil
}
