package purchases

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
)

// GiftAnswer is what the recipient says to a gift.
type GiftAnswer struct {
	Intent
	Recipient string
	Gift      string // id of its order
}

// AcceptGift gives the pack to whom it was given. To accept again answers with the order as it is.
//
// Faults: ErrHolderInvalid, ErrGiftNotFound (also of gifts to others), ErrGiftState, ErrAlreadyOwned (they have got
// it otherwise since: the gift still waits, and may be declined), ErrKeyInFlight, ErrKeyReused.
func (s *Service) AcceptGift(ctx context.Context, a GiftAnswer) (Order, error) {
	return s.answer(ctx, a, a.accept)
}

// DeclineGift sends the gift's money back, which is due back where the app or its store took it. To decline again
// answers with the order as it is.
//
// Faults: ErrHolderInvalid, ErrGiftNotFound (also of gifts to others), ErrGiftState, ErrKeyInFlight, ErrKeyReused.
func (s *Service) DeclineGift(ctx context.Context, a GiftAnswer) (Order, error) {
	o, err := s.answer(ctx, a, a.decline)
	if err != nil {
		return Order{}, err
	}
	if story, err := s.store.Story(ctx, o.ID); err == nil {
		_ = s.giveBackAll(ctx, story) // what does not go back now is the reconciler's: the answer stands
	}
	return o, nil
}

// answer lets decide say what becomes of a gift. Who an order is of and for never changes, so it is found
// before.
func (s *Service) answer(ctx context.Context, a GiftAnswer, decide func(State, time.Time) (deed, error)) (Order, error) {
	if err := CheckHolder(a.Recipient); err != nil {
		return Order{}, err
	}
	story, err := s.store.Story(ctx, a.Gift)
	if err != nil && !errors.Is(err, ErrOrderNotFound) {
		return Order{}, err
	}
	o := story.Order
	if o.Gift == nil || o.Kind == PassProduct || o.Ledger != a.Ledger || o.Gift.Recipient != a.Recipient || o.Gift.State == GiftPending {
		return Order{}, ErrGiftNotFound.With("gift", a.Gift)
	}
	outcome, err := s.perform(ctx, a.Intent, Scope{Holder: o.Holder, Order: o.ID}, decide)
	if err != nil {
		return Order{}, err
	}
	return *outcome.Order, nil
}

func (a GiftAnswer) accept(found State, now time.Time) (deed, error) {
	o := *found.Order
	if d, answered, err := a.answered(o, GiftAccepted); answered {
		return d, err
	}
	if held := entitlement(a.Recipient, o.Pack, found.Grants, now); held.forGood() {
		return deed{}, owned(o.Pack, held)
	}
	grant := o.grant(found, now)
	o = o.given(GiftAccepted, now)
	o.Grants = append(append([]Grant{}, o.Grants...), grant)
	d := deed{outcome: Outcome{Order: &o}}
	d.Order, d.Granted = &o, []Grant{grant}
	d.Record.Events = append(d.Record.Events, o.giftEvent())
	return d, nil
}

func (a GiftAnswer) decline(found State, now time.Time) (deed, error) {
	if d, answered, err := a.answered(*found.Order, GiftDeclined); answered {
		return d, err
	}
	o := found.Order.given(GiftDeclined, now)
	giveBack := o.Refundable() == 0 || o.Provider == Wallet || found.Payment != nil && o.Provider.givesBack()
	found.Order = &o
	var d deed
	var err error
	if giveBack {
		request := RefundRequest{Intent: a.Intent, Holder: o.Holder, Order: o.ID, Reason: reasonDeclined}
		d, err = request.decide(found, now)
	} else {
		d, err = o.due(reasonDeclined, now)
	}
	if err != nil {
		return deed{}, err
	}
	d.outcome = Outcome{Order: d.Order}
	d.Record.Events = append(d.Record.Events, d.Order.giftEvent())
	return d, nil
}

// answered answers for gifts that wait no more.
func (a GiftAnswer) answered(o Order, wanted GiftState) (d deed, answered bool, err error) {
	switch {
	case o.Gift.State == wanted:
		return deed{outcome: Outcome{Order: &o}}, true, nil
	case o.Gift.State != GiftOffered || o.State != Fulfilled:
		return deed{}, true, ErrGiftState.With("gift", o.ID, "state", o.Gift.State)
	}
	return deed{}, false, nil
}

// reasonDeclined is why money of a gift goes back, or is due, that its recipient did not want.
const reasonDeclined = "gift-declined"

// due makes money of a fulfilled order due back: what it was taken for is not given.
func (o Order) due(reason string, now time.Time) (deed, error) {
	before := o
	o, err := o.after(decline, now)
	if err != nil {
		return deed{}, err
	}
	o.Reason = reason
	var revoked []Grant
	o.Grants, revoked = revoke(o.Grants, revokedByCancellation, now)
	d := o.deed()
	d.Revoked = revoked
	left := catalog.Price{Amount: o.Refundable(), Currency: o.Settled.Currency}
	t, err := NewTransfer(TransferDeclined, o, o.ID+".declined", now, append(before.kept(left.Amount, 0), o.kept(0, left.Amount)...)...)
	d.Transfers = []Transfer{t}
	return d, err
}
