-- +goose Up

-- How far a pack's words must be before an offer opens, and whether they were.
ALTER TABLE offers ADD COLUMN words TEXT NOT NULL DEFAULT '';           -- '', complete, reviewed
ALTER TABLE offers ADD COLUMN worded BOOLEAN NOT NULL DEFAULT FALSE;
