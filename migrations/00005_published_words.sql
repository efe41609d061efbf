-- +goose Up

-- Cover, titles, stickers and keywords of what readers see, packed: NULL where they stand in body.

ALTER TABLE published ADD COLUMN words BYTEA;
