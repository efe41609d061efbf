-- +goose Up

-- Receipts and the notes that put them right: rows are added, never changed. They name nobody: their order does.
CREATE TABLE receipts (
    ledger      TEXT      NOT NULL,
    year        BIGINT    NOT NULL, -- UTC
    number      BIGINT    NOT NULL, -- from 1, without gaps
    id          TEXT      NOT NULL UNIQUE,
    kind        TEXT      NOT NULL, -- receipt, credit_note, debit_note
    order_id    TEXT      NOT NULL REFERENCES orders (id),
    transfer_id TEXT      NOT NULL REFERENCES transfers (id),
    currency    TEXT      NOT NULL, -- ISO 4217
    body        TEXT      NOT NULL, -- JSON, to the byte
    previous    TEXT      NOT NULL, -- hash of the one before in the series; '' of the first
    hash        TEXT      NOT NULL, -- SHA-256
    PRIMARY KEY (ledger, year, number),
    UNIQUE (transfer_id, currency)
);
CREATE INDEX receipts_by_order ON receipts (order_id, id);

-- Where series end, so that what is cut off is missed.
CREATE TABLE receipt_series (
    ledger TEXT   NOT NULL,
    year   BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash   TEXT   NOT NULL,
    PRIMARY KEY (ledger, year)
);

-- Up to which event of the journal they are issued.
INSERT INTO counters (name, value) VALUES ('receipts', 0);
