-- +goose Up

-- What a holder made of their packs. Every change of a shelf or a favourite is the next version of the shelf.
CREATE TABLE shelves (
    ledger   TEXT   NOT NULL,
    holder   TEXT   NOT NULL,
    id       TEXT   NOT NULL, -- that of nobody else who is called so later
    version  BIGINT NOT NULL,
    arranged BIGINT NOT NULL, -- version at which the packs or what is hidden changed last
    floor    BIGINT NOT NULL, -- version up to which removed favourites are forgotten
    packs    TEXT   NOT NULL, -- JSON array of pack ids, in the holder's order
    hidden   TEXT   NOT NULL, -- JSON array of pack ids
    PRIMARY KEY (ledger, holder)
);

CREATE TABLE favourites (
    ledger   TEXT      NOT NULL,
    holder   TEXT      NOT NULL,
    sticker  TEXT      NOT NULL,
    pack     TEXT      NOT NULL,
    added_at TIMESTAMP NOT NULL,
    version  BIGINT    NOT NULL, -- of the shelf, when it was added or removed
    removed  BOOLEAN   NOT NULL,
    PRIMARY KEY (ledger, holder, sticker)
);
CREATE INDEX favourites_by_version ON favourites (ledger, holder, version);

CREATE TABLE recents (
    ledger   TEXT NOT NULL,
    holder   TEXT NOT NULL,
    stickers TEXT NOT NULL, -- JSON array, the latest first
    PRIMARY KEY (ledger, holder)
);

-- What was sent is counted by the day; single messages are not kept. Their ids are, as hashes, for as long as the
-- same could be told again.
CREATE TABLE pack_sends (
    ledger TEXT   NOT NULL,
    day    BIGINT NOT NULL, -- since 1970, UTC
    pack   TEXT   NOT NULL,
    sends  BIGINT NOT NULL,
    PRIMARY KEY (ledger, day, pack)
);
CREATE TABLE send_ids (
    id  TEXT   NOT NULL PRIMARY KEY,
    day BIGINT NOT NULL
);
CREATE INDEX send_ids_by_day ON send_ids (day);
