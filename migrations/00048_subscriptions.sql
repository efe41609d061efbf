-- +goose Up

-- Subscriptions: what is sold by the period, and gives the use of a pool of packs while it lasts.

CREATE TABLE subscriptions (
    id         TEXT      NOT NULL PRIMARY KEY,
    state      TEXT      NOT NULL, -- draft, on_sale, stopped
    body       TEXT      NOT NULL, -- JSON: words, period, offers
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version    BIGINT    NOT NULL
);

-- Which packs may be used by those who have a grant of a pool: no row for a pack and a holder.
CREATE TABLE pool_packs (
    pool     TEXT      NOT NULL, -- id of a subscription or of a brand
    pack     TEXT      NOT NULL,
    since    TIMESTAMP NOT NULL,
    until_at TIMESTAMP,          -- NULL: it is in
    PRIMARY KEY (pool, pack, since)
);
CREATE UNIQUE INDEX pool_packs_now ON pool_packs (pool, pack) WHERE until_at IS NULL;

ALTER TABLE orders ADD COLUMN period TEXT NOT NULL DEFAULT '';   -- of a subscription: ISO 8601, as it was ordered

ALTER TABLE grants ADD COLUMN number BIGINT NOT NULL DEFAULT 0;  -- of a pool: the holder's grants of it are numbered from 1
ALTER TABLE grants ADD COLUMN anchor BIGINT NOT NULL DEFAULT 0;  -- of a subscription: day of the month that its months go by
ALTER TABLE grants ADD COLUMN proof TEXT NOT NULL DEFAULT '';    -- of a membership: by which the app knows
CREATE UNIQUE INDEX grants_of_pools ON grants (ledger, holder, pack, number) WHERE kind IN ('subscription', 'membership');
CREATE INDEX grants_by_pool ON grants (pack, ledger, valid_until) WHERE kind IN ('subscription', 'membership');
