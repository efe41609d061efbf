-- +goose Up

-- What was done to the words of projects, by message and locale: the texts themselves are in files.
CREATE TABLE revisions (
    project     TEXT      NOT NULL,
    locale      TEXT      NOT NULL,
    message     TEXT      NOT NULL,
    number      BIGINT    NOT NULL,        -- from 1
    forms       TEXT      NOT NULL,        -- JSON: text by plural category
    source_hash TEXT      NOT NULL,        -- of the source that it was written for
    state       TEXT      NOT NULL,        -- translated, needs_work, reviewed, untranslated
    note        TEXT      NOT NULL,
    account     TEXT      NOT NULL,        -- who did it; '' when only the file is known
    origin      TEXT      NOT NULL,        -- web, api, file, review
    at          TIMESTAMP NOT NULL,
    latest      BIGINT    NOT NULL,        -- 1 for the last of its message
    PRIMARY KEY (project, locale, message, number)
);

CREATE INDEX revisions_latest ON revisions (project, locale, latest);
