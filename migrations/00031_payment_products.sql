-- +goose Up

-- What the payer's device buys at a store of products: paid for another one, an order is not.
ALTER TABLE payments ADD COLUMN product TEXT NOT NULL DEFAULT '';
