-- +goose Up

-- What people asked for who want an account. There is none until their address is confirmed.
CREATE TABLE sign_ups (
    hash          TEXT      NOT NULL PRIMARY KEY, -- SHA-256 of the token in the mail, hexadecimal
    email         TEXT      NOT NULL,
    studio        TEXT      NOT NULL,
    password_hash TEXT      NOT NULL, -- empty once it is used
    account       TEXT      NOT NULL, -- id that it is to have
    agreement     TEXT      NOT NULL, -- version that was accepted
    language      TEXT      NOT NULL, -- BCP 47
    created_at    TIMESTAMP NOT NULL,
    expires_at    TIMESTAMP NOT NULL,
    used_at       TIMESTAMP
);
CREATE INDEX sign_ups_by_email ON sign_ups (email);

ALTER TABLE accounts ADD COLUMN agreed TEXT NOT NULL DEFAULT ''; -- version that was accepted last
ALTER TABLE accounts ADD COLUMN agreed_at TIMESTAMP;
