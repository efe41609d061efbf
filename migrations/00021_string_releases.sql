-- +goose Up

-- How the words of projects are delivered: releases, and where channels stand.
CREATE TABLE string_projects (
    project TEXT   NOT NULL PRIMARY KEY,
    mode    TEXT   NOT NULL,               -- live, released
    version BIGINT NOT NULL                -- from 1: of the mode
);

CREATE TABLE string_releases (
    project TEXT      NOT NULL,
    id      TEXT      NOT NULL,            -- names the content
    number  BIGINT    NOT NULL,            -- from 1, for each project
    body    TEXT      NOT NULL,            -- JSON: source, related locales, threshold, digests of texts by locale
    note    TEXT      NOT NULL,
    account TEXT      NOT NULL,
    at      TIMESTAMP NOT NULL,
    PRIMARY KEY (project, id)
);
CREATE UNIQUE INDEX string_releases_by_number ON string_releases (project, number);

-- The texts of one locale; releases share those that did not change.
CREATE TABLE string_texts (
    project TEXT NOT NULL,
    digest  TEXT NOT NULL,                 -- SHA-256 of the body
    body    TEXT NOT NULL,                 -- JSON: messages
    PRIMARY KEY (project, digest)
);

-- What a file of a digest is made of.
CREATE TABLE string_files (
    project TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    format  TEXT NOT NULL,
    locale  TEXT NOT NULL,
    release TEXT NOT NULL,                 -- one that has it
    PRIMARY KEY (project, sha256, format)
);

CREATE TABLE string_moves (
    project TEXT      NOT NULL,
    channel TEXT      NOT NULL,
    number  BIGINT    NOT NULL,            -- from 1, for each channel
    release TEXT      NOT NULL,
    before  TEXT      NOT NULL,            -- release until then; '' for none
    back    BIGINT    NOT NULL,            -- number of the move that a rollback goes back to; 0 for none
    back_to TEXT      NOT NULL,            -- its release; '' for none
    kind    TEXT      NOT NULL,            -- begun, promoted, rolled_back
    note    TEXT      NOT NULL,
    account TEXT      NOT NULL,
    at      TIMESTAMP NOT NULL,
    latest  BIGINT    NOT NULL,            -- 1 for the last of its channel
    PRIMARY KEY (project, channel, number)
);
CREATE INDEX string_moves_latest ON string_moves (latest);

INSERT INTO counters (name, value) VALUES ('strings', 0);
