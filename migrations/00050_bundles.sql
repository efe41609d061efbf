-- +goose Up

-- Bundles: packs that are sold together. An order for one keeps what it gives, and for what part of its price each.

CREATE TABLE bundles (
    id         TEXT      NOT NULL PRIMARY KEY,
    state      TEXT      NOT NULL, -- draft, on_sale, stopped
    body       TEXT      NOT NULL, -- JSON: words, packs, offers, window
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version    BIGINT    NOT NULL
);
CREATE INDEX bundles_on_sale ON bundles (id) WHERE state = 'on_sale';

ALTER TABLE orders ADD COLUMN lines TEXT NOT NULL DEFAULT ''; -- of a bundle, JSON; '' of other orders
