package api

import "time"

// Shelf is a holder's packs as they want to see them.
type Shelf struct {
	Version int64       `json:"version" doc:"counts changes"`
	Items   []ShelfPack `json:"items" doc:"every pack that the holder may use: those in their own order, then the others, what was granted first first"`
}

// ShelfPack is a pack on a shelf.
type ShelfPack struct {
	Pack   string `json:"pack"`
	Hidden bool   `json:"hidden" doc:"the holder does not want to see it"`
}

// ShelfChange says what a holder wants otherwise.
type ShelfChange struct {
	Order []string `json:"order,omitempty" maxItems:"10000" doc:"ids or slugs of packs in the holder's order, in place of the order before; others come behind them"`
	Hide  []string `json:"hide,omitempty" maxItems:"10000"`
	Show  []string `json:"show,omitempty" maxItems:"10000" doc:"packs that are hidden no more"`
}

// Favourite is a sticker that a holder wants at hand.
type Favourite struct {
	Sticker string    `json:"sticker"`
	Pack    string    `json:"pack"`
	AddedAt time.Time `json:"added_at"`
}

// RecentSticker is one that a holder sent lately.
type RecentSticker struct {
	Sticker string    `json:"sticker"`
	Pack    string    `json:"pack"`
	SentAt  time.Time `json:"sent_at"`
}

// NewSends tells of stickers that were sent.
type NewSends struct {
	Sends []Send `json:"sends" minItems:"1" maxItems:"1000"`
}

// Send is one sticker in one message.
type Send struct {
	ID      string    `json:"id" minLength:"1" maxLength:"200" doc:"the app's own, of the message: told again, it counts once"`
	Holder  string    `json:"holder" minLength:"1" maxLength:"128" doc:"who sent it"`
	Sticker string    `json:"sticker" minLength:"1" maxLength:"100"`
	SentAt  time.Time `json:"sent_at" doc:"at most three days ago, and ten minutes ahead"`
}

// SentReport says what became of sends.
type SentReport struct {
	Counted    int           `json:"counted"`
	Duplicates int           `json:"duplicates" doc:"that were told before"`
	Refused    []RefusedSend `json:"refused"`
}

// RefusedSend is one that is not counted.
type RefusedSend struct {
	ID   string `json:"id"`
	Code string `json:"code" enum:"unknown_sticker,in_the_future,too_old"`
}

// PackUsage is how often stickers of a pack were sent on a day.
type PackUsage struct {
	Day   string `json:"day" doc:"UTC" example:"2026-09-20"`
	Pack  string `json:"pack"`
	Sends int64  `json:"sends"`
}

// HolderChanges is what changed for a holder since a place.
type HolderChanges struct {
	Since             string      `json:"since" doc:"to go on from, the next time"`
	More              bool        `json:"more" doc:"there is more to read at once"`
	Grants            []Grant     `json:"grants" doc:"given, changed or revoked"`
	Shelf             *Shelf      `json:"shelf" doc:"as it is now; null when neither order, nor what is hidden, nor packs changed"`
	FavouritesAdded   []Favourite `json:"favourites_added"`
	FavouritesRemoved []string    `json:"favourites_removed" doc:"sticker ids"`
}

// Erased says who stands for a holder from now on.
type Erased struct {
	Pseudonym *string `json:"pseudonym" doc:"in orders and events, in place of the name; null when nothing was kept of them"`
}
