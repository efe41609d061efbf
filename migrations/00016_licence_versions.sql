-- +goose Up

-- Two who edit a brand or a collab at once learn of each other; so does a pack that comes under one.
ALTER TABLE brands ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE collabs ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
