package purchasestest

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// giftTests are behaviours of packs that somebody else pays for: "u1" gives, "u2" gets.
var giftTests = map[string]func(*testing.T, fixture){
	"GiftIsOfferedAndAccepted":               giftAccepted,
	"AnswersAreGivenOnce":                    answersOnce,
	"NobodyElseAnswers":                      nobodyElseAnswers,
	"UnpaidGiftIsNotSeen":                    unpaidGift,
	"DeclinedFreeGiftIsTakenBack":            freeGiftDeclined,
	"DeclinedGiftReturnsItsCoins":            coinsGiftDeclined,
	"DeclinedGiftGoesBackThroughTheGateway":  gatewayGiftDeclined,
	"WhatTheAppTookIsDueOnceDeclined":        externalGiftDeclined,
	"DeclinedPartIsDue":                      partlyRefundedGiftDeclined,
	"RecipientHasThePack":                    recipientHasPack,
	"OneGiftOfAPackWaits":                    oneGiftWaits,
	"NotSoldWhereTheRecipientIs":             recipientRegion,
	"RecipientRegionHoldsToTheEnd":           recipientRegionLater,
	"BoughtMeanwhile":                        boughtMeanwhile,
	"RefundTakesTheRecipientsGrant":          giftRefunded,
	"RefundWithdrawsWhatWasNotAnswered":      giftWithdrawn,
	"DisputeTakesAGiftAndGivesItBack":        giftDisputed,
	"MoneyThatComesTwiceIsNoSecondGift":      giftPaidTwice,
	"GiftsAreListedNewestFirst":              giftsListed,
	"MalformedGiftsHaveNoEffect":             malformedGifts,
	"AcceptAndDeclineAtOnce":                 acceptAndDecline,
	"ManyGiversOfOnePack":                    manyGivers,
	"ManyGiftsAtOnce":                        manyGifts,
	"AcceptedAndBoughtAtOnceAreOneGrant":     acceptedAndBought,
	"AnswerOfAServiceThatDiedIsCarriedOut":   declineUnheard,
	"RepeatedAnswerIsAnsweredFromItsReply":   answerRepeated,
	"GiftsOfTestModeAreApart":                giftLedgersApart,
	"WonDisputeOffersNoGiftThatIsNotNeeded":  giftNotOfferedAgain,
	"CancelledGiftIsNeverSeen":               giftCancelled,
	"ARecipientsOwnOrdersAreNotTheGivers":    giftIsTheGiversOrder,
	"BatchOfGiftsToOneRecipientOffersOneSet": giftsOfManyPacks,
}

// gift asks for a pack for u2.
func (f fixture) gift(pack string, with purchases.PayWith) purchases.OrderRequest {
	r := f.request("u1", pack, with)
	r.Recipient, r.Message = "u2", "생일 축하해!\n👩‍👩‍👧"
	return r
}

// give places such an order.
func (f fixture) give(t *testing.T, pack string, with purchases.PayWith) purchases.Order {
	t.Helper()
	o, err := f.Place(ctx, f.gift(pack, with))
	done(t, "Place", err)
	return o
}

func (f fixture) answer(o purchases.Order) purchases.GiftAnswer {
	return purchases.GiftAnswer{Intent: f.intent(o.Ledger), Recipient: o.Gift.Recipient, Gift: o.ID}
}

func (f fixture) accept(t *testing.T, o purchases.Order) purchases.Order {
	t.Helper()
	o, err := f.AcceptGift(ctx, f.answer(o))
	done(t, "AcceptGift", err)
	return o
}

func (f fixture) decline(t *testing.T, o purchases.Order) purchases.Order {
	t.Helper()
	o, err := f.DeclineGift(ctx, f.answer(o))
	done(t, "DeclineGift", err)
	return o
}

// gifted expects where a gift and its order stand, and whether the recipient may use the pack; the giver may not.
func (f fixture) gifted(t *testing.T, o purchases.Order, state purchases.OrderState, gift purchases.GiftState, entitled bool) {
	t.Helper()
	now, err := f.Order(ctx, o.Ledger, o.Holder, o.ID)
	done(t, "Order", err)
	if now.State != state || now.Gift.State != gift {
		t.Errorf("order is %s and the gift %s, want %s and %s", now.State, now.Gift.State, state, gift)
	}
	if f.entitled(t, o.Ledger, "u2", o.Pack) != entitled || f.entitled(t, o.Ledger, "u1", o.Pack) {
		t.Errorf("the recipient may use the pack: %v, want %v; the giver may not", !entitled, entitled)
	}
}

