-- +goose Up

-- Tiers: named rows of prices. An offer that names one keeps the price that it has of it.
CREATE TABLE tiers (
    name       TEXT      NOT NULL PRIMARY KEY,
    currencies TEXT      NOT NULL,       -- JSON object from ISO 4217 to minor units
    regions    TEXT      NOT NULL,       -- JSON object from region to a price of its own
    version    BIGINT    NOT NULL,       -- rises with every change
    updated_at TIMESTAMP NOT NULL
);
ALTER TABLE offers ADD COLUMN tier TEXT NOT NULL DEFAULT ''; -- '' is a price of its own
CREATE INDEX offers_by_tier ON offers (tier, pack);
