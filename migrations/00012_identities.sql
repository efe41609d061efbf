-- +goose Up

-- Who people are at a provider of OpenID Connect.
CREATE TABLE identities (
    issuer    TEXT      NOT NULL,
    subject   TEXT      NOT NULL,
    account   TEXT      NOT NULL REFERENCES accounts (id),
    linked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_account ON identities (account);
