-- +goose Up

-- Ledgers for trying things whose clocks were moved. Live ledgers have none.
CREATE TABLE clocks (
    ledger TEXT   NOT NULL PRIMARY KEY,
    ahead  BIGINT NOT NULL -- microseconds
);
