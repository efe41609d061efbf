-- +goose Up

-- Whom events are pushed to. What is taken at once leaves no row of a delivery: the position tells of it.

CREATE TABLE webhooks (
    id            TEXT      NOT NULL PRIMARY KEY,
    ledger        TEXT      NOT NULL,     -- whose events; '' is the store's own, which hears of all
    url           TEXT      NOT NULL,
    types         TEXT      NOT NULL,     -- JSON array of strings; empty is all
    description   TEXT      NOT NULL,
    secrets       TEXT      NOT NULL,     -- JSON array, the newest first
    disabled      TEXT      NOT NULL,     -- why, or ''
    version       BIGINT    NOT NULL,
    created_at    TIMESTAMP NOT NULL,
    updated_at    TIMESTAMP NOT NULL,
    position      BIGINT    NOT NULL,     -- sequence of the last event that was sent or put off
    failures      BIGINT    NOT NULL,     -- in a row
    failing_since TIMESTAMP,
    failure       TEXT      NOT NULL,
    succeeded_at  TIMESTAMP,
    paused_until  TIMESTAMP,
    sender        TEXT      NOT NULL,     -- who holds the lease, or ''
    leased_until  TIMESTAMP
);
CREATE INDEX webhooks_by_ledger ON webhooks (ledger, id);

CREATE TABLE webhook_deliveries (
    webhook      TEXT      NOT NULL REFERENCES webhooks (id),
    event        TEXT      NOT NULL,
    sequence     BIGINT    NOT NULL,      -- of the event; 0 of a ping
    type         TEXT      NOT NULL,
    subject      TEXT      NOT NULL,
    body         TEXT      NOT NULL,
    state        TEXT      NOT NULL,      -- waiting, delivered, given_up
    attempts     BIGINT    NOT NULL,
    due_at       TIMESTAMP,               -- NULL unless it waits
    status       BIGINT    NOT NULL,      -- of HTTP, of the last attempt; 0 without an answer
    failure      TEXT      NOT NULL,
    excerpt      TEXT      NOT NULL,
    took_ms      BIGINT    NOT NULL,
    attempted_at TIMESTAMP,
    created_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (webhook, event)
);
CREATE INDEX webhook_deliveries_latest ON webhook_deliveries (webhook, created_at, event);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_held ON webhook_deliveries (webhook, subject, sequence) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (attempted_at) WHERE due_at IS NULL;
