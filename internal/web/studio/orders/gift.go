package orders

import (
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// recipient is whom an order is given to, or "".
func recipient(o purchases.Order) string {
	if o.Gift == nil {
		return ""
	}
	return o.Gift.Recipient
}

// giftSteps are a gift's way to its recipient.
func giftSteps(o purchases.Order, at func(when time.Time, word, kind, note string, facts ...any) step) (all []step) {
	g := o.Gift
	if g == nil {
		return nil
	}
	if g.OfferedAt != nil {
		all = append(all, at(*g.OfferedAt, "step_gift_offered", "good", g.Message, "Recipient", g.Recipient))
	}
	switch {
	case g.State == purchases.GiftWithdrawn:
		all = append(all, at(o.UpdatedAt, "step_gift_withdrawn", "bad", ""))
	case g.AnsweredAt != nil && g.State == purchases.GiftAccepted:
		all = append(all, at(*g.AnsweredAt, "step_gift_accepted", "good", ""))
	case g.AnsweredAt != nil:
		all = append(all, at(*g.AnsweredAt, "step_gift_declined", "bad", ""))
	}
	return all
}
