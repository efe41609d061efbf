package api

import "time"

// Pass is a ticket that is sold, as staff see it.
type Pass struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"draft,on_sale,stopped,cancelled" doc:"stopped ends the sale alone; cancelled is for ever: what was paid goes back, or is due"`
	NewPass
	Attendance []PassAttendance `json:"attendance" doc:"who has it, by app"`
	CreatedAt  time.Time        `json:"created_at"`
	UpdatedAt  time.Time        `json:"updated_at"`
	Version    int64            `json:"version" doc:"send it back in If-Match"`
}

// NewPass is a ticket to a meet-and-greet or a fan chat room. Windows are half open and in whole seconds: the first moment
// is in, the last one out.
type NewPass struct {
	Kind          string            `json:"kind" enum:"meet_and_greet,chat_room"`
	Collab        string            `json:"collab,omitempty" maxLength:"64" doc:"id or slug; empty: the store's own"`
	Title         map[string]string `json:"title" doc:"by locale"`
	Description   map[string]string `json:"description,omitempty" doc:"by locale"`
	Capacity      *int64            `json:"capacity,omitempty" minimum:"1" maximum:"1000000" doc:"seats, which are numbered from 1; left out: as many as come"`
	OpensAt       time.Time         `json:"opens_at" doc:"first moment that it admits"`
	ClosesAt      time.Time         `json:"closes_at" doc:"first moment that it does not any more"`
	SaleOpensAt   *time.Time        `json:"sale_opens_at,omitempty" doc:"left out: at once"`
	SaleClosesAt  *time.Time        `json:"sale_closes_at,omitempty" doc:"left out: closes_at"`
	Offers        []PassOffer       `json:"offers,omitempty" maxItems:"250" doc:"one region is in one of them at most"`
	Transfer      string            `json:"transfer,omitempty" enum:"none,until,once" default:"none" doc:"whether holders hand it on: never, until transfer_until, or once"`
	TransferUntil *time.Time        `json:"transfer_until,omitempty"`
}

// PassOffer is what a pass costs in some regions.
type PassOffer struct {
	Regions []string `json:"regions" minItems:"1" maxItems:"250" doc:"ISO 3166-1 alpha-2, or 001 for those that no offer names"`
	Price   *Money   `json:"price,omitempty" doc:"left out: free"`
}

// PassChange changes what it names.
type PassChange struct {
	State         *string            `json:"state,omitempty" enum:"draft,on_sale,stopped,cancelled"`
	Kind          *string            `json:"kind,omitempty" enum:"meet_and_greet,chat_room"`
	Collab        *string            `json:"collab,omitempty" maxLength:"64"`
	Title         *map[string]string `json:"title,omitempty"`
	Description   *map[string]string `json:"description,omitempty"`
	Capacity      *int64             `json:"capacity,omitempty" minimum:"0" maximum:"1000000" doc:"0: as many as come; only while it is a draft"`
	OpensAt       *time.Time         `json:"opens_at,omitempty"`
	ClosesAt      *time.Time         `json:"closes_at,omitempty"`
	SaleOpensAt   *time.Time         `json:"sale_opens_at,omitempty"`
	SaleClosesAt  *time.Time         `json:"sale_closes_at,omitempty"`
	Offers        *[]PassOffer       `json:"offers,omitempty" maxItems:"250"`
	Transfer      *string            `json:"transfer,omitempty" enum:"none,until,once"`
	TransferUntil *time.Time         `json:"transfer_until,omitempty" doc:"with transfer until"`
}

// PassAttendance is how many users of an app have a pass, and how many of them came.
type PassAttendance struct {
	App       string `json:"app"`
	Test      bool   `json:"test" doc:"on the ledger of keys for trying things"`
	Holders   int64  `json:"holders"`
	CheckedIn int64  `json:"checked_in"`
}

// PassSummary is a pass as a storefront shows it.
type PassSummary struct {
	ID                string     `json:"id"`
	Kind              string     `json:"kind" enum:"meet_and_greet,chat_room"`
	Collab            string     `json:"collab" doc:"id; empty: the store's own"`
	Title             string     `json:"title"`
	TitleLocale       string     `json:"title_locale"`
	Description       string     `json:"description"`
	DescriptionLocale string     `json:"description_locale"`
	Price             *Money     `json:"price" doc:"null when free"`
	Tax               *PriceTax  `json:"tax,omitempty" doc:"in the price or on top of it; left out where the store charges none"`
	State             string     `json:"state" enum:"open,announced,sold_out" doc:"of the sale; sold_out may be a second late"`
	SaleOpensAt       *time.Time `json:"sale_opens_at" doc:"null: at once"`
	SaleClosesAt      *time.Time `json:"sale_closes_at"`
	OpensAt           time.Time  `json:"opens_at" doc:"first moment that it admits"`
	ClosesAt          time.Time  `json:"closes_at" doc:"first moment that it does not any more"`
	Limited           bool       `json:"limited" doc:"there are only so many seats"`
	Transfer          string     `json:"transfer" enum:"none,until,once"`
	TransferUntil     *time.Time `json:"transfer_until"`
}

// PassStock is how much is left of a pass at this moment.
type PassStock struct {
	Pass     string `json:"pass"`
	Limited  bool   `json:"limited"`
	Capacity *int64 `json:"capacity" doc:"null where there is no end"`
	Left     *int64 `json:"left" doc:"null where there is no end"`
	State    string `json:"state" enum:"open,waiting,sold_out" doc:"waiting: the last seats are held for those who are paying"`
}

// HeldPass is a pass that a holder has.
type HeldPass struct {
	Pass              string     `json:"pass"`
	Kind              string     `json:"kind" enum:"meet_and_greet,chat_room"`
	State             string     `json:"state" enum:"on_sale,stopped,cancelled"`
	Title             string     `json:"title"`
	TitleLocale       string     `json:"title_locale"`
	Description       string     `json:"description"`
	DescriptionLocale string     `json:"description_locale"`
	OpensAt           time.Time  `json:"opens_at"`
	ClosesAt          time.Time  `json:"closes_at"`
	Seat              *int64     `json:"seat" doc:"null where seats are not counted"`
	Grant             string     `json:"grant"`
	CheckedInAt       *time.Time `json:"checked_in_at"`
}

// Admission answers whether a holder may enter now.
type Admission struct {
	Admitted    bool       `json:"admitted"`
	Reason      string     `json:"reason" doc:"why not: not-held, not-open, over or cancelled; empty when admitted"`
	OpensAt     time.Time  `json:"opens_at"`
	ClosesAt    time.Time  `json:"closes_at"`
	Seat        *int64     `json:"seat" doc:"null where seats are not counted, and for who has no pass"`
	CheckedInAt *time.Time `json:"checked_in_at" doc:"null: not yet"`
}

// Ticket is what a holder shows at the gate.
type Ticket struct {
	Ticket   string    `json:"ticket" doc:"signed text, what the QR code says; it can be checked without the store"`
	Pass     string    `json:"pass"`
	Grant    string    `json:"grant"`
	Number   int64     `json:"number" doc:"one more whenever it is given anew; of two for one seat the higher holds"`
	Seat     *int64    `json:"seat" doc:"null where seats are not counted"`
	OpensAt  time.Time `json:"opens_at"`
	ClosesAt time.Time `json:"closes_at"`
}

// NewCheckIn lets somebody in: whoever shows a ticket, or a holder whom the app knows.
type NewCheckIn struct {
	Ticket string `json:"ticket,omitempty" maxLength:"512"`
	Holder string `json:"holder,omitempty" maxLength:"128" doc:"in place of the ticket"`
	Gate   string `json:"gate,omitempty" maxLength:"100" doc:"where, as the app calls it"`
}

// CheckIn is somebody who was let in.
type CheckIn struct {
	Pass        string    `json:"pass"`
	Grant       string    `json:"grant"`
	Holder      string    `json:"holder"`
	Seat        *int64    `json:"seat" doc:"null where seats are not counted"`
	CheckedInAt time.Time `json:"checked_in_at"`
	Gate        string    `json:"gate"`
}

// PassTransfer hands a pass on.
type PassTransfer struct {
	Recipient string `json:"recipient" minLength:"1" maxLength:"128" doc:"the app's own id of the user who has it then"`
}

// TicketKeys are what tickets are verified with (RFC 7517).
type TicketKeys struct {
	Keys []TicketKey `json:"keys" doc:"the one that signs first; those that signed before after it"`
}

// TicketKey is an Ed25519 public key (RFC 8037).
type TicketKey struct {
	ID        string `json:"kid" doc:"the second part of the tickets that it signed"`
	Type      string `json:"kty" enum:"OKP"`
	Curve     string `json:"crv" enum:"Ed25519"`
	Use       string `json:"use" enum:"sig"`
	Algorithm string `json:"alg" enum:"EdDSA"`
	X         string `json:"x" doc:"32 bytes, base64url"`
}
