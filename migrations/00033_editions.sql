-- +goose Up

-- Limited editions: how many pieces there are of a pack, and how many are taken. Of each pack there are two, as apps'
-- ledgers for trying things have pieces of their own.

CREATE TABLE editions (
    pack       TEXT      NOT NULL,
    test       BOOLEAN   NOT NULL,
    stock      BIGINT    NOT NULL CHECK (stock > 0),
    reserved   BIGINT    NOT NULL CHECK (reserved >= 0), -- held for orders
    issued     BIGINT    NOT NULL CHECK (issued >= 0 AND issued <= stock), -- highest number given out
    freed      TEXT      NOT NULL,                       -- numbers that came back: "3,17,428"
    updated_at TIMESTAMP NOT NULL,
    version    BIGINT    NOT NULL,
    PRIMARY KEY (pack, test)
);

ALTER TABLE orders ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE; -- a piece is held for it
CREATE INDEX orders_held ON orders (ledger, holder, pack) WHERE held;

ALTER TABLE grants ADD COLUMN serial BIGINT NOT NULL DEFAULT 0;    -- number of the piece; 0 of other packs
CREATE UNIQUE INDEX grants_serial ON grants (pack, (replace(ledger, ':test', '') = ledger), serial)
    WHERE serial > 0 AND revoked_at IS NULL;
