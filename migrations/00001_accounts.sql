-- +goose Up

-- Chat applications, staff, and the keys of both.

CREATE TABLE apps (
    id         TEXT      NOT NULL PRIMARY KEY,
    name       TEXT      NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE accounts (
    id            TEXT      NOT NULL PRIMARY KEY,
    email         TEXT      NOT NULL UNIQUE, -- lower case
    roles         TEXT      NOT NULL,        -- JSON array of strings
    locales       TEXT      NOT NULL,        -- JSON array of BCP 47 tags
    password_hash TEXT      NOT NULL,        -- argon2id
    created_at    TIMESTAMP NOT NULL
);

-- A key belongs to an app or to an account. A session is a key of an account with an end.
CREATE TABLE keys (
    id         TEXT      NOT NULL PRIMARY KEY,
    kid        TEXT      NOT NULL UNIQUE, -- the public part of the token
    hash       TEXT      NOT NULL,        -- SHA-256 of the secret part, hexadecimal
    app        TEXT      REFERENCES apps (id),
    account    TEXT      REFERENCES accounts (id),
    mode       TEXT      NOT NULL,        -- live, test, staff
    scopes     TEXT      NOT NULL,        -- JSON array of strings
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    revoked_at TIMESTAMP,
    last_used  TIMESTAMP,
    CHECK ((app IS NULL) <> (account IS NULL))
);
CREATE INDEX keys_by_app ON keys (app);
CREATE INDEX keys_by_account ON keys (account);

-- What every store commits together with its own change.

CREATE TABLE events (
    id       TEXT      NOT NULL PRIMARY KEY,
    sequence BIGINT    UNIQUE,            -- readers' cursor: the order of commits, without gaps
    ledger   TEXT      NOT NULL,          -- the books it concerns; '' is the store as a whole
    type     TEXT      NOT NULL,
    subject  TEXT      NOT NULL,          -- id of what it happened to
    data     TEXT      NOT NULL,          -- JSON
    at       TIMESTAMP NOT NULL
);

CREATE TABLE audit (
    id         TEXT      NOT NULL PRIMARY KEY,
    sequence   BIGINT    UNIQUE,
    actor      TEXT      NOT NULL,
    action     TEXT      NOT NULL,
    subject    TEXT      NOT NULL,
    before     TEXT      NOT NULL,        -- JSON, '' when there was nothing
    after      TEXT      NOT NULL,        -- JSON, '' when nothing is left
    request_id TEXT      NOT NULL,
    at         TIMESTAMP NOT NULL
);

CREATE TABLE replies (
    ledger       TEXT      NOT NULL,
    key          TEXT      NOT NULL,      -- the client's Idempotency-Key
    request_hash TEXT      NOT NULL,
    outcome      TEXT      NOT NULL,      -- JSON
    at           TIMESTAMP NOT NULL,
    PRIMARY KEY (ledger, key)
);
