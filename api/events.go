package api

import "time"

// Event is something that happened.
type Event struct {
	ID      string         `json:"id" doc:"the same in GET /v1/events and, as webhook-id, in every delivery"`
	Type    string         `json:"type" example:"order.fulfilled" doc:"one of the webhooks of this document; new ones are added"`
	Subject string         `json:"subject" doc:"id of what it happened to"`
	App     string         `json:"app,omitempty" doc:"whose it is; left out where it is about the store"`
	Test    bool           `json:"test" doc:"on the ledger of keys for trying things"`
	Data    map[string]any `json:"data" doc:"its shape is that of the type"`
	At      time.Time      `json:"at"`
}

// Message is what a webhook is sent: an event, in the members of Standard Webhooks.
type Message struct {
	Type      string         `json:"type"`
	Timestamp time.Time      `json:"timestamp" doc:"when it happened; that of the attempt is in the header webhook-timestamp"`
	Data      map[string]any `json:"data" doc:"its shape is that of the type"`
	ID        string         `json:"id" doc:"that of the header webhook-id: the same for every attempt"`
	Subject   string         `json:"subject" doc:"id of what it happened to"`
	App       string         `json:"app,omitempty" doc:"whose it is; left out where it is about the store"`
	Test      bool           `json:"test" doc:"on the ledger of keys for trying things"`
}

// EventOfOrder is the data of events about orders, refunds and disputes: the order as it is then.
type EventOfOrder struct {
	Order        string      `json:"order"`
	Holder       string      `json:"holder"`
	Recipient    string      `json:"recipient,omitempty" doc:"whom it is given to"`
	State        string      `json:"state" doc:"of the order"`
	Pack         string      `json:"pack" doc:"empty for all else"`
	Pass         string      `json:"pass,omitempty" doc:"of an order for a pass"`
	Subscription string      `json:"subscription,omitempty" doc:"of an order for a period of one"`
	Bundle       string      `json:"bundle,omitempty" doc:"of an order for a bundle"`
	Packs        []string    `json:"packs,omitempty" doc:"of a bundle, that the order gives"`
	Region       string      `json:"region"`
	Provider     string      `json:"provider"`
	Price        *EventMoney `json:"price" doc:"null when it is free"`
	Settled      *EventMoney `json:"settled" doc:"what was taken; null when nothing was"`
	Refunded     int64       `json:"refunded" doc:"of what was taken, in minor units"`
}

// EventMoney is an amount in minor units.
type EventMoney struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// EventOfCoins is the data of events about a holder's coins.
type EventOfCoins struct {
	Holder string `json:"holder"`
	Coins  Coins  `json:"coins"`
}

// EventOfErasure is the data of the event that a user was forgotten.
type EventOfErasure struct {
	Pseudonym string `json:"pseudonym" doc:"in place of the name, in orders and events"`
}

// EventOfGift is the data of events about a gift. Its message is for the recipient alone.
type EventOfGift struct {
	Gift      string `json:"gift" doc:"id, which is its order's"`
	Holder    string `json:"holder" doc:"who pays"`
	Recipient string `json:"recipient" doc:"whom it is given to, of the same app"`
	Pack      string `json:"pack"`
	State     string `json:"state"`
}

// EventOfCode is the data of events about a code that gave a pack. The code itself is not told.
type EventOfCode struct {
	Redemption string     `json:"redemption"`
	Batch      string     `json:"batch"`
	Holder     string     `json:"holder"`
	Pack       string     `json:"pack"`
	ValidUntil *time.Time `json:"valid_until" doc:"null: without an end"`
}

// EventOfGrant is the data of events about a pack that the staff gave.
type EventOfGrant struct {
	Grant      string     `json:"grant"`
	Holder     string     `json:"holder"`
	Pack       string     `json:"pack"`
	Kind       string     `json:"kind" doc:"staff"`
	ValidUntil *time.Time `json:"valid_until" doc:"null: without an end"`
}

// EventOfPass is the data of events about a pass: the pass as it is then.
type EventOfPass struct {
	Pass     string    `json:"pass"`
	State    string    `json:"state"`
	OpensAt  time.Time `json:"opens_at"`
	ClosesAt time.Time `json:"closes_at"`
}

// EventOfTicket is the data of events about a holder's pass.
type EventOfTicket struct {
	Pass        string     `json:"pass"`
	Grant       string     `json:"grant"`
	Holder      string     `json:"holder" doc:"who has it now"`
	From        string     `json:"from,omitempty" doc:"who had it before"`
	Seat        int64      `json:"seat,omitempty" doc:"left out where seats are not counted"`
	Ticket      int64      `json:"ticket" doc:"number of the ticket"`
	CheckedInAt *time.Time `json:"checked_in_at,omitempty"`
	Gate        string     `json:"gate,omitempty"`
}

