package catalog

import (
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of packs.
var (
	// ErrPackNotFound: no pack of that id or slug, or none that the caller may see. Facts: pack.
	ErrPackNotFound = fault.Define(fault.NotFound, "pack-not-found")
	// ErrPackStale: the pack was changed since the caller read it. Facts: pack, version (of now).
	ErrPackStale = fault.Define(fault.Stale, "pack-stale")
	// ErrSlugTaken: another pack has that slug. Facts: slug.
	ErrSlugTaken = fault.Define(fault.Conflict, "slug-taken")
	// ErrPackBanned: a banned pack takes no change but by lifting the ban. Facts: pack.
	ErrPackBanned = fault.Define(fault.Conflict, "pack-banned")
	// ErrPackNotOnSale: what was asked for needs a pack that is on sale. Facts: pack, state.
	ErrPackNotOnSale = fault.Define(fault.Conflict, "pack-not-on-sale")
	// ErrPackInUse: a pack that was ever published cannot be deleted. Facts: pack.
	ErrPackInUse = fault.Define(fault.Conflict, "pack-in-use")
	// ErrDraftInvalid: the draft breaks rules; the fields say which. Facts: pack.
	ErrDraftInvalid = fault.Define(fault.Invalid, "draft-invalid")
)

// Usage says what a pack's pictures are for.
type Usage string

// The usages.
const (
	UsageSticker  Usage = "sticker"  // sent alone, as a message
	UsageEmoticon Usage = "emoticon" // small, inside a line of text
)

// State says where a pack is in its life.
type State string

// The states of a pack.
const (
	StateUnpublished State = "unpublished" // was never on sale
	StateOnSale      State = "on_sale"
	StateStopped     State = "stopped" // no longer sold; owners keep it
	StateBanned      State = "banned"  // taken down; owners keep it
)

// Pack is an ordered, named collection of stickers by one creator. Its content is in its draft and
// its releases; its words are messages of project "packs".
type Pack struct {
	ID           string // pck_…
	Slug         string // [a-z0-9-]{2,64}, one pack each
	Creator      string // creator id
	Collab       string // collab id; "" for none
	Usage        Usage
	SourceLocale i18n.Locale // the language that its designer writes in
	Tags         []string
	Copyright    string
	State        State
	Current      int       // number of the release on sale; 0 before the first
	Version      int64     // rises with every change; what If-Match compares
	PublishedAt  time.Time // first publication; zero before it
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Draft is a pack as its designer edits it. Offers are what operators set; they are in force from
// the next publication on.
type Draft struct {
	Pack     Pack
	Stickers []Sticker // in the pack's order
	Words    Words
	Offers   []Offer
}

// Target names the pack that a change is meant for, by id or slug, and the version it was read at.
// Version 0 means whatever is there.
type Target struct {
	Pack    string
	Version int64
}