func giftAccepted(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
	want := &purchases.Gift{Recipient: "u2", Region: "KR", Message: "생일 축하해!\n👩‍👩‍👧", State: purchases.GiftOffered, OfferedAt: &start}
	same(t, "gift", want, o.Gift)
	f.clock.advance(time.Hour)
	accepted := f.accept(t, o)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftAccepted, true)
	later := start.Add(time.Hour)
	grant := purchases.Grant{
		ID: accepted.Grants[0].ID, Ledger: live, Holder: "u2", Pack: pricedPack, Kind: purchases.GrantGift, Source: o.ID, ValidFrom: later,
	}
	same(t, "grants", []purchases.Grant{grant}, accepted.Grants)
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	stored(t, "order", accepted, got)
	stored(t, "story", accepted, f.story(t, o).Order)
	same(t, "answered", &later, got.Gift.AnsweredAt)
	same(t, "events", []string{"order.fulfilled", "gift.offered", "gift.accepted"}, f.events(t, live))
	same(t, "balances", map[string]int64{"takings:external KRW": 2500, "sales:pck_priced KRW": -2500}, f.balances(t, live))
}

func answersOnce(t *testing.T, f fixture) {
	accepted, declined := f.give(t, pricedPack, paid("t1")), f.give(t, freePack, free)
	first := f.accept(t, accepted)
	again := f.accept(t, accepted)
	same(t, "grants", first.Grants, again.Grants)
	_, err := f.DeclineGift(ctx, f.answer(accepted))
	facts := refused(t, "declined later", err, purchases.ErrGiftState)
	same(t, "facts", map[string]any{"gift": accepted.ID, "state": purchases.GiftAccepted}, facts)
	f.decline(t, declined)
	f.decline(t, declined)
	_, err = f.AcceptGift(ctx, f.answer(declined))
	refused(t, "accepted later", err, purchases.ErrGiftState)
	f.gifted(t, accepted, purchases.Fulfilled, purchases.GiftAccepted, true)
	f.gifted(t, declined, purchases.Refunded, purchases.GiftDeclined, false)
}

func nobodyElseAnswers(t *testing.T, f fixture) {
	o, own := f.give(t, pricedPack, paid("t1")), f.place(t, "u1", freePack, free)
	for name, change := range map[string]func(*purchases.GiftAnswer){
		"the giver": func(a *purchases.GiftAnswer) { a.Recipient = "u1" }, "another": func(a *purchases.GiftAnswer) { a.Recipient = "u3" },
		"test mode": func(a *purchases.GiftAnswer) { a.Ledger = trial }, "another app": func(a *purchases.GiftAnswer) { a.Ledger = other },
		"no gift": func(a *purchases.GiftAnswer) { a.Gift = "ord_none" }, "no gift, but an order": func(a *purchases.GiftAnswer) { a.Gift, a.Recipient = own.ID, "u1" },
	} {
		for _, say := range []func(purchases.GiftAnswer) error{
			func(a purchases.GiftAnswer) error { _, err := f.AcceptGift(ctx, a); return err },
			func(a purchases.GiftAnswer) error { _, err := f.DeclineGift(ctx, a); return err },
		} {
			a := f.answer(o)
			change(&a)
			facts := refused(t, name, say(a), purchases.ErrGiftNotFound)
			same(t, name, map[string]any{"gift": a.Gift}, facts)
		}
	}
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
}

func unpaidGift(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, external)
	f.gifted(t, o, purchases.Reserved, purchases.GiftPending, false)
	_, err := f.AcceptGift(ctx, f.answer(o))
	refused(t, "not paid", err, purchases.ErrGiftNotFound)
	gifts, _, err := f.Gifts(ctx, live, "u2", purchases.Page{Limit: 10})
	done(t, "Gifts", err)
	same(t, "gifts", 0, len(gifts))
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 2500))
	done(t, "Confirm", err)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
	f.accept(t, o)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftAccepted, true)
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

func recipientHasPack(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t0")
	f.place(t, "u2", pricedPack, paid("t1"))
	for _, with := range []purchases.PayWith{free, external, byWallet, stripe} {
		_, err := f.Place(ctx, f.gift(pricedPack, with))
		facts := refused(t, string(with.Provider), err, purchases.ErrRecipientHasPack)
		same(t, "facts", map[string]any{"pack": pricedPack, "recipient": "u2"}, facts)
	}
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	_, err := f.Place(ctx, f.gift(pricedPack, paid("t2")))
	f.owes(t, refused(t, "paid", err, purchases.ErrRecipientHasPack), "u1", pricedPack)
	f.accept(t, f.give(t, freePack, free))
	_, err = f.Place(ctx, f.gift(freePack, free))
	refused(t, "given", err, purchases.ErrRecipientHasPack)
	_, err = f.Place(ctx, f.request("u2", freePack, free))
	refused(t, "what was given is not bought", err, purchases.ErrAlreadyOwned)
}

