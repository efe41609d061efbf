-- +goose Up

-- Coins: what holders have, in lots that end at their own time, what is sold to them, and what a coin is
-- worth. All lots of a holder change under the version of their wallet.

CREATE TABLE wallets (
    ledger  TEXT   NOT NULL,
    holder  TEXT   NOT NULL,
    owed    BIGINT NOT NULL CHECK (owed >= 0), -- spent coins whose top-up was given back
    version BIGINT NOT NULL,
    PRIMARY KEY (ledger, holder)
);

CREATE TABLE coin_lots (
    ledger    TEXT   NOT NULL,
    holder    TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    order_id  TEXT   NOT NULL REFERENCES orders (id),
    asset     TEXT   NOT NULL,              -- COIN_PAID or COIN_BONUS
    remaining BIGINT NOT NULL CHECK (remaining >= 0),
    ended     BIGINT NOT NULL CHECK (ended >= 0), -- unspent
    ends_at   TIMESTAMP,                    -- NULL: never
    version   BIGINT NOT NULL,
    PRIMARY KEY (ledger, holder, id)
);
CREATE INDEX coin_lots_left ON coin_lots (ledger, holder) WHERE remaining > 0;
CREATE INDEX coin_lots_ending ON coin_lots (ends_at) WHERE remaining > 0 AND ends_at IS NOT NULL;
CREATE INDEX coin_lots_by_order ON coin_lots (order_id);

-- What orders took from lots.
CREATE TABLE coin_uses (
    order_id     TEXT   NOT NULL REFERENCES orders (id),
    line         BIGINT NOT NULL,           -- from 1
    lot          TEXT   NOT NULL,
    source       TEXT   NOT NULL,           -- the lot's order
    asset        TEXT   NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    returned     BIGINT NOT NULL CHECK (returned >= 0 AND returned <= amount),
    seconds_left BIGINT,                    -- that the lot had; NULL when it had no end
    version      BIGINT NOT NULL,
    PRIMARY KEY (order_id, line)
);

CREATE TABLE coin_packages (
    name       TEXT      NOT NULL PRIMARY KEY,
    paid       BIGINT    NOT NULL,
    bonus      BIGINT    NOT NULL,
    paid_days  BIGINT    NOT NULL,          -- that they last; 0 for ever
    bonus_days BIGINT    NOT NULL,
    tier       TEXT      NOT NULL,          -- '' costs nothing
    closed     BOOLEAN   NOT NULL,
    version    BIGINT    NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE coin_rates (
    currency TEXT      NOT NULL,
    from_at  TIMESTAMP NOT NULL,
    coins    BIGINT    NOT NULL,            -- so many
    amount   BIGINT    NOT NULL,            -- are so many minor units
    PRIMARY KEY (currency, from_at)
);

-- An order for coins keeps what was offered; one that was paid with coins, how many of which kind.
ALTER TABLE orders ADD COLUMN coin_package TEXT NOT NULL DEFAULT ''; -- '' for a pack
ALTER TABLE orders ADD COLUMN coins_paid BIGINT;                      -- that it brings, or was paid with
ALTER TABLE orders ADD COLUMN coins_bonus BIGINT;
ALTER TABLE orders ADD COLUMN paid_days BIGINT NOT NULL DEFAULT 0;    -- that those it brings last; 0 for ever
ALTER TABLE orders ADD COLUMN bonus_days BIGINT NOT NULL DEFAULT 0;
