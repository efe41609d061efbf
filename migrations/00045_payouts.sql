-- +goose Up

-- Creators' money. What was sold stands in the postings; here is what was agreed about it, what statements said once
-- they were closed, and what was paid.

-- Whose a pack is from a moment on: rows are added, never changed.
CREATE TABLE pack_owners (
    pack    TEXT      NOT NULL,
    since   TIMESTAMP NOT NULL,
    creator TEXT      NOT NULL,
    collab  TEXT      NOT NULL, -- '' for none
    PRIMARY KEY (pack, since)
);
CREATE INDEX pack_owners_by_creator ON pack_owners (creator, pack);
INSERT INTO pack_owners (pack, since, creator, collab) SELECT id, created_at, creator, collab FROM packs;

CREATE TABLE contracts (
    id          TEXT      NOT NULL PRIMARY KEY,
    scope       TEXT      NOT NULL, -- store, creator, collab
    party       TEXT      NOT NULL, -- id of the creator or collab, or ''
    from_at     TIMESTAMP NOT NULL,
    taxes       TEXT      NOT NULL, -- JSON: basis points by region
    store_fee   BIGINT    NOT NULL, -- basis points, as the following
    share       BIGINT    NOT NULL,
    withholding BIGINT    NOT NULL,
    bonus_earns BOOLEAN   NOT NULL,
    note        TEXT      NOT NULL,
    version     BIGINT    NOT NULL,
    updated_at  TIMESTAMP NOT NULL,
    UNIQUE (scope, party, from_at)
);
INSERT INTO counters (name, value) VALUES ('contracts', 0);

-- Statements that are closed. They are made again from the postings whenever somebody reads them, and must come to this.
CREATE TABLE statements (
    creator   TEXT      NOT NULL,
    period    TEXT      NOT NULL, -- a month of UTC: 2026-10
    accounts  TEXT      NOT NULL, -- JSON
    closed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (creator, period)
);

CREATE TABLE payouts (
    id         TEXT      NOT NULL PRIMARY KEY,
    creator    TEXT      NOT NULL,
    period     TEXT      NOT NULL,
    currency   TEXT      NOT NULL,
    amount     BIGINT    NOT NULL CHECK (amount > 0),
    withheld   BIGINT    NOT NULL CHECK (withheld >= 0),
    state      TEXT      NOT NULL, -- due, paid
    reference  TEXT      NOT NULL, -- '' while it is due
    created_at TIMESTAMP NOT NULL,
    paid_at    TIMESTAMP,
    paid_by    TEXT      NOT NULL,
    UNIQUE (creator, period, currency)
);

-- How creators want to be paid.
CREATE TABLE payout_profiles (
    creator    TEXT      NOT NULL PRIMARY KEY,
    name       TEXT      NOT NULL,
    method     TEXT      NOT NULL,
    account    TEXT      NOT NULL,
    country    TEXT      NOT NULL,
    tax_id     TEXT      NOT NULL,
    version    BIGINT    NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