func oneGiftWaits(t *testing.T, f fixture) {
	first := f.give(t, pricedPack, paid("t1"))
	r := f.gift(pricedPack, external)
	r.Holder = "u3"
	_, err := f.Place(ctx, r)
	facts := refused(t, "another's", err, purchases.ErrRecipientHasGift)
	same(t, "facts", map[string]any{"pack": pricedPack, "recipient": "u2"}, facts)
	_, err = f.Place(ctx, f.gift(pricedPack, paid("t2")))
	f.owes(t, refused(t, "paid", err, purchases.ErrRecipientHasGift), "u1", pricedPack)
	f.place(t, "u1", pricedPack, paid("t3")) // the giver's own
	f.decline(t, first)
	r = f.gift(pricedPack, external)
	r.Holder = "u3"
	_, err = f.Place(ctx, r)
	done(t, "Place", err)
}

func recipientRegion(t *testing.T, f fixture) {
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "JP", State: catalog.OfferNotOffered})
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "TH", State: catalog.OfferAnnounced, OpensAt: &opens})
	for region, why := range map[string]string{"JP": "pack-not-offered", "TH": "offer-not-open", "VN": "pack-not-found"} {
		r := f.gift(pricedPack, stripe)
		r.RecipientRegion = region
		_, err := f.Place(ctx, r)
		facts := refused(t, region, err, purchases.ErrRecipientRegion)
		if facts["reason"] != why || facts["region"] != region || facts["recipient"] != "u2" || (region == "TH") != (facts["opens_at"] != nil) {
			t.Errorf("%s: facts %v", region, facts)
		}
	}
	r := f.gift(pricedPack, paid("t1"))
	r.RecipientRegion = "JP"
	_, err := f.Place(ctx, r)
	f.owes(t, refused(t, "paid", err, purchases.ErrRecipientRegion), "u1", pricedPack)
	r = f.gift(pricedPack, external)
	r.RecipientRegion = "XXX"
	_, err = f.Place(ctx, r)
	refused(t, "no region", err, catalog.ErrRegionNotFound)
}

// recipientRegionLater is a gift whose time to pay is over, when the pack is sold no more where it goes.
func recipientRegionLater(t *testing.T, f fixture) {
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "JP", State: catalog.OfferOpen, Price: &price})
	r := f.gift(pricedPack, external)
	r.RecipientRegion = "JP"
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "JP", State: catalog.OfferClosed})
	f.clock.advance(purchases.ReserveFor)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 2500))
	refused(t, "late", err, purchases.ErrRecipientRegion)
	f.gifted(t, o, purchases.RefundDue, purchases.GiftPending, false)
}

