-- +goose Up

-- How an app's holders come in with tokens of its own. An issuer's tokens for an audience are of one app.
CREATE TABLE issuers (
    app      TEXT      NOT NULL REFERENCES apps (id),
    mode     TEXT      NOT NULL, -- live, test
    name     TEXT      NOT NULL, -- claim iss
    audience TEXT      NOT NULL,
    claim    TEXT      NOT NULL, -- that names the holder
    family   TEXT      NOT NULL, -- of algorithms
    keys_url TEXT      NOT NULL, -- '' unless the keys are there
    keys     TEXT      NOT NULL, -- JWK set, or ''
    secret   TEXT      NOT NULL, -- base64, or ''
    set_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (app, mode),
    UNIQUE (name, audience)
);
