package api

import "time"

// ReviewDecision is what a reviewer makes of a release.
type ReviewDecision struct {
	Decision string         `json:"decision" enum:"in_review,approved,rejected" doc:"in_review: it was begun"`
	Release  int            `json:"release,omitempty" minimum:"0" doc:"the one that waits when left out"`
	Reasons  []ReviewReason `json:"reasons,omitempty" maxItems:"200" doc:"of a rejection; at least one"`
	Note     string         `json:"note,omitempty" maxLength:"2000" doc:"to the designer"`
}

// ReviewReason says why a release, or one sticker of it, was rejected.
type ReviewReason struct {
	Code    string `json:"code" doc:"one of GET /v1/reviews/reasons"`
	Sticker string `json:"sticker,omitempty" doc:"sticker id; the whole pack when left out"`
	Note    string `json:"note,omitempty" maxLength:"2000" doc:"in the reviewer's own words"`
}

// ReviewAppeal asks to look at a rejected release again, once for each rejection.
type ReviewAppeal struct {
	Release int    `json:"release,omitempty" minimum:"0" doc:"the last one when left out"`
	Note    string `json:"note" minLength:"1" maxLength:"2000" doc:"to the reviewers"`
}

// StatedReason is a reason in the caller's language.
type StatedReason struct {
	ReviewReason
	Text string `json:"text" doc:"what the code means"`
}

// ReasonCode is a kind of reason for which a release is rejected, in the caller's language.
type ReasonCode struct {
	Code    string `json:"code"`
	About   string `json:"about" enum:"sticker,any" doc:"sticker: it must name one"`
	Note    bool   `json:"note" doc:"it needs a note"`
	Text    string `json:"text"`
	Example string `json:"example"`
}

// Comparison is what one release has otherwise than another.
type Comparison struct {
	From      int             `json:"from" doc:"0: there was none before"`
	To        int             `json:"to"`
	Reordered bool            `json:"reordered"`
	Stickers  []StickerChange `json:"stickers"`
	Words     []WordChange    `json:"words"`
}

// StickerChange is what became of one sticker.
type StickerChange struct {
	Sticker   string           `json:"sticker"`
	Shortcode string           `json:"shortcode"`
	Change    string           `json:"change" enum:"added,removed,changed"`
	Parts     []string         `json:"parts" doc:"of a changed one: picture, shortcode, emoji, alt, keywords"`
	Before    map[string]Image `json:"before" doc:"256 px, by locale; the main picture's is empty"`
	After     map[string]Image `json:"after"`
}

// WordChange is what became of a text of the pack itself.
type WordChange struct {
	Key    string `json:"key" enum:"title,description"`
	Locale string `json:"locale"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ReviewStep is one thing that happened to a release in its review.
type ReviewStep struct {
	Number  int            `json:"number" doc:"from 1, over all releases of the pack"`
	State   string         `json:"state" enum:"submitted,in_review,approved,rejected" doc:"that it led to; submitted again is an appeal"`
	By      string         `json:"by" doc:"account"`
	Reasons []StatedReason `json:"reasons"`
	Note    string         `json:"note"`
	At      time.Time      `json:"at"`
}

// Review is a release that waits for a decision.
type Review struct {
	Pack     string  `json:"pack"`
	Slug     string  `json:"slug"`
	Creator  Creator `json:"creator"`
	State    string  `json:"state" doc:"of the pack" enum:"unpublished,on_sale,stopped,banned"`
	Release  Release `json:"release"`
	Appealed bool    `json:"appealed" doc:"it was decided on before"`
}