func boughtMeanwhile(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	own := f.place(t, "u2", pricedPack, paid("t2"))
	_, err := f.AcceptGift(ctx, f.answer(o))
	facts := refused(t, "accepted", err, purchases.ErrAlreadyOwned)
	same(t, "order", own.ID, facts["order"])
	f.decline(t, o)
	f.gifted(t, o, purchases.RefundDue, purchases.GiftDeclined, true)
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

func giftsListed(t *testing.T, f fixture) {
	var ids []string
	for i := range 5 {
		pack := "pck_" + strconv.Itoa(i)
		f.catalog.Put(catalog.Terms{Pack: pack, Region: "KR", Release: 1, State: catalog.OfferOpen})
		ids = append(ids, f.give(t, pack, free).ID)
	}
	f.place(t, "u2", freePack, free)
	f.accept(t, purchases.Order{ID: ids[4], Ledger: live, Gift: &purchases.Gift{Recipient: "u2"}})
	first, next, err := f.Gifts(ctx, live, "u2", purchases.Page{Limit: 3})
	done(t, "Gifts", err)
	rest, end, err := f.Gifts(ctx, live, "u2", purchases.Page{Limit: 3, After: next})
	done(t, "Gifts", err)
	var got []string
	for _, o := range append(first, rest...) {
		got = append(got, o.ID)
	}
	same(t, "ids", []string{ids[4], ids[3], ids[2], ids[1], ids[0]}, got)
	same(t, "end", "", end)
	if len(first[0].Grants) != 1 || first[0].Grants[0].Holder != "u2" || len(first[1].Grants) != 0 {
		t.Errorf("grants %+v, %+v", first[0].Grants, first[1].Grants)
	}
	_, _, err = f.Gifts(ctx, live, "no holder", purchases.Page{Limit: 3})
	refused(t, "holder", err, purchases.ErrHolderInvalid)
}

func malformedGifts(t *testing.T, f fixture) {
	for name, c := range map[string]struct {
		change func(*purchases.OrderRequest)
		want   *fault.Error
	}{
		"to oneself":      {func(r *purchases.OrderRequest) { r.Recipient = "u1" }, purchases.ErrGiftToSelf},
		"to no holder":    {func(r *purchases.OrderRequest) { r.Recipient = "a/b" }, purchases.ErrHolderInvalid},
		"message only":    {func(r *purchases.OrderRequest) { r.Recipient = "" }, purchases.ErrOrderInvalid},
		"region only":     {func(r *purchases.OrderRequest) { r.Recipient, r.Message, r.RecipientRegion = "", "", "KR" }, purchases.ErrOrderInvalid},
		"region of NUL":   {func(r *purchases.OrderRequest) { r.RecipientRegion = "\x00" }, purchases.ErrOrderInvalid},
		"long message":    {func(r *purchases.OrderRequest) { r.Message = strings.Repeat("한", 501) }, purchases.ErrGiftMessage},
		"escape":          {func(r *purchases.OrderRequest) { r.Message = "\x1b[2J" }, purchases.ErrGiftMessage},
		"message of NUL":  {func(r *purchases.OrderRequest) { r.Message = "\x00" }, purchases.ErrGiftMessage},
		"message no text": {func(r *purchases.OrderRequest) { r.Message = "\xff" }, purchases.ErrGiftMessage},
		"coins":           {func(r *purchases.OrderRequest) { r.Pack, r.Package = "", "hundred" }, purchases.ErrOrderInvalid},
	} {
		r := f.gift(pricedPack, paid("t1"))
		c.change(&r)
		_, err := f.Place(ctx, r)
		refused(t, name, err, c.want)
	}
	same(t, "events", []string{}, f.events(t, live))
	r := f.gift(pricedPack, paid("t1"))
	r.Message = strings.Repeat("한", 500)
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	same(t, "message", r.Message, f.story(t, o).Order.Gift.Message)
}

func acceptAndDecline(t *testing.T, f fixture) {
	services := []*purchases.Service{f.Service, purchases.NewService(f.store, f.catalog, f.clock.Now)}
	for i := range 10 {
		pack := "pck_" + strconv.Itoa(i)
		f.catalog.Put(catalog.Terms{Pack: pack, Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
		o := f.give(t, pack, paid("t"+strconv.Itoa(i)))
		var errs [8]error
		atOnce(len(errs), func(i int) {
			if i%2 == 0 {
				_, errs[i] = services[i/2%2].AcceptGift(ctx, f.answer(o))
			} else {
				_, errs[i] = services[i/2%2].DeclineGift(ctx, f.answer(o))
			}
		})
		accepted := f.entitled(t, live, "u2", pack)
		for i, err := range errs {
			if won := (i%2 == 0) == accepted; won && err != nil || !won && !errors.Is(err, purchases.ErrGiftState) {
				t.Errorf("accepted: %v, but %d is told %v", accepted, i, err)
			}
		}
		state, gift := purchases.RefundDue, purchases.GiftDeclined
		if accepted {
			state, gift = purchases.Fulfilled, purchases.GiftAccepted
		}
		f.gifted(t, o, state, gift, accepted)
	}
}

func manyGivers(t *testing.T, f fixture) {
	const n = 20
	var mu sync.Mutex
	offered, owed := 0, 0
	atOnce(n, func(i int) {
		r := f.gift(pricedPack, paid("t"+strconv.Itoa(i)))
		r.Holder = "giver" + strconv.Itoa(i)
		_, err := f.Place(ctx, r)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			offered++
		case errors.Is(err, purchases.ErrRecipientHasGift):
			owed++
		default:
			t.Error(err)
		}
	})
	if offered != 1 || owed != n-1 {
		t.Errorf("%d offered, %d owed", offered, owed)
	}
	same(t, "balances", map[string]int64{
		"takings:external KRW": 2500 * n, "sales:pck_priced KRW": -2500, "refunds-due KRW": -2500 * (n - 1),
	}, f.balances(t, live))
}

// manyGifts are more than a store writes in one statement, with orders that are none among them.
func manyGifts(t *testing.T, f fixture) {
	atOnce(150, func(i int) {
		n := strconv.Itoa(i)
		r := f.request("u"+n, pricedPack, paid("t"+n))
		if i%3 > 0 {
			r.Recipient = "friend" + n
		}
		o, err := f.Place(ctx, r)
		if err == nil && o.Gift != nil {
			_, err = f.AcceptGift(ctx, f.answer(o))
		}
		if err != nil {
			t.Error(i, err)
		}
	})
	for i := range 150 {
		n := strconv.Itoa(i)
		if f.entitled(t, live, "u"+n, pricedPack) != (i%3 == 0) || f.entitled(t, live, "friend"+n, pricedPack) != (i%3 > 0) {
			t.Errorf("order %d went to the wrong one", i)
		}
	}
}

func acceptedAndBought(t *testing.T, f fixture) {
	for i := range 10 {
		n := strconv.Itoa(i)
		f.catalog.Put(catalog.Terms{Pack: "pck_" + n, Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
		o := f.give(t, "pck_"+n, paid("g"+n))
		var errs [2]error
		atOnce(2, func(i int) {
			if i == 0 {
				_, errs[0] = f.AcceptGift(ctx, f.answer(o))
			} else {
				_, errs[1] = f.Place(ctx, f.request("u2", o.Pack, paid("b"+n)))
			}
		})
		e, err := f.Entitled(ctx, live, "u2", o.Pack)
		done(t, "Entitled", err)
		lost := errs[0]
		if errs[0] == nil {
			lost = errs[1]
		}
		if len(e.Grants) != 1 || !errors.Is(lost, purchases.ErrAlreadyOwned) {
			t.Errorf("%d grants; %v, %v", len(e.Grants), errs[0], errs[1])
		}
	}
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

func answerRepeated(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	a := f.answer(o)
	first, err := f.AcceptGift(ctx, a)
	done(t, "AcceptGift", err)
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	again, err := f.AcceptGift(ctx, a)
	done(t, "AcceptGift again", err)
	stored(t, "answer", first, again)
	a.RequestHash = "another"
	_, err = f.DeclineGift(ctx, a)
	refused(t, "the key of another", err, purchases.ErrKeyReused)
}

func giftLedgersApart(t *testing.T, f fixture) {
	f.accept(t, f.give(t, pricedPack, paid("t1")))
	r := f.gift(pricedPack, paid("t1"))
	r.Ledger = trial
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	f.gifted(t, o, purchases.Fulfilled, purchases.GiftOffered, false)
	gifts, _, err := f.Gifts(ctx, trial, "u2", purchases.Page{Limit: 10})
	done(t, "Gifts", err)
	if len(gifts) != 1 || gifts[0].ID != o.ID {
		t.Errorf("gifts %+v", gifts)
	}
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

func giftIsTheGiversOrder(t *testing.T, f fixture) {
	o := f.give(t, pricedPack, paid("t1"))
	f.accept(t, o)
	_, err := f.Order(ctx, live, "u2", o.ID)
	refused(t, "the recipient reads it", err, purchases.ErrOrderNotFound)
	r := f.refund(o, 0)
	r.Holder = "u2"
	_, err = f.Refund(ctx, r)
	refused(t, "the recipient gives its money back", err, purchases.ErrOrderNotFound)
	orders, _, err := f.Orders(ctx, live, "u1", purchases.Page{Limit: 10})
	done(t, "Orders", err)
	if len(orders) != 1 || len(orders[0].Grants) != 1 || orders[0].Grants[0].Holder != "u2" {
		t.Errorf("orders %+v", orders)
	}
}

func giftsOfManyPacks(t *testing.T, f fixture) {
	const n = 20
	for i := range n {
		f.catalog.Put(catalog.Terms{Pack: "pck_" + strconv.Itoa(i), Region: "KR", Release: 1, State: catalog.OfferOpen})
	}
	atOnce(4*n, func(i int) {
		r := f.gift("pck_"+strconv.Itoa(i%n), free)
		r.Holder = "giver" + strconv.Itoa(i)
		if _, err := f.Place(ctx, r); err != nil && !errors.Is(err, purchases.ErrRecipientHasGift) {
			t.Error(err)
		}
	})
	gifts, _, err := f.Gifts(ctx, live, "u2", purchases.Page{Limit: 10 * n})
	done(t, "Gifts", err)
	same(t, "gifts", n, len(gifts))
}
