-- +goose Up

-- Holders who were given client tokens. A token names the person by id, so that it ends with the row: a
-- later holder of the same name is somebody else.
CREATE TABLE people (
    id           TEXT      NOT NULL PRIMARY KEY, -- UUID
    app          TEXT      NOT NULL REFERENCES apps (id),
    mode         TEXT      NOT NULL,             -- live, test
    holder       TEXT      NOT NULL,
    tokens_from  TIMESTAMP NOT NULL,             -- tokens that were made before open nothing
    UNIQUE (app, mode, holder)
);

-- The public half of the keys that sign client tokens. The other half is made of the key's secret, which is
-- kept nowhere: who reads the database can make no token.
ALTER TABLE keys ADD COLUMN client_key TEXT NOT NULL DEFAULT ''; -- base64 of Ed25519, '' before the first token
