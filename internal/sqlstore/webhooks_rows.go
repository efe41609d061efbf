package sqlstore

import (
	"time"

	"github.com/hallyu-store/hallyu/journal/webhook"
)

type webhookRow struct {
	ID           string `gorm:"primaryKey"`
	Ledger       string
	URL          string
	Types        string // JSON
	Description  string
	Secrets      string // JSON
	Disabled     string
	Version      int64
	Created      time.Time `gorm:"column:created_at"`
	Updated      time.Time `gorm:"column:updated_at"`
	Position     int64
	Failures     int
	FailingSince *time.Time
	Failure      string
	SucceededAt  *time.Time
	PausedUntil  *time.Time
	Sender       string
	LeasedUntil  *time.Time
}

func (webhookRow) TableName() string { return "webhooks" }

func rowOfWebhook(w webhook.Webhook) webhookRow {
	return webhookRow{
		ID: w.ID, Ledger: w.Ledger, URL: w.URL, Types: toJSON(append([]string{}, w.Types...)), Description: w.Description,
		Secrets: toJSON(w.Secrets), Disabled: string(w.Disabled), Version: w.Version, Created: w.Created.UTC(), Updated: w.Updated.UTC(),
		Position: w.Position, Failures: w.Failures, FailingSince: utc(w.FailingSince), Failure: w.Failure,
		SucceededAt: utc(w.Succeeded), PausedUntil: utc(w.PausedUntil),
	}
}

// standing are the columns that whoever sends writes.
func (r webhookRow) standing() map[string]any {
	return map[string]any{
		"failures": r.Failures, "failing_since": r.FailingSince, "failure": r.Failure, "succeeded_at": r.SucceededAt, "paused_until": r.PausedUntil,
	}
}

func (r webhookRow) webhook() (webhook.Webhook, error) {
	types, err := fromJSON[[]string](r.Types)
	if err != nil {
		return webhook.Webhook{}, err
	}
	if len(types) == 0 {
		types = nil
	}
	secrets, err := fromJSON[[]webhook.Secret](r.Secrets)
	return webhook.Webhook{
		ID: r.ID, Ledger: r.Ledger, URL: r.URL, Types: types, Description: r.Description, Secrets: secrets,
		Disabled: webhook.Reason(r.Disabled), Version: r.Version, Created: r.Created.UTC(), Updated: r.Updated.UTC(),
		Standing: webhook.Standing{
			Position: r.Position, Failures: r.Failures, FailingSince: utc(r.FailingSince), Failure: r.Failure,
			Succeeded: utc(r.SucceededAt), PausedUntil: utc(r.PausedUntil),
		},
	}, err
}

type deliveryRow struct {
	Webhook     string `gorm:"primaryKey"`
	Event       string `gorm:"primaryKey"`
	Sequence    int64
	Type        string
	Subject     string
	Body        string
	State       string
	Attempts    int
	DueAt       *time.Time
	Status      int
	Failure     string
	Excerpt     string
	TookMS      int64 `gorm:"column:took_ms"`
	AttemptedAt *time.Time
	Created     time.Time `gorm:"column:created_at"`
}

func (deliveryRow) TableName() string { return "webhook_deliveries" }

func rowOfDelivery(d webhook.Delivery) deliveryRow {
	return deliveryRow{
		Webhook: d.Webhook, Event: d.Event, Sequence: d.Sequence, Type: d.Type, Subject: d.Subject, Body: string(d.Body),
		State: string(d.State), Attempts: d.Attempts, DueAt: utc(d.DueAt), Status: d.Last.Status, Failure: d.Last.Failure,
		Excerpt: d.Last.Excerpt, TookMS: d.Last.Took.Milliseconds(), AttemptedAt: utc(d.LastAt), Created: d.Created.UTC(),
	}
}

func (r deliveryRow) delivery() webhook.Delivery {
	return webhook.Delivery{
		Webhook: r.Webhook, Event: r.Event, Sequence: r.Sequence, Type: r.Type, Subject: r.Subject, Body: []byte(r.Body),
		State: webhook.State(r.State), Attempts: r.Attempts, DueAt: utc(r.DueAt), LastAt: utc(r.AttemptedAt), Created: r.Created.UTC(),
		Last: webhook.Outcome{Status: r.Status, Failure: r.Failure, Excerpt: r.Excerpt, Took: time.Duration(r.TookMS) * time.Millisecond},
	}
}
