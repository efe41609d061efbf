-- +goose Up

-- How far each locale of all packs is, is added up from this index alone.
CREATE INDEX word_counts_sums ON word_counts (locale, source, total, missing, translated, needs_work, reviewed);
