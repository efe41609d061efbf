-- +goose Up

-- Refunds above the limit, which one member of staff asks for and another decides on.
CREATE TABLE refund_approvals (
    id         TEXT      NOT NULL PRIMARY KEY,
    order_id   TEXT      NOT NULL REFERENCES orders (id),
    ledger     TEXT      NOT NULL,
    amount     BIGINT    NOT NULL CHECK (amount > 0), -- minor units of what was settled
    currency   TEXT      NOT NULL,
    reason     TEXT      NOT NULL,
    state      TEXT      NOT NULL,                    -- waiting, approved, declined
    asked_by   TEXT      NOT NULL,                    -- account
    asked_at   TIMESTAMP NOT NULL,
    decided_by TEXT      NOT NULL,                    -- account, or ''
    decided_at TIMESTAMP,
    refund     TEXT      NOT NULL                     -- that came of it, or ''
);
CREATE UNIQUE INDEX refund_approvals_one_waits ON refund_approvals (order_id) WHERE state = 'waiting';
CREATE INDEX refund_approvals_by_order ON refund_approvals (order_id, id);
CREATE INDEX refund_approvals_waiting ON refund_approvals (id) WHERE state = 'waiting';
