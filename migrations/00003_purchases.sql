-- +goose Up

-- Who bought what, and the books underneath. Rows of purchases, refunds, transfers and postings are
-- written once and never changed. A ledger is an app's id, or that with ':test'.

CREATE TABLE orders (
    id               TEXT      NOT NULL PRIMARY KEY,
    ledger           TEXT      NOT NULL,
    holder           TEXT      NOT NULL,
    state            TEXT      NOT NULL,
    pack             TEXT      NOT NULL,
    release          BIGINT    NOT NULL,
    region           TEXT      NOT NULL,
    locale           TEXT      NOT NULL,
    provider         TEXT      NOT NULL,
    price_amount     BIGINT,             -- minor units; NULL when free
    price_currency   TEXT,
    settled_amount   BIGINT,             -- NULL when nothing was taken
    settled_currency TEXT,
    refunded         BIGINT    NOT NULL, -- of what was settled
    transaction_id   TEXT      NOT NULL, -- the provider's, or ''
    reason           TEXT      NOT NULL, -- code of the fault that left money due, or ''
    expires_at       TIMESTAMP,
    created_at       TIMESTAMP NOT NULL,
    updated_at       TIMESTAMP NOT NULL,
    version          BIGINT    NOT NULL,
    CHECK (refunded >= 0 AND refunded <= COALESCE(settled_amount, 0))
);
CREATE INDEX orders_by_holder ON orders (ledger, holder, id);
CREATE INDEX orders_reserved ON orders (expires_at) WHERE state = 'reserved';

CREATE TABLE purchases (
    id               TEXT      NOT NULL PRIMARY KEY,
    order_id         TEXT      NOT NULL REFERENCES orders (id),
    provider         TEXT      NOT NULL,
    scope            TEXT      NOT NULL, -- within which the transaction counts once for ever
    transaction_id   TEXT,               -- NULL when nobody took money
    settled_amount   BIGINT,
    settled_currency TEXT,
    at               TIMESTAMP NOT NULL,
    UNIQUE (scope, provider, transaction_id)
);

CREATE TABLE refunds (
    id       TEXT      NOT NULL PRIMARY KEY,
    order_id TEXT      NOT NULL REFERENCES orders (id),
    amount   BIGINT,                     -- minor units; NULL when nothing had been taken
    currency TEXT,
    state    TEXT      NOT NULL,
    reason   TEXT      NOT NULL,
    at       TIMESTAMP NOT NULL
);
CREATE INDEX refunds_by_order ON refunds (order_id, id);

CREATE TABLE grants (
    id             TEXT      NOT NULL,
    ledger         TEXT      NOT NULL,
    holder         TEXT      NOT NULL,
    pack           TEXT      NOT NULL,
    kind           TEXT      NOT NULL,
    source         TEXT      NOT NULL,   -- id of what it came from
    valid_from     TIMESTAMP NOT NULL,
    valid_until    TIMESTAMP,
    revoked_at     TIMESTAMP,
    revoked_reason TEXT      NOT NULL,
    PRIMARY KEY (ledger, holder, pack, id)
);
CREATE UNIQUE INDEX grants_purchased_once ON grants (ledger, holder, pack)
    WHERE kind = 'purchase' AND revoked_at IS NULL;

CREATE TABLE transfers (
    id       TEXT      NOT NULL PRIMARY KEY, -- made of its cause's id, so a cause posts once
    ledger   TEXT      NOT NULL,
    kind     TEXT      NOT NULL,
    order_id TEXT      NOT NULL REFERENCES orders (id),
    reverses TEXT      REFERENCES transfers (id),
    at       TIMESTAMP NOT NULL
);
CREATE INDEX transfers_by_order ON transfers (order_id, id);

-- The postings of a transfer sum to zero for every asset.
CREATE TABLE postings (
    transfer_id TEXT   NOT NULL REFERENCES transfers (id),
    line        BIGINT NOT NULL,             -- from 1
    account     TEXT   NOT NULL,
    asset       TEXT   NOT NULL,             -- ISO 4217 currency
    amount      BIGINT NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (transfer_id, line)
);
