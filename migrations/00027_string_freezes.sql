-- +goose Up

-- For which versions of an app a channel was moved, and whether it is frozen where it stands.
ALTER TABLE string_moves ADD COLUMN min_app TEXT NOT NULL DEFAULT '';
ALTER TABLE string_moves ADD COLUMN max_app TEXT NOT NULL DEFAULT '';
ALTER TABLE string_moves ADD COLUMN frozen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE string_moves ADD COLUMN since TIMESTAMP;          -- when it came to hold the release; NULL for at
