-- +goose Up

-- Letters that wait to be sent. They are committed with the change that they tell of.
CREATE TABLE letters (
    id         TEXT      NOT NULL PRIMARY KEY,
    recipient  TEXT      NOT NULL,
    locale     TEXT      NOT NULL,
    kind       TEXT      NOT NULL,
    facts      TEXT      NOT NULL, -- JSON object of strings; empty once it is sent: some are secret
    created_at TIMESTAMP NOT NULL,
    due_at     TIMESTAMP,          -- NULL: sent, or given up
    attempts   BIGINT    NOT NULL,
    sent_at    TIMESTAMP,
    failure    TEXT      NOT NULL  -- why it was not sent the last time
);
CREATE INDEX letters_due ON letters (due_at);

-- A ticket lets whoever got it by mail do one thing once.
CREATE TABLE tickets (
    hash       TEXT      NOT NULL PRIMARY KEY, -- SHA-256 of the token, hexadecimal
    account    TEXT      NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);
CREATE INDEX tickets_by_account ON tickets (account);

ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- BCP 47, of mails to them
ALTER TABLE accounts ADD COLUMN disabled_at TIMESTAMP;
