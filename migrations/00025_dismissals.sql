-- +goose Up

-- Warnings of the checker that somebody said are none. One holds while neither the text nor its source changes.
CREATE TABLE dismissals (
    project     TEXT      NOT NULL,
    locale      TEXT      NOT NULL,
    message     TEXT      NOT NULL,
    finding     TEXT      NOT NULL, -- id of the check
    form        TEXT      NOT NULL, -- plural category, or ''
    source_hash TEXT      NOT NULL,
    revision    TEXT      NOT NULL, -- of the text
    reason      TEXT      NOT NULL,
    account     TEXT      NOT NULL, -- who said so
    at          TIMESTAMP NOT NULL,
    PRIMARY KEY (project, locale, message, finding, form)
);
