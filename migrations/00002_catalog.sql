-- +goose Up

-- Packs as those see them who make them, and what was published of them.

CREATE TABLE creators (
    id      TEXT NOT NULL PRIMARY KEY,
    slug    TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    account TEXT NOT NULL                 -- that it belongs to; '' when it is the store's own
);
CREATE INDEX creators_by_account ON creators (account, slug);

CREATE TABLE packs (
    id            TEXT      NOT NULL PRIMARY KEY,
    slug          TEXT      NOT NULL UNIQUE,
    creator       TEXT      NOT NULL REFERENCES creators (id),
    usage         TEXT      NOT NULL,     -- sticker, emoticon
    source_locale TEXT      NOT NULL,     -- BCP 47
    tags          TEXT      NOT NULL,     -- JSON array of strings
    copyright     TEXT      NOT NULL,
    state         TEXT      NOT NULL,     -- unpublished, on_sale, stopped, banned
    current       BIGINT    NOT NULL,     -- number of the release on sale; 0 before the first
    version       BIGINT    NOT NULL,     -- rises with every change
    published_at  TIMESTAMP,              -- first publication
    created_at    TIMESTAMP NOT NULL,
    updated_at    TIMESTAMP NOT NULL
);
CREATE INDEX packs_by_creator ON packs (creator, id);

-- What was made of an upload. Written once.
CREATE TABLE pictures (
    upload TEXT NOT NULL PRIMARY KEY,     -- SHA-256 of the original, hexadecimal
    body   TEXT NOT NULL                  -- JSON
);

-- The stickers of drafts. Those of releases are in manifests, which are assets.
CREATE TABLE stickers (
    pack      TEXT   NOT NULL REFERENCES packs (id),
    position  BIGINT NOT NULL,            -- from 0
    id        TEXT   NOT NULL UNIQUE,
    shortcode TEXT   NOT NULL,
    emoji     TEXT   NOT NULL,            -- JSON array of strings
    images    TEXT   NOT NULL,            -- JSON object from locale, '' the main one, to upload
    PRIMARY KEY (pack, position)
);

CREATE TABLE offers (
    pack           TEXT   NOT NULL REFERENCES packs (id),
    position       BIGINT NOT NULL,       -- by region and opening, from 0
    region         TEXT   NOT NULL,       -- ISO 3166-1 alpha-2, or 001
    price_amount   BIGINT,                -- minor units; NULL when free
    price_currency TEXT,                  -- ISO 4217
    opens_at       TIMESTAMP,             -- NULL: always was
    closes_at      TIMESTAMP,             -- NULL: never
    audience       TEXT   NOT NULL,       -- everyone, members, code_holders
    wave           TEXT   NOT NULL,       -- name, or ''
    PRIMARY KEY (pack, position)
);

CREATE TABLE releases (
    pack     TEXT      NOT NULL REFERENCES packs (id),
    number   BIGINT    NOT NULL,          -- from 1
    state    TEXT      NOT NULL,          -- submitted, in_review, approved, rejected
    direct   BOOLEAN   NOT NULL,          -- published without review
    manifest TEXT      NOT NULL,          -- name of the asset that holds its content
    author   TEXT      NOT NULL,          -- account that froze it
    at       TIMESTAMP NOT NULL,
    PRIMARY KEY (pack, number)
);

-- Words of packs: all that a pack says in one locale is one row.
CREATE TABLE words (
    pack    TEXT NOT NULL,                -- the key's part before the first dot
    channel TEXT NOT NULL,                -- draft, live
    locale  TEXT NOT NULL,                -- BCP 47
    body    TEXT NOT NULL,                -- JSON object from the rest of the key to the text
    PRIMARY KEY (pack, channel, locale)
);

-- What readers see of each pack, as it was published last.
CREATE TABLE published (
    pack     TEXT   NOT NULL PRIMARY KEY REFERENCES packs (id),
    sequence BIGINT NOT NULL UNIQUE,
    body     TEXT   NOT NULL              -- JSON
);

-- Numbers that rise in the transaction of what they count.
CREATE TABLE counters (
    name  TEXT   NOT NULL PRIMARY KEY,    -- catalog: of publications; words: changes of live words
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('catalog', 0), ('words', 0);
