-- +goose Up

-- What designers propose that their packs be offered for, and what was decided. Of a pack one is open.
CREATE TABLE proposals (
    pack       TEXT      NOT NULL REFERENCES packs (id),
    number     BIGINT    NOT NULL,       -- from 1
    offers     TEXT      NOT NULL,       -- JSON array
    note       TEXT      NOT NULL,
    state      TEXT      NOT NULL,       -- open, accepted, changed, declined, withdrawn
    account    TEXT      NOT NULL,       -- who proposed it
    at         TIMESTAMP NOT NULL,
    reason     TEXT      NOT NULL,       -- of the decision
    decided_by TEXT      NOT NULL,
    decided_at TIMESTAMP,
    PRIMARY KEY (pack, number)
);
CREATE INDEX proposals_by_state ON proposals (state, at, pack);
