-- +goose Up

-- What translators and reviewers say about a message in a locale.
CREATE TABLE comments (
    id          TEXT      NOT NULL PRIMARY KEY, -- cmt_…
    project     TEXT      NOT NULL,
    locale      TEXT      NOT NULL,
    message     TEXT      NOT NULL,
    account     TEXT      NOT NULL,             -- who wrote it
    text        TEXT      NOT NULL,
    at          TIMESTAMP NOT NULL,
    resolved_by TEXT      NOT NULL DEFAULT '',  -- who settled it; '' while it is open
    resolved_at TIMESTAMP
);

CREATE INDEX comments_message ON comments (project, locale, message);