// EventOfPeriod is the data of events about a period of a subscription.
type EventOfPeriod struct {
	Subscription string    `json:"subscription"`
	Holder       string    `json:"holder"`
	Order        string    `json:"order" doc:"that the period came of"`
	Grant        string    `json:"grant"`
	ValidFrom    time.Time `json:"valid_from"`
	ValidUntil   time.Time `json:"valid_until"`
}

// EventOfMembership is the data of events about a membership. What proves it is not told.
type EventOfMembership struct {
	Brand      string     `json:"brand" doc:"id"`
	Holder     string     `json:"holder"`
	Grant      string     `json:"grant"`
	ValidFrom  time.Time  `json:"valid_from"`
	ValidUntil *time.Time `json:"valid_until" doc:"null: until it is said otherwise"`
}

// EventOfPool is the data of the event that a pool changed.
type EventOfPool struct {
	Pool    string   `json:"pool" doc:"id of the subscription, or of the brand whose fan club it is"`
	Added   []string `json:"added" doc:"pack ids"`
	Removed []string `json:"removed" doc:"pack ids"`
}

// EventOfPack is the data of events about a pack: the pack as it is then.
type EventOfPack struct {
	Slug    string `json:"slug"`
	State   string `json:"state"`
	Release int    `json:"release" doc:"on sale, or last on sale"`
	Version int64  `json:"version" doc:"of the draft"`
}

// EventOfBan is the data of pack.banned.
type EventOfBan struct {
	Pack     EventOfPack   `json:"pack"`
	Takedown EventTakedown `json:"takedown"`
}

// EventTakedown says why a pack was taken down.
type EventTakedown struct {
	Reason  string    `json:"reason" enum:"rights,law"`
	Note    string    `json:"note,omitempty"`
	At      time.Time `json:"at"`
	Revoked []string  `json:"revoked,omitempty" doc:"digests of pictures that nobody may be shown any more"`
}

// EventOfClaim is the data of events about claims of rights.
type EventOfClaim struct {
	Number int `json:"number" doc:"of the entry in the pack's record"`
}

// EventOfRelease is the data of events about a release's review.
type EventOfRelease struct {
	Pack       string              `json:"pack"`
	Slug       string              `json:"slug"`
	Titles     map[string]string   `json:"titles" doc:"by locale"`
	Release    int                 `json:"release"`
	State      string              `json:"state"`
	Account    string              `json:"account" doc:"the creator's, or who submitted"`
	Author     string              `json:"author" doc:"account that submitted"`
	Appeal     bool                `json:"appeal"`
	Reasons    []EventReviewReason `json:"reasons"`
	Note       string              `json:"note"`
	Shortcodes map[string]string   `json:"shortcodes,omitempty" doc:"of stickers in reasons, by id"`
}

// EventReviewReason is one reason for which a release is rejected.
type EventReviewReason struct {
	Code    string `json:"code"`
	Sticker string `json:"sticker,omitempty"`
	Note    string `json:"note,omitempty"`
}

// EventOfProposal is the data of events about proposed offers.
type EventOfProposal struct {
	Proposal int    `json:"proposal" doc:"its number"`
	State    string `json:"state"`
	Offers   []any  `json:"offers" doc:"as they were proposed"`
	Reason   string `json:"reason,omitempty"`
}

// EventOfWebhook is the data of webhook.disabled.
type EventOfWebhook struct {
	Webhook string `json:"webhook"`
	Reason  string `json:"reason" enum:"failing,gone"`
	Failure string `json:"failure" doc:"what the last attempt failed by"`
}

// EventOfPing is the data of webhook.ping.
type EventOfPing struct {
	Webhook string `json:"webhook"`
}

// EventOfStatement is the data of statement.closed.
type EventOfStatement struct {
	Creator string `json:"creator" doc:"id"`
	Period  string `json:"period" doc:"a month of UTC" example:"2026-10"`
}

// EventOfPayout is the data of payout.paid.
type EventOfPayout struct {
	EventOfStatement
	Payout    string `json:"payout" doc:"id"`
	Currency  string `json:"currency" doc:"ISO 4217"`
	Amount    int64  `json:"amount" doc:"minor units"`
	Reference string `json:"reference" doc:"of the payment"`
}
