-- +goose Up

-- Every audit entry carries the hash of the one before it. '' in hash: it is in no chain.
ALTER TABLE audit ADD COLUMN previous TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';

-- Where the chain ends: one row, which whoever adds entries moves. It is missing until what was there before is chained.
CREATE TABLE audit_chain (
    id       TEXT   NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash     TEXT   NOT NULL
);

CREATE INDEX audit_by_actor ON audit (actor, sequence);
CREATE INDEX audit_by_action ON audit (action, sequence);
CREATE INDEX audit_by_subject ON audit (subject, sequence);
CREATE INDEX audit_by_time ON audit (at, sequence);
CREATE INDEX audit_outside ON audit (id) WHERE hash = '';
