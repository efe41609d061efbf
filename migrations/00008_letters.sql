-- +goose Up

-- What letters list, and what people want none about.
ALTER TABLE letters ADD COLUMN points TEXT NOT NULL DEFAULT '[]';  -- JSON array; empty once it is sent
ALTER TABLE accounts ADD COLUMN muted TEXT NOT NULL DEFAULT '[]';  -- JSON array of topics
