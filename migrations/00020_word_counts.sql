-- +goose Up

-- How far the translations of each submitted pack are, worked out whenever its words or what was done to them
-- change. A locale that a pack has no words in has no row.
CREATE TABLE word_counts (
    pack       TEXT   NOT NULL,
    locale     TEXT   NOT NULL,
    source     BIGINT NOT NULL,           -- 1 for the pack's own language
    total      BIGINT NOT NULL,           -- messages of the source
    missing    BIGINT NOT NULL,           -- that are not translated
    translated BIGINT NOT NULL,           -- and neither reviewed nor in need of work
    needs_work BIGINT NOT NULL,
    reviewed   BIGINT NOT NULL,
    PRIMARY KEY (pack, locale)
);

CREATE INDEX word_counts_by_locale ON word_counts (locale, pack);

-- What was done to the words of a pack, in all locales.
CREATE INDEX revisions_by_message ON revisions (project, message);
