-- +goose Up

-- What is known of the money that gateways take. An order has one payment; a refund that a gateway
-- carries out has the gateway's id.

CREATE TABLE payments (
    order_id        TEXT   NOT NULL PRIMARY KEY REFERENCES orders (id),
    provider        TEXT   NOT NULL,
    payment_id      TEXT,                -- the gateway's; NULL until it has answered
    secret          TEXT   NOT NULL,     -- what the payer's device pays with, or ''
    taken_amount    BIGINT,              -- minor units; NULL until it was taken
    taken_currency  TEXT,
    declined        TEXT   NOT NULL,     -- why it was refused last, or ''
    ended           BOOLEAN NOT NULL,    -- it will not be taken any more
    dispute         TEXT   NOT NULL,     -- '', open, lost, won
    disputed        BIGINT NOT NULL,     -- minor units of what was taken
    check_at        TIMESTAMP,           -- when to ask again; NULL when nothing is open
    checked         BIGINT NOT NULL,     -- times asked since something was learnt
    version         BIGINT NOT NULL,
    UNIQUE (provider, payment_id)
);
CREATE INDEX payments_unsettled ON payments (check_at) WHERE check_at IS NOT NULL;

ALTER TABLE refunds ADD COLUMN transaction_id TEXT NOT NULL DEFAULT '';
