-- +goose Up

-- What was said about whose rights a pack breaks, and in reply. Nothing here is public, and nothing changes.
CREATE TABLE claims (
    pack      TEXT      NOT NULL REFERENCES packs (id),
    number    BIGINT    NOT NULL,        -- from 1
    kind      TEXT      NOT NULL,        -- claim, counter_notice
    claimant  TEXT      NOT NULL,        -- who says it
    contact   TEXT      NOT NULL,
    statement TEXT      NOT NULL,
    account   TEXT      NOT NULL,        -- who put it on record
    at        TIMESTAMP NOT NULL,
    PRIMARY KEY (pack, number)
);
