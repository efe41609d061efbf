-- +goose Up

-- What a locale said when it was given out as a file, so that the file can be merged when it comes back.
CREATE TABLE word_bases (
    project   TEXT      NOT NULL,
    locale    TEXT      NOT NULL,
    hash      TEXT      NOT NULL,          -- of the revisions
    revisions TEXT      NOT NULL,          -- JSON: revision by message
    at        TIMESTAMP NOT NULL,
    PRIMARY KEY (project, locale, hash)
);

CREATE INDEX word_bases_by_time ON word_bases (at);
