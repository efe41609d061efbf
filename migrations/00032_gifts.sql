-- +goose Up

-- An order may be for somebody else than who pays. They see it once it is offered to them, and answer once.
ALTER TABLE orders ADD COLUMN recipient TEXT NOT NULL DEFAULT '';        -- '' for the holder
ALTER TABLE orders ADD COLUMN recipient_region TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN message TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN gift_state TEXT NOT NULL DEFAULT '';       -- pending, offered, accepted, declined, withdrawn
ALTER TABLE orders ADD COLUMN offered_at TIMESTAMP;
ALTER TABLE orders ADD COLUMN answered_at TIMESTAMP;
CREATE INDEX orders_by_recipient ON orders (ledger, recipient, id) WHERE recipient <> '';
CREATE UNIQUE INDEX orders_offered_once ON orders (ledger, recipient, pack) WHERE gift_state = 'offered';

-- Nobody is given what they bought, nor buys what they were given.
CREATE UNIQUE INDEX grants_bought_once ON grants (ledger, holder, pack)
    WHERE kind IN ('purchase', 'gift') AND revoked_at IS NULL;
DROP INDEX grants_purchased_once;
