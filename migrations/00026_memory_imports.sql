-- +goose Up

-- What other programs for translators remembered. The units of one file come and go together.
CREATE TABLE memory_imports (
    id      TEXT      NOT NULL PRIMARY KEY, -- mem_…
    project TEXT      NOT NULL,
    locale  TEXT      NOT NULL,
    source  TEXT      NOT NULL,             -- locale of the sources
    name    TEXT      NOT NULL,             -- such as the file's
    tool    TEXT      NOT NULL,             -- that wrote the file, or ''
    units   BIGINT    NOT NULL,
    account TEXT      NOT NULL,             -- who imported it
    at      TIMESTAMP NOT NULL,
    body    TEXT      NOT NULL              -- JSON: pairs of a text and its translation
);

CREATE INDEX memory_imports_locale ON memory_imports (project, locale);
