-- +goose Up

-- How much tax is charged in a region, and since when. Orders keep what they were charged, so rates may come and go.
CREATE TABLE taxes (
    id         TEXT      NOT NULL PRIMARY KEY,
    region     TEXT      NOT NULL, -- ISO 3166-1 alpha-2
    millionths BIGINT    NOT NULL CHECK (millionths > 0),
    included   BOOLEAN   NOT NULL, -- in prices as they are shown
    from_at    TIMESTAMP NOT NULL,
    until_at   TIMESTAMP,          -- no end when NULL
    version    BIGINT    NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX taxes_by_region ON taxes (region, from_at);
INSERT INTO counters (name, value) VALUES ('taxes', 0);

ALTER TABLE orders ADD COLUMN tax TEXT NOT NULL DEFAULT ''; -- JSON: in the price, '' for none
