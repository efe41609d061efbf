package purchasestest

import (
	"strconv"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// giftTests are behaviours of packs that somebody else pays for: "u1" gives, "u2" gets.
var giftTests = map[string]func(*testing.T, fixture){
	"GiftIsOfferedAndAccepted":             giftAccepted,
	"AnswersAreGivenOnce":                  answersOnce,
	"NobodyElseAnswers":                    nobodyElseAnswers,
	"UnpaidGiftIsNotSeen":                  unpaidGift,
	"GiftsAreListedNewestFirst":            giftsListed,
	"RepeatedAnswerIsAnsweredFromItsReply": answerRepeated,
	"GiftsOfTestModeAreApart":              giftLedgersApart,
	"ARecipientsOwnOrdersAreNotTheGivers":  giftIsTheGiversOrder,
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
