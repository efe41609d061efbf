package api

import "time"

// OrderGift is whom an order is given to, as who pays sees it.
type OrderGift struct {
	Recipient       string     `json:"recipient" doc:"the app's own id of the user"`
	RecipientRegion string     `json:"recipient_region"`
	Message         string     `json:"message"`
	State           string     `json:"state" enum:"pending,offered,accepted,declined,withdrawn" doc:"pending until the order is paid; withdrawn when its money went away before an answer"`
	OfferedAt       *time.Time `json:"offered_at"`
	AnsweredAt      *time.Time `json:"answered_at"`
}

// Gift is a pack that somebody bought for a holder, as the holder sees it.
type Gift struct {
	ID         string     `json:"id" doc:"id of its order"`
	From       string     `json:"from" doc:"the app's own id of who gives it"`
	Pack       string     `json:"pack" doc:"pack id"`
	Message    string     `json:"message"`
	State      string     `json:"state" enum:"offered,accepted,declined,withdrawn"`
	Grants     []Grant    `json:"grants" doc:"that came of it, revoked ones included"`
	OfferedAt  time.Time  `json:"offered_at"`
	AnsweredAt *time.Time `json:"answered_at"`
}
