-- +goose Up

-- Whom an event concerns, so that what changed for a holder, and all that is kept of them, is found.
ALTER TABLE events ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN recipient TEXT NOT NULL DEFAULT '';
UPDATE events SET holder = COALESCE(data ->> 'holder', ''), recipient = COALESCE(data ->> 'recipient', '') WHERE ledger <> '';
CREATE INDEX events_by_holder ON events (ledger, holder, sequence) WHERE holder <> '';
CREATE INDEX events_by_recipient ON events (ledger, recipient, sequence) WHERE recipient <> '';

-- What a reply is about: the id of an order or a redemption.
ALTER TABLE replies ADD COLUMN subject TEXT NOT NULL DEFAULT '';
UPDATE replies SET subject = COALESCE(outcome -> 'order' ->> 'id', outcome -> 'refund' ->> 'order', outcome -> 'grant' ->> 'source', '');
CREATE INDEX replies_by_subject ON replies (subject) WHERE subject <> '';
