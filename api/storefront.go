package api

import "time"

// List is one page of rows. Next is nil on the last page; otherwise it is the cursor of the next.
type List[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next" doc:"cursor of the next page; null on the last"`
}

// Region is a market that is open.
type Region struct {
	Region        string   `json:"region" doc:"ISO 3166-1 alpha-2" example:"KR"`
	Name          string   `json:"name" doc:"in the region's default locale" example:"대한민국"`
	Currency      string   `json:"currency" doc:"ISO 4217" example:"KRW"`
	Locales       []string `json:"locales" doc:"BCP 47 tags that the store speaks, the default first"`
	DefaultLocale string   `json:"default_locale" example:"ko"`
}

// Money is an amount in minor units of a currency, and how the reader's locale writes it.
type Money struct {
	Amount   int64  `json:"amount" doc:"minor units of the currency" example:"2500"`
	Currency string `json:"currency" doc:"ISO 4217" example:"KRW"`
	Display  string `json:"display,omitempty" doc:"as the locale writes it" example:"₩2,500"`
}

// Image is one picture that can be fetched: its bytes never change under its address.
type Image struct {
	URL    string `json:"url" doc:"path-absolute unless the operator set a public address"`
	Type   string `json:"type" doc:"media type" example:"image/webp"`
	Width  int    `json:"width" doc:"pixels"`
	Height int    `json:"height" doc:"pixels"`
	Bytes  int64  `json:"bytes" doc:"size in bytes"`
	SHA256 string `json:"sha256" doc:"digest of the bytes, lower-case hex"`
}

// Creator made a pack.
type Creator struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Offer says how a pack stands in the storefront's region.
type Offer struct {
	State    string     `json:"state" enum:"open,announced,closed,sold_out,not_offered"`
	OpensAt  *time.Time `json:"opens_at" doc:"null when it was always open"`
	ClosesAt *time.Time `json:"closes_at" doc:"null when it has no end"`
	Audience string     `json:"audience" enum:"everyone,members,code_holders"`
}

// PackSummary is a pack in a list.
type PackSummary struct {
	ID           string    `json:"id"`
	Slug         string    `json:"slug"`
	Release      int       `json:"release" doc:"number of the release on sale"`
	Title        string    `json:"title"`
	TitleLocale  string    `json:"title_locale" doc:"the locale that the title is in"`
	Creator      Creator   `json:"creator"`
	Usage        string    `json:"usage" enum:"sticker,emoticon"`
	Animated     bool      `json:"animated"`
	StickerCount int       `json:"sticker_count"`
	Cover        *Image    `json:"cover"`
	Price        *Money    `json:"price" doc:"null when free"`
	Tax          *PriceTax `json:"tax,omitempty" doc:"in the price or on top of it; left out where the store charges none"`
	Offer        Offer     `json:"offer"`
	Rating       *string   `json:"rating" doc:"age rating; null when none was given"`
	Tags         []string  `json:"tags"`
	UpdatedAt    time.Time `json:"updated_at"`
}

// Pack is a pack with all that its page shows.
type Pack struct {
	PackSummary
	Description       string                   `json:"description"`
	DescriptionLocale string                   `json:"description_locale"`
	Collab            *CollabRef               `json:"collab" doc:"null when the pack belongs to no collab"`
	Copyright         string                   `json:"copyright"`
	Languages         []string                 `json:"languages" doc:"locales that the pack's title is in"`
	Stickers          []Sticker                `json:"stickers"`
	Related           []PackSummary            `json:"related"`
	Words             map[string]LocalizedPack `json:"words,omitempty" doc:"every language, with ?locales=all"`
}

// LocalizedPack is a pack's words in one language.
type LocalizedPack struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// CollabRef names the collab that a pack belongs to.
type CollabRef struct {
	Slug        string `json:"slug"`
	Name        string `json:"name" doc:"its title, in the storefront's language where it is there in it"`
	Brand       Brand  `json:"brand"`
	Attribution string `json:"attribution" doc:"to be shown beside its packs"`
}

// Ref is what a chat app puts into a message. It shows exactly the picture that was sent.
type Ref struct {
	ID      string `json:"id" doc:"sticker id"`
	Release int    `json:"release"`
	SHA256  string `json:"sha256" doc:"best picture that the sender's reader may see"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Alt     string `json:"alt"`
}

// Sticker is one image of a pack.
type Sticker struct {
	ID         string   `json:"id"`
	Ref        Ref      `json:"ref"`
	Shortcode  string   `json:"shortcode"`
	Emoji      []string `json:"emoji"`
	Alt        string   `json:"alt"`
	Keywords   []string `json:"keywords"`
	Animated   bool     `json:"animated"`
	DurationMS int64    `json:"duration_ms" doc:"0 for a still"`
	Images     []Image  `json:"images" doc:"a ladder, best first"`
	Still      Image    `json:"still" doc:"without motion"`
	Thumb      Image    `json:"thumb" doc:"128 px"`
	ThumbHash  string   `json:"thumbhash" doc:"base64, shown while the picture loads"`
}

// StickerInPack is a sticker together with the pack that it is of.
type StickerInPack struct {
	Sticker
	Pack PackSummary `json:"pack"`
}

// Section is one row of the front page.
type Section struct {
	ID    string        `json:"id"`
	Kind  string        `json:"kind" enum:"featured,new,top,seasonal,collab,free"`
	Title string        `json:"title"`
	Packs []PackSummary `json:"packs"`
}

// FrontPage is what a storefront shows first.
type FrontPage struct {
	Revision string    `json:"revision"`
	Sections []Section `json:"sections"`
}

// SearchResult is what was found, best first.
type SearchResult struct {
	Packs    []PackSummary   `json:"packs"`
	Stickers []StickerInPack `json:"stickers"`
}

// Changes is what a client must do to bring its copy of a storefront up to Revision.
type Changes struct {
	Revision string        `json:"revision"`
	Upserted []PackSummary `json:"upserted"`
	Removed  []string      `json:"removed" doc:"pack ids"`
	Next     *string       `json:"next"`
}

// ResolveRequest asks what messages show.
type ResolveRequest struct {
	Refs   []RefKey `json:"refs" minItems:"1" maxItems:"100"`
	Region string   `json:"region,omitempty" doc:"storefront for the pack's price and offer"`
	Locale string   `json:"locale,omitempty" doc:"language of the words"`
}

// RefKey is the part of a Ref that finds its picture; a whole Ref may be sent.
type RefKey struct {
	ID      string `json:"id"`
	Release int    `json:"release,omitempty" doc:"0 means the release on sale"`
	SHA256  string `json:"sha256,omitempty"`
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
	Alt     string `json:"alt,omitempty"`
}

// Resolved answers a ResolveRequest, in its order; stickers that are unknown are left out.
type Resolved struct {
	Items []StickerInPack `json:"items"`
}
