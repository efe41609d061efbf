package purchasestest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// giftMoneyTests are behaviours of the money of gifts.
var giftMoneyTests = map[string]func(*testing.T, fixture){
	"DeclinedFreeGiftIsTakenBack":           freeGiftDeclined,
	"DeclinedGiftReturnsItsCoins":           coinsGiftDeclined,
	"DeclinedGiftGoesBackThroughTheGateway": gatewayGiftDeclined,
	"WhatTheAppTookIsDueOnceDeclined":       externalGiftDeclined,
	"DeclinedPartIsDue":                     partlyRefundedGiftDeclined,
	"RefundTakesTheRecipientsGrant":         giftRefunded,
	"RefundWithdrawsWhatWasNotAnswered":     giftWithdrawn,
	"DisputeTakesAGiftAndGivesItBack":       giftDisputed,
	"MoneyThatComesTwiceIsNoSecondGift":     giftPaidTwice,
	"AnswerOfAServiceThatDiedIsCarriedOut":  declineUnheard,
	"WonDisputeOffersNoGiftThatIsNotNeeded": giftNotOfferedAgain,
	"CancelledGiftIsNeverSeen":              giftCancelled,
}

func freeGiftDeclined(t *testing.T, f fixture) {
	o := f.give(t, freePack, free)
	f.decline(t, o)
	f.gifted(t, o, purchases.Refunded, purchases.GiftDeclined, false)
	same(t, "balances", map[string]int64{}, f.balances(t, live))
	same(t, "events", []string{"order.fulfilled", "gift.offered", "refund.settled", "order.refunded", "gift.declined"}, f.events(t, live))
	f.accept(t, f.give(t, freePack, free)) // another one may be offered
}

func coinsGiftDeclined(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	o := f.give(t, pricedPack, byWallet)
	f.has(t, "u1", coin.Coins{Paid: 70}, 0)
	f.decline(t, o)
	f.gifted(t, o, purchases.Refunded, purchases.GiftDeclined, false)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	f.has(t, "u2", coin.Coins{}, 0)
	f.kept(t, "u1", "u2")
}

func gatewayGiftDeclined(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, stripe)
	f.gifted(t, o, purchases.PaymentPending, purchases.GiftPending, false)
	f.learn(t, o, pays(2500), pays(2500))
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
	f.decline(t, o)
	f.gifted(t, o, purchases.Refunded, purchases.GiftDeclined, false)
	same(t, "the gateway holds", int64(0), f.gateway.taken(o.ID))
	refunds := f.story(t, o).Refunds
	if len(refunds) != 1 || refunds[0].State != purchases.RefundSettled || refunds[0].Reason != "gift-declined" {
		t.Errorf("refunds %+v", refunds)
	}
	same(t, "balances", map[string]int64{"takings:stripe KRW": 0, "sales:pck_priced KRW": 0, "refunds-pending:stripe KRW": 0}, f.balances(t, live))
}

func externalGiftDeclined(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	f.decline(t, o)
	f.gifted(t, o, purchases.RefundDue, purchases.GiftDeclined, false)
	same(t, "balances", map[string]int64{"takings:external KRW": 2500, "sales:pck_priced KRW": 0, "refunds-due KRW": -2500}, f.balances(t, live))
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.gifted(t, o, purchases.Refunded, purchases.GiftDeclined, false)
	same(t, "balances", map[string]int64{"takings:external KRW": 0, "sales:pck_priced KRW": 0, "refunds-due KRW": 0}, f.balances(t, live))
}

func partlyRefundedGiftDeclined(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	_, err := f.Refund(ctx, f.refund(o, 1000))
	done(t, "Refund", err)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
	f.decline(t, o)
	same(t, "balances", map[string]int64{"takings:external KRW": 1500, "sales:pck_priced KRW": 0, "refunds-due KRW": -1500}, f.balances(t, live))
}

func giftRefunded(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	f.accept(t, o)
	own := f.place(t, "u1", pricedPack, paid("t2"))
	_, err := f.Refund(ctx, f.refund(o, 100))
	done(t, "a part", err)
	if !f.entitled(t, live, "u2", pricedPack) {
		t.Error("a part took the grant")
	}
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	if got.State != purchases.Refunded || got.Gift.State != purchases.GiftAccepted || got.Grants[0].RevokedAt == nil {
		t.Errorf("order %+v", got)
	}
	if f.entitled(t, live, "u2", pricedPack) || !f.entitled(t, live, "u1", pricedPack) {
		t.Error("the wrong grant went")
	}
	same(t, "the giver's own", purchases.Fulfilled, f.state(t, own))
}

