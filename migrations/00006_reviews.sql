-- +goose Up

-- Reviews: what waits for a decision, since when, and every step that a release took.

ALTER TABLE releases ADD COLUMN waiting_since TIMESTAMP; -- submission or appeal; NULL: nothing is asked
ALTER TABLE releases ADD COLUMN decided_at TIMESTAMP;    -- first decision; NULL before it
UPDATE releases SET waiting_since = at WHERE state IN ('submitted', 'in_review') AND NOT direct
    AND number = (SELECT MAX(number) FROM releases AS latest WHERE latest.pack = releases.pack);
CREATE INDEX releases_waiting ON releases (waiting_since, pack);

CREATE TABLE review_steps (
    pack    TEXT      NOT NULL REFERENCES packs (id),
    number  BIGINT    NOT NULL,          -- from 1, over all releases of the pack
    release BIGINT    NOT NULL,
    state   TEXT      NOT NULL,          -- that the step led to
    account TEXT      NOT NULL,          -- who took it
    reasons TEXT      NOT NULL,          -- JSON array
    note    TEXT      NOT NULL,
    at      TIMESTAMP NOT NULL,
    PRIMARY KEY (pack, number)
);
