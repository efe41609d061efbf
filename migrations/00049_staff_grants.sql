-- +goose Up

-- Packs that the staff gave: who gave them, and why. What they entitle to stands in grants.
CREATE TABLE staff_grants (
    id         TEXT   NOT NULL PRIMARY KEY,
    ledger     TEXT   NOT NULL,
    holder     TEXT   NOT NULL,
    pack       TEXT   NOT NULL,
    grant_id   TEXT   NOT NULL,
    reason     TEXT   NOT NULL, -- '' once the holder is erased
    given_by   TEXT   NOT NULL, -- account
    day        TEXT   NOT NULL, -- of UTC: 2026-11-23
    number     BIGINT NOT NULL, -- among those of the account and day, from 1, so that a limit holds
    revoked_by TEXT   NOT NULL, -- account, or ''
    withdrawn  TEXT   NOT NULL, -- why it was taken back, or ''
    UNIQUE (given_by, day, number)
);
CREATE INDEX staff_grants_by_holder ON staff_grants (ledger, holder, id);
