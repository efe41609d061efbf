-- +goose Up

-- How much each key, holder or address has asked lately, of whatever process. A bucket that is full
-- may be forgotten.
CREATE TABLE buckets (
    name    TEXT   NOT NULL PRIMARY KEY,
    full_at BIGINT NOT NULL              -- when it is full again: microseconds since 1970, UTC
);
CREATE INDEX buckets_by_fullness ON buckets (full_at);
