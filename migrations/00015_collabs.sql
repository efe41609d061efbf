-- +goose Up

-- Who owns licensed work, and their licences to packs.
CREATE TABLE brands (
    id   TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

CREATE TABLE collabs (
    id    TEXT NOT NULL PRIMARY KEY,
    slug  TEXT NOT NULL UNIQUE,
    brand TEXT NOT NULL REFERENCES brands (id),
    body  TEXT NOT NULL -- JSON: words, territory, term, shares
);
CREATE INDEX collabs_by_brand ON collabs (brand);

ALTER TABLE packs ADD COLUMN collab TEXT NOT NULL DEFAULT '';
CREATE INDEX packs_by_collab ON packs (collab);
