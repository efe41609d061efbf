-- +goose Up

-- A gateway may give money back by itself unless it is told in time that what was paid for was given.
ALTER TABLE payments ADD COLUMN acknowledge_by TIMESTAMP; -- NULL: it waits for nothing
ALTER TABLE payments ADD COLUMN acknowledged BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX payments_unacknowledged ON payments (acknowledge_by) WHERE acknowledge_by IS NOT NULL AND NOT acknowledged;

-- The number by which the payer knows their purchase, where that is not the payment's id.
ALTER TABLE payments ADD COLUMN number TEXT NOT NULL DEFAULT '';
CREATE INDEX payments_number ON payments (number) WHERE number <> '';