func giftWithdrawn(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.gifted(t, o, purchases.Refunded, purchases.GiftWithdrawn, false)
	for _, say := range []func() error{
		func() error { _, err := f.AcceptGift(ctx, f.answer(o)); return err },
		func() error { _, err := f.DeclineGift(ctx, f.answer(o)); return err },
	} {
		same(t, "state", purchases.GiftWithdrawn, refused(t, "withdrawn", say(), purchases.ErrGiftState)["state"])
	}
	f.give(t, pricedPack, paid("t2"))
}

func disputeOf(d purchases.Dispute) func(*purchases.Standing) {
	return func(st *purchases.Standing) { st.Dispute, st.Disputed = d, 2500 }
}

func giftDisputed(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, stripe)
	f.learn(t, o, pays(2500), disputeOf(purchases.DisputeOpen))
	f.gifted(t, o, purchases.Disputed, purchases.GiftWithdrawn, false)
	_, err := f.AcceptGift(ctx, f.answer(o))
	refused(t, "disputed", err, purchases.ErrGiftState)
	f.learn(t, o, disputeOf(purchases.DisputeWon))
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
	f.accept(t, o)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftAccepted, true)

	o = f.give(t, pricedPackOf(f), stripe)
	f.learn(t, o, pays(2500))
	f.accept(t, o)
	f.learn(t, o, disputeOf(purchases.DisputeOpen))
	f.gifted(t, o, purchases.Disputed, purchases.GiftAccepted, false)
	f.learn(t, o, disputeOf(purchases.DisputeLost))
	f.gifted(t, o, purchases.Refunded, purchases.GiftAccepted, false)
	f.learn(t, o, disputeOf(purchases.DisputeWon))
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftAccepted, true)
}

// pricedPackOf puts another priced pack on sale.
func pricedPackOf(f fixture) string {
	f.catalog.Put(catalog.Terms{Pack: "pck_second", Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
	return "pck_second"
}

// giftNotOfferedAgain is a gift that was disputed while the recipient got the pack from another.
func giftNotOfferedAgain(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, stripe)
	f.learn(t, o, pays(2500), disputeOf(purchases.DisputeOpen))
	r := f.gift(pricedPack, paid("t1"))
	r.Holder = "u3"
	another, err := f.Place(ctx, r)
	done(t, "Place", err)
	f.learn(t, o, disputeOf(purchases.DisputeWon))
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftWithdrawn, false)
	f.accept(t, another)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftWithdrawn, true)
}

func giftPaidTwice(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, external)
	_, err := f.Confirm(ctx, f.confirmation(o, "t1", 2500))
	done(t, "Confirm", err)
	_, err = f.Confirm(ctx, f.confirmation(o, "t2", 2500))
	second := f.owes(t, refused(t, "twice", err, purchases.ErrOrderState), "u1", pricedPack)
	if second.Gift == nil || second.Gift.State != purchases.GiftPending || second.Gift.OfferedAt != nil {
		t.Errorf("gift %+v", second.Gift)
	}
	gifts, _, err := f.Gifts(ctx, live, "u2", purchases.Page{Limit: 10})
	done(t, "Gifts", err)
	same(t, "gifts", 1, len(gifts))
}

// declineUnheard is an answer after which the gateway does not answer: the reconciler carries it out.
func declineUnheard(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, stripe)
	f.learn(t, o, pays(2500))
	f.gateway.faults = []error{purchases.ErrGatewayAway}
	f.decline(t, o)
	f.gifted(t, o, purchases.Refunded, purchases.GiftDeclined, false)
	same(t, "the gateway holds", int64(2500), f.gateway.taken(o.ID))
	f.clock.advance(time.Hour)
	f.reconcile(t)
	same(t, "the gateway holds", int64(0), f.gateway.taken(o.ID))
}

func giftCancelled(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, external)
	_, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
	done(t, "Cancel", err)
	f.gifted(t, o, purchases.Cancelled, purchases.GiftPending, false)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 2500))
	refused(t, "confirmed", err, purchases.ErrOrderState)
	f.gifted(t, o, purchases.RefundDue, purchases.GiftPending, false)
	_, err = f.AcceptGift(ctx, f.answer(o))
	refused(t, "accepted", err, purchases.ErrGiftNotFound)
}
