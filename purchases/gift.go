package purchases

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of gifts.
var (
	// ErrGiftNotFound: no gift of this id was given to the holder. Facts: gift.
	ErrGiftNotFound = fault.Define(fault.NotFound, "gift-not-found")
	// ErrGiftState: a gift is answered once. Facts: gift, state.
	ErrGiftState = fault.Define(fault.Conflict, "gift-state")
	// ErrGiftToSelf: a gift is for somebody else than who pays. Facts: recipient.
	ErrGiftToSelf = fault.Define(fault.Invalid, "gift-to-self")
	// ErrGiftMessage: a message goes with a gift, and is at most maxMessage characters of text. Facts: limit.
	ErrGiftMessage = fault.Define(fault.Invalid, "gift-message")
	// ErrRecipientHasPack: who the gift is for has the pack. Facts: pack, recipient; refund_due when money came
	// with it.
	ErrRecipientHasPack = fault.Define(fault.Conflict, "recipient-has-pack")
	// ErrRecipientHasGift: the pack was given to them already, and they have not answered yet. Facts: pack,
	// recipient; refund_due when money came with it.
	ErrRecipientHasGift = fault.Define(fault.Conflict, "recipient-has-gift")
	// ErrRecipientRegion: the pack cannot be had where the recipient is. Facts: pack, recipient, region, reason (the
	// code that the catalog refuses with) and its facts; refund_due when money came with it.
	ErrRecipientRegion = fault.Define(fault.Conflict, "recipient-region")
)

// Gift is who an order is for, when that is not who pays, and what they say to it. A Gift is never changed:
// an order gets another one.
type Gift struct {
	Recipient  string     `json:"recipient"` // a holder of the same ledger
	Region     string     `json:"region"`    // where they are, ISO 3166-1 alpha-2
	Message    string     `json:"message"`   // the buyer's words, at most maxMessage characters
	State      GiftState  `json:"state"`
	OfferedAt  *time.Time `json:"offered_at"`  // nil while it is not paid
	AnsweredAt *time.Time `json:"answered_at"` // nil until it is accepted or declined
}

// GiftState is where a gift stands.
type GiftState string

// The states of a gift. One that was accepted stays so when its money goes back: its grant is revoked.
const (
	GiftPending   GiftState = "pending" // its order is not fulfilled: the recipient knows nothing of it
	GiftOffered   GiftState = "offered" // the recipient has not answered
	GiftAccepted  GiftState = "accepted"
	GiftDeclined  GiftState = "declined"
	GiftWithdrawn GiftState = "withdrawn" // its money went away before it was answered
)

// maxMessage is how long a message may be, in characters.
const maxMessage = 500

func (g *Gift) check(holder string) error {
	if err := CheckHolder(g.Recipient); err != nil {
		return err
	}
	if g.Recipient == holder {
		return ErrGiftToSelf.With("recipient", g.Recipient)
	}
	if utf8.RuneCountInString(g.Message) > maxMessage || !utf8.ValidString(g.Message) || strings.ContainsFunc(g.Message, isControl) {
		return ErrGiftMessage.With("limit", maxMessage)
	}
	return nil
}

// isControl reports characters that say nothing, and that some databases cannot hold; lines may end.
func isControl(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }

// Beneficiary is the holder who may use what comes of the order: its recipient, or who pays.
func (o Order) Beneficiary() string {
	if o.Gift != nil {
		return o.Gift.Recipient
	}
	return o.Holder
}

// recipientOf is whom an order is given to, or "".
func recipientOf(g *Gift) string {
	if g == nil {
		return ""
	}
	return g.Recipient
}

// given returns the order with its gift in another state.
func (o Order) given(state GiftState, now time.Time) Order {
	g := *o.Gift
	g.State = state
	switch state {
	case GiftOffered:
		g.OfferedAt, g.AnsweredAt = &now, nil
	case GiftAccepted, GiftDeclined:
		g.AnsweredAt = &now
	}
	o.Gift, o.UpdatedAt = &g, now
	return o
}

// unsent returns the gift as one that nobody was offered yet.
func (g *Gift) unsent() *Gift {
	if g == nil {
		return nil
	}
	return &Gift{Recipient: g.Recipient, Region: g.Region, Message: g.Message, State: GiftPending}
}

// giftNeeded returns why the order's recipient is not given its pack; nil when they are.
func (o Order) giftNeeded(found State, now time.Time) *fault.Error {
	switch {
	case entitlement(o.Gift.Recipient, o.Pack, found.Grants, now).forGood():
		return ErrRecipientHasPack.With("pack", o.Pack, "recipient", o.Gift.Recipient)
	case found.Waiting != "" && found.Waiting != o.ID:
		return ErrRecipientHasGift.With("pack", o.Pack, "recipient", o.Gift.Recipient)
	}
	return nil
}

// sendable says why a pack cannot be had where its recipient is; nil when it can, and for what is no gift.
func (s *Service) sendable(pack string, g *Gift) (*fault.Error, error) {
	if g == nil {
		return nil, nil
	}
	terms, refused, err := s.terms(pack, g.Region)
	if refused == nil || err != nil {
		return nil, err
	}
	if errors.Is(refused, catalog.ErrRegionNotFound) {
		return refused, nil
	}
	f := ErrRecipientRegion
	for name, value := range refused.Facts() {
		f = f.With(name, value)
	}
	return f.With("pack", terms.Pack, "recipient", g.Recipient, "region", g.Region, "reason", refused.Code()), nil
}

// offer lets the recipient know of the gift that they may answer.
func (d *deed) offer(now time.Time) {
	o := d.Order.given(GiftOffered, now)
	d.Order, d.outcome = &o, Outcome{Order: &o}
	d.Record.Events = append(d.Record.Events, o.giftEvent())
}

// withdraw takes a gift back that was not answered.
func (o Order) withdraw() Order {
	if o.Gift != nil && o.Gift.State == GiftOffered {
		return o.given(GiftWithdrawn, o.UpdatedAt)
	}
	return o
}

// giftFacts are what an event says of a gift; its message is for the recipient alone.
type giftFacts struct {
	Gift      string    `json:"gift"`
	Holder    string    `json:"holder"` // who paid
	Recipient string    `json:"recipient"`
	Pack      string    `json:"pack"`
	State     GiftState `json:"state"`
}

// giftEvent tells of the order's gift to those who follow the ledger.
func (o Order) giftEvent() journal.Event {
	return journal.NewEvent(o.Ledger.ID(), "gift."+string(o.Gift.State), o.ID,
		giftFacts{Gift: o.ID, Holder: o.Holder, Recipient: o.Gift.Recipient, Pack: o.Pack, State: o.Gift.State}, o.UpdatedAt).Of(o.Holder, o.Gift.Recipient)
}
