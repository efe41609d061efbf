-- +goose Up

-- What a session was started with.
ALTER TABLE keys ADD COLUMN browser TEXT NOT NULL DEFAULT ''; -- name of a browser or a program; empty: unknown
ALTER TABLE keys ADD COLUMN system  TEXT NOT NULL DEFAULT ''; -- name of what it runs on; empty: unknown
