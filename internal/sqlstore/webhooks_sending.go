package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal/webhook"
)

// openWebhook is a condition on webhooks: they may be sent to at a moment.
const openWebhook = "disabled = '' AND (paused_until IS NULL OR paused_until <= @now) AND (leased_until IS NULL OR leased_until <= @now)"

// dueDelivery is a condition on deliveries d: they are due, and no earlier one of their subject waits.
const dueDelivery = `d.due_at <= @now AND NOT EXISTS (
	SELECT 1 FROM webhook_deliveries AS earlier
	WHERE earlier.webhook = d.webhook AND earlier.subject = d.subject AND earlier.due_at IS NOT NULL AND earlier.sequence < d.sequence)`

func (s webhookStore) Ready(ctx context.Context, now time.Time) ([]webhook.Ready, error) {
	var rows []struct {
		ID, Ledger, Types string
		Version, Position int64
		Due               bool
	}
	err := s.db.read(ctx).Raw(`SELECT id, ledger, types, version, position,
		EXISTS (SELECT 1 FROM webhook_deliveries AS d WHERE d.webhook = webhooks.id AND `+dueDelivery+`) AS due
		FROM webhooks WHERE `+openWebhook+` ORDER BY id`, map[string]any{"now": now.UTC()}).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	ready := make([]webhook.Ready, len(rows))
	for i, r := range rows {
		types, err := fromJSON[[]string](r.Types)
		if err != nil {
			return nil, err
		}
		ready[i] = webhook.Ready{ID: r.ID, Ledger: r.Ledger, Types: types, Version: r.Version, Position: r.Position, Due: r.Due}
	}
	return ready, nil
}

func (s webhookStore) Lease(ctx context.Context, id, sender string, now, until time.Time) (webhook.Webhook, bool, error) {
	var row webhookRow
	mine := false
	err := s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		taken := tx.Model(&webhookRow{}).Where("id = @id AND "+openWebhook, map[string]any{"id": id, "now": now.UTC()}).
			Updates(map[string]any{"sender": sender, "leased_until": until.UTC()})
		mine = taken.RowsAffected == 1
		if taken.Error != nil || !mine {
			return taken.Error
		}
		return tx.Where("id = ?", id).Take(&row).Error
	})
	if err != nil || !mine {
		return webhook.Webhook{}, false, err
	}
	w, err := row.webhook()
	return w, err == nil, err
}

func (s webhookStore) Due(ctx context.Context, id string, now time.Time, limit int) ([]webhook.Delivery, error) {
	var rows []deliveryRow
	err := s.db.read(ctx).Raw("SELECT d.* FROM webhook_deliveries AS d WHERE d.webhook = @id AND "+dueDelivery+" ORDER BY d.due_at, d.sequence, d.event LIMIT @limit",
		map[string]any{"id": id, "now": now.UTC(), "limit": limit}).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, deliveryRow.delivery), nil
}

func (s webhookStore) Held(ctx context.Context, id string, subjects []string) (map[string]bool, error) {
	var found []string
	err := s.db.read(ctx).Model(&deliveryRow{}).Where("webhook = ? AND due_at IS NOT NULL AND subject IN ?", id, subjects).
		Distinct().Pluck("subject", &found).Error
	if err != nil {
		return nil, translate(err)
	}
	held := map[string]bool{}
	for _, subject := range found {
		held[subject] = true
	}
	return held, nil
}

func (s webhookStore) Keep(ctx context.Context, p webhook.Progress) (bool, error) {
	columns := rowOfWebhook(webhook.Webhook{Standing: p.Standing}).standing()
	columns["position"] = p.Standing.Position
	if p.Disabled != "" {
		columns["disabled"], columns["version"] = string(p.Disabled), gorm.Expr("version + 1")
	}
	if p.Release || p.Disabled != "" {
		columns["sender"], columns["leased_until"] = "", nil
	}
	mine := false
	err := s.db.write(ctx, proofOf(p.Record), func(tx *gorm.DB) error {
		kept := tx.Model(&webhookRow{}).Where("id = ? AND sender = ?", p.Webhook, p.Sender).Updates(columns)
		mine = kept.RowsAffected == 1
		if kept.Error != nil || !mine {
			return kept.Error
		}
		err := putDeliveries(tx, p.Deliveries)
		if err != nil {
			return err
		}
		return appendRecord(tx, p.Record)
	})
	return mine && err == nil, err
}

func (s webhookStore) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	var n int64
	err := s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		over := tx.Model(&deliveryRow{}).Select("webhook", "event").Where("due_at IS NULL AND attempted_at < ?", before.UTC()).Limit(limit)
		var rows []deliveryRow
		err := over.Find(&rows).Error
		for _, row := range rows {
			if err == nil {
				err = tx.Where("webhook = ? AND event = ?", row.Webhook, row.Event).Delete(&deliveryRow{}).Error
			}
		}
		n = int64(len(rows))
		return err
	})
	return int(n), err
}

func (s webhookStore) Waiting(ctx context.Context) (int64, error) {
	var n int64
	err := s.db.read(ctx).Model(&deliveryRow{}).Where("due_at IS NOT NULL").Count(&n).Error
	return n, translate(err)
}
