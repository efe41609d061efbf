-- +goose Up

-- Parts of locales that translators are to work on by a day.
CREATE TABLE assignments (
    id         TEXT      NOT NULL PRIMARY KEY, -- asn_…
    version    BIGINT    NOT NULL,             -- from 1; counts changes
    project    TEXT      NOT NULL,
    locale     TEXT      NOT NULL,
    what       TEXT      NOT NULL,             -- missing, outdated, unreviewed, matching
    translator TEXT      NOT NULL,             -- account
    assigner   TEXT      NOT NULL,             -- account
    note       TEXT      NOT NULL,
    messages   TEXT      NOT NULL,             -- JSON: revisions of the texts when the work was given, by id
    words      BIGINT    NOT NULL,
    characters BIGINT    NOT NULL,
    due        TIMESTAMP NOT NULL,             -- the day, at its beginning in UTC
    at         TIMESTAMP NOT NULL,
    reminded   BIGINT    NOT NULL,             -- 1: letters said that it is due
    done_at    TIMESTAMP,
    cancelled  TIMESTAMP,
    is_open    BIGINT    NOT NULL              -- 1 while it is neither done nor cancelled
);

CREATE INDEX assignments_open ON assignments (is_open, project, locale);
