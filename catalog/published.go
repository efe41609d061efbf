package catalog

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/i18n"
)

// Published is what readers learn of one pack: everything that a snapshot needs, written whole by
// each publication. Its JSON is what stores keep. A pack that was stopped or banned stays, so that
// owners and recipients find it.
type Published struct {
	Sequence int64 `json:"-"` // of the catalog, given by the store when it was written

	Pack         string                 `json:"pack"` // id
	Slug         string                 `json:"slug"`
	State        State                  `json:"state"`
	Release      int                    `json:"release"`
	Detail       string                 `json:"detail"`    // name of the private asset with the Detail
	Manifests    []string               `json:"manifests"` // of release 1, 2, …; "" of one never on sale
	SourceLocale i18n.Locale            `json:"source_locale"`
	Titles       map[i18n.Locale]string `json:"titles"` // by locale
	Creator      Creator                `json:"creator"`
	Usage        Usage                  `json:"usage"`
	Tags         []string               `json:"tags"`
	Cover        Picture                `json:"cover"`
	Animated     bool                   `json:"animated"`
	Popularity   int64                  `json:"popularity"` // 0 until sends are counted
	Offers       []Offer                `json:"offers"`     // in force, in the order of SortOffers
	PublishedAt  time.Time              `json:"published_at"`
	UpdatedAt    time.Time              `json:"updated_at"`

	// Stickers are those of the release, in order. Keywords has, by locale, the keywords of each,
	// one a line, "" where there are none.
	Stickers []PublishedSticker       `json:"stickers"`
	Keywords map[i18n.Locale][]string `json:"keywords"`

	// Licence is the collab that the pack is under; nil for none. It bounds the offers.
	Licence *Licence `json:"licence,omitempty"`

	// Takedown is the tombstone of a banned pack; nil of any other.
	Takedown *Takedown `json:"takedown,omitempty"`

	// Former are the ids of stickers that only earlier releases have.
	Former []string `json:"former,omitempty"`
}

// PublishedSticker is what search and look-up need of a sticker.
type PublishedSticker struct {
	ID        string   `json:"id"`
	Shortcode string   `json:"shortcode"`
	Emoji     []string `json:"emoji"`
}

// stickerEntries appends where all stickers of the pack are found.
func (p Published) stickerEntries(entries []stickerEntry, ordinal int32) []stickerEntry {
	for _, sticker := range p.Stickers {
		if key, valid := stickerKey(sticker.ID); valid {
			entries = append(entries, stickerEntry{key, ordinal})
		}
	}
	for _, former := range p.Former {
		if key, valid := stickerKey(former); valid {
			entries = append(entries, stickerEntry{key, ordinal})
		}
	}
	return entries
}

// document is what search finds the pack by.
func (p Published) document(ordinal int32) search.Document {
	d := search.Document{
		ID: ordinal, Recency: p.PublishedAt.UnixMilli(), Key: p.Pack, Titles: p.Titles, Creator: p.Creator.Name,
		Tags: p.Tags, Keywords: p.Keywords, Items: make([]search.Item, 0, len(p.Stickers)),
	}
	for _, sticker := range p.Stickers {
		d.Items = append(d.Items, search.Item{Shortcode: sticker.Shortcode, Emoji: sticker.Emoji})
	}
	return d
}
