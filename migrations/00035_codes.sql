-- +goose Up

-- Codes that give packs. What is kept of a code is its SHA-256, in hexadecimal digits.

CREATE TABLE code_batches (
    id         TEXT      NOT NULL PRIMARY KEY,
    name       TEXT      NOT NULL,
    pack       TEXT      NOT NULL,
    test       BOOLEAN   NOT NULL,  -- for the apps' ledgers for trying things
    count      BIGINT    NOT NULL CHECK (count > 0),
    per_holder BIGINT    NOT NULL CHECK (per_holder > 0),
    from_at    TIMESTAMP,           -- NULL: at once
    until_at   TIMESTAMP,           -- NULL: never
    use_days   BIGINT    NOT NULL CHECK (use_days >= 0),
    created_at TIMESTAMP NOT NULL,
    ended_at   TIMESTAMP            -- NULL: nobody ended it
);

CREATE TABLE codes (
    hash        TEXT NOT NULL PRIMARY KEY,
    batch       TEXT NOT NULL,      -- which is added last
    redemption  TEXT,               -- red_…; NULL: nobody has redeemed it
    ledger      TEXT,
    holder      TEXT,
    grant_id    TEXT,
    redeemed_at TIMESTAMP
);
CREATE INDEX codes_redeemed ON codes (batch, ledger, holder) WHERE redemption IS NOT NULL;
