-- +goose Up

-- A sticker that says something needs a picture in every language.
ALTER TABLE stickers ADD COLUMN says BOOLEAN NOT NULL DEFAULT FALSE;

-- What the common picture looks like: a perceptual hash as JSON, '' where it is not known, and three parts of
-- it. Of two pictures that look alike at least one part is the same.
ALTER TABLE stickers ADD COLUMN print TEXT NOT NULL DEFAULT '';
ALTER TABLE stickers ADD COLUMN print_first BIGINT;
ALTER TABLE stickers ADD COLUMN print_second BIGINT;
ALTER TABLE stickers ADD COLUMN print_third BIGINT;
CREATE INDEX stickers_by_print_first ON stickers (print_first);
CREATE INDEX stickers_by_print_second ON stickers (print_second);
CREATE INDEX stickers_by_print_third ON stickers (print_third);
