package api

import "time"

// NewWebhook asks for a webhook.
type NewWebhook struct {
	URL         string   `json:"url" maxLength:"2048" doc:"https, on port 443 or 8443, at a public address"`
	Types       []string `json:"types,omitempty" maxItems:"100" doc:"of events to be sent; all when left out"`
	Description string   `json:"description,omitempty" maxLength:"200"`
	Enabled     *bool    `json:"enabled,omitempty" doc:"true when left out"`
}

// WebhookPatch changes single fields of a webhook; what is left out stays.
type WebhookPatch struct {
	URL         *string   `json:"url,omitempty" maxLength:"2048"`
	Types       *[]string `json:"types,omitempty" maxItems:"100" doc:"an empty list is all"`
	Description *string   `json:"description,omitempty" maxLength:"200"`
	Enabled     *bool     `json:"enabled,omitempty" doc:"true goes on where it stopped"`
}

// Webhook is an address to which events are pushed.
type Webhook struct {
	ID          string    `json:"id"`
	URL         string    `json:"url"`
	Types       []string  `json:"types" doc:"of events that it is sent; empty is all"`
	Description string    `json:"description"`
	Enabled     bool      `json:"enabled"`
	Disabled    string    `json:"disabled_reason,omitempty" enum:"by_owner,failing,gone" doc:"why nothing is sent: its owner wants it so; everything failed for 75 hours; it answered 410"`
	Version     int64     `json:"version" doc:"send it back in If-Match"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`

	Secret  string          `json:"secret,omitempty" doc:"whsec_…; shown once, when it is made"`
	Secrets []WebhookSecret `json:"secrets" doc:"that sign, the newest first"`
	Health  WebhookHealth   `json:"health"`
}

// WebhookSecret is what is known of a secret, besides itself.
type WebhookSecret struct {
	Until *time.Time `json:"until" doc:"it signs until then; null for as long as there is no newer one"`
}

// WebhookHealth is how deliveries go.
type WebhookHealth struct {
	Failures     int        `json:"failures" doc:"attempts in a row that failed"`
	FailingSince *time.Time `json:"failing_since"`
	LastFailure  string     `json:"last_failure,omitempty" example:"http_503" doc:"http_ and the status, timeout, name_unknown, address_forbidden, tls or connection"`
	SucceededAt  *time.Time `json:"succeeded_at" doc:"when something was taken last"`
	PausedUntil  *time.Time `json:"paused_until" doc:"nothing is sent before: it asked so, or too much failed"`
}

// NewWebhookSecret asks for a further secret.
type NewWebhookSecret struct {
	KeepOldHours *int `json:"keep_old_hours,omitempty" minimum:"0" maximum:"168" default:"24" doc:"how long those that there are sign as well; 0 when one got out"`
}

// NewReplay asks for events to be sent again: one, or those since a moment.
type NewReplay struct {
	Event string     `json:"event,omitempty" maxLength:"100" doc:"id of an event"`
	Since *time.Time `json:"since,omitempty" doc:"everything that happened from then on and is subscribed to"`
}

// WebhookReplay says what will be sent again.
type WebhookReplay struct {
	Event string     `json:"event,omitempty"`
	Since *time.Time `json:"since,omitempty"`
}

// WebhookDelivery is a message that was not taken at its first attempt, or that was asked for.
type WebhookDelivery struct {
	Event       string     `json:"event" doc:"the webhook-id"`
	Type        string     `json:"type"`
	Subject     string     `json:"subject"`
	State       string     `json:"state" enum:"waiting,delivered,given_up"`
	Attempts    int        `json:"attempts"`
	NextAttempt *time.Time `json:"next_attempt_at"`
	LastAttempt *time.Time `json:"last_attempt_at"`
	Status      int        `json:"status,omitempty" doc:"of the last answer"`
	Failure     string     `json:"failure,omitempty" doc:"why there was no answer"`
	Excerpt     string     `json:"excerpt,omitempty" doc:"beginning of the last answer"`
	TookMS      int64      `json:"took_ms"`
	CreatedAt   time.Time  `json:"created_at"`
}
