-- +goose Up

-- Passes: tickets to what takes place in a window. Their seats are pieces of editions, their holders have grants.

CREATE TABLE passes (
    id         TEXT      NOT NULL PRIMARY KEY,
    collab     TEXT      NOT NULL, -- id, or '' for the store's own
    state      TEXT      NOT NULL, -- draft, on_sale, stopped, cancelled
    opens_at   TIMESTAMP NOT NULL, -- as in the body
    closes_at  TIMESTAMP NOT NULL,
    body       TEXT      NOT NULL, -- JSON: words, offers, rules
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version    BIGINT    NOT NULL
);
CREATE INDEX passes_on_offer ON passes (closes_at) WHERE state = 'on_sale';
CREATE INDEX passes_cancelled ON passes (id) WHERE state = 'cancelled';

ALTER TABLE orders ADD COLUMN kind TEXT NOT NULL DEFAULT '';    -- of what pack names: '' a pack, 'pass'
CREATE INDEX orders_of_passes ON orders (pack, id) WHERE kind = 'pass' AND state = 'fulfilled';

ALTER TABLE grants ADD COLUMN ticket BIGINT NOT NULL DEFAULT 0; -- of a pass: number of the ticket, from 1; 0 of packs
ALTER TABLE grants ADD COLUMN checked_in_at TIMESTAMP;          -- NULL: not yet
ALTER TABLE grants ADD COLUMN gate TEXT NOT NULL DEFAULT '';
CREATE INDEX grants_tickets ON grants (pack, id) WHERE ticket > 0;
