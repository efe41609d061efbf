package purchasestest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var checkInTests = map[string]func(*testing.T, fixture){
	"AHolderChecksInOnce":            aHolderChecksInOnce,
	"OfFiftyAtTheGateOneIsLetIn":     ofFiftyAtTheGateOneIsLetIn,
	"TheSameRequestIsAnsweredAgain":  theSameRequestIsAnsweredAgain,
	"TheGateKnowsItsTickets":         theGateKnowsItsTickets,
	"TicketsAreFound":                ticketsAreFound,
	"APassIsHandedOnOnce":            aPassIsHandedOnOnce,
	"APassIsHandedOnUntilAMoment":    aPassIsHandedOnUntilAMoment,
	"SomePassesAreNotHandedOn":       somePassesAreNotHandedOn,
	"ARefundTakesWhatWasHandedOn":    aRefundTakesWhatWasHandedOn,
	"WhatIsHandedBackIsTheBuyers":    whatIsHandedBackIsTheBuyers,
	"NobodyIsHandedASecondOne":       nobodyIsHandedASecondOne,
	"OneTicketGoesToOneOfMany":       oneTicketGoesToOneOfMany,
	"ADisputeKeepsTheSeatAndTheDoor": aDisputeKeepsTheSeatAndTheDoor,
}

func (f fixture) atGate(p pass.Pass, ticket string) purchases.CheckIn {
	return purchases.CheckIn{Intent: f.intent(live), Pass: p.ID, Ticket: ticket, Gate: "north"}
}

func (f fixture) handOn(from string, p pass.Pass, to string) (purchases.Grant, error) {
	return f.HandOn(ctx, purchases.HandOn{Intent: f.intent(live), Holder: from, Pass: p.ID, Recipient: to})
}

func aHolderChecksInOnce(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	o := f.buyPass(t, "fan", p, "t1")
	ticket := f.ticket(t, "fan", p)
	f.at(doors.Add(-time.Microsecond))
	_, err := f.CheckIn(ctx, f.atGate(p, ticket))
	refused(t, "too early", err, purchases.ErrPassNotOpen)
	f.at(doors)
	g, err := f.CheckIn(ctx, f.atGate(p, ticket))
	done(t, "CheckIn", err)
	if g.ID != o.Grants[0].ID || g.Holder != "fan" || g.Serial != 1 || !g.CheckedInAt.Equal(f.clock.Now()) {
		t.Errorf("checked in: %+v", g)
	}
	_, err = f.CheckIn(ctx, f.atGate(p, ticket))
	facts := refused(t, "again", err, purchases.ErrCheckedIn)
	same(t, "gate", "north", fmt.Sprint(facts["gate"]))
	by := f.atGate(p, "")
	by.Holder = "fan"
	_, err = f.CheckIn(ctx, by)
	refused(t, "by name", err, purchases.ErrCheckedIn)
	_, err = f.handOn("fan", p, "friend")
	same(t, "reason", "checked-in", fmt.Sprint(refused(t, "hand on", err, purchases.ErrNotTransferable)["reason"]))
	a, err := f.Admission(ctx, live, "fan", p.ID)
	done(t, "Admission", err)
	if a.Reason != "" || !a.Grant.CheckedInAt.Equal(doors) || a.Grant.Gate != "north" {
		t.Errorf("admission: %+v", a)
	}
	same(t, "events", []string{"order.fulfilled", "pass.checked_in"}, f.events(t, live))
	f.buyPass(t, "slow", p, "t2")
	f.at(curtain)
	by.Intent, by.Holder = f.intent(live), "slow"
	_, err = f.CheckIn(ctx, by)
	refused(t, "too late", err, purchases.ErrPassNotOpen)
	by.Intent, by.Gate = f.intent(live), strings.Repeat("x", 101)
	_, err = f.CheckIn(ctx, by)
	refused(t, "a long gate", err, purchases.ErrOrderInvalid)
}

func ofFiftyAtTheGateOneIsLetIn(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	f.buyPass(t, "fan", p, "t1")
	ticket := f.ticket(t, "fan", p)
	f.at(doors)
	var tries sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 50 {
		tries.Go(func() {
			_, err := f.CheckIn(ctx, f.atGate(p, ticket))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				in++
			} else if !errors.Is(err, purchases.ErrCheckedIn) {
				t.Error(err)
			}
		})
	}
	tries.Wait()
	same(t, "let in", 1, in)
}

func theSameRequestIsAnsweredAgain(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	f.buyPass(t, "fan", p, "t1")
	request := purchases.HandOn{Intent: f.intent(live), Holder: "fan", Pass: p.ID, Recipient: "friend"}
	first, err := f.HandOn(ctx, request)
	done(t, "HandOn", err)
	again, err := f.HandOn(ctx, request)
	done(t, "HandOn", err)
	same(t, "handed on", first, again)
	f.at(doors)
	check := f.atGate(p, f.ticket(t, "friend", p))
	let, err := f.CheckIn(ctx, check)
	done(t, "CheckIn", err)
	f.at(curtain)
	once, err := f.CheckIn(ctx, check)
	done(t, "CheckIn", err)
	same(t, "checked in", let, once)
	check.RequestHash = "other"
	_, err = f.CheckIn(ctx, check)
	refused(t, "another request", err, purchases.ErrKeyReused)
}

func theGateKnowsItsTickets(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	elsewhere := f.sold(t, meeting())
	f.buyPass(t, "fan", p, "t1")
	ticket := f.ticket(t, "fan", p)
	f.at(doors)
	_, err := f.CheckIn(ctx, f.atGate(elsewhere, ticket))
	same(t, "pass", p.ID, fmt.Sprint(refused(t, "of another pass", err, purchases.ErrTicketForeign)["pass"]))
	theirs := f.atGate(p, ticket)
	for _, ledger := range []purchases.Ledger{other, trial} {
		theirs.Intent = f.intent(ledger)
		_, err = f.CheckIn(ctx, theirs)
		if facts := refused(t, "of another app", err, purchases.ErrTicketForeign); len(facts) != 0 {
			t.Errorf("told %v", facts)
		}
	}
	for _, bad := range []string{"nothing", ticket[:len(ticket)-1], ticket + "A", strings.Repeat("A", 10<<20)} {
		_, err = f.CheckIn(ctx, f.atGate(p, bad))
		refused(t, "no ticket", err, pass.ErrTicketInvalid)
	}
	f.SignTickets(ticketKeys(t, 'b'))
	_, err = f.CheckIn(ctx, f.atGate(p, ticket))
	refused(t, "by a key that is gone", err, pass.ErrTicketInvalid)
	f.SignTickets(ticketKeys(t, 'b', 'a'))
	_, err = f.CheckIn(ctx, f.atGate(p, ticket))
	done(t, "by an earlier key", err)
}

func aPassIsHandedOnOnce(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	o := f.buyPass(t, "fan", p, "t1")
	old := f.ticket(t, "fan", p)
	_, err := f.handOn("fan", p, "fan")
	refused(t, "to oneself", err, purchases.ErrNotTransferable)
	_, err = f.handOn("nobody", p, "friend")
	refused(t, "of nobody", err, purchases.ErrPassNotHeld)
	g, err := f.handOn("fan", p, "friend")
	done(t, "HandOn", err)
	if g.Holder != "friend" || g.Serial != 1 || g.Ticket != 2 || g.Source != o.ID || g.Kind != purchases.GrantGift {
		t.Errorf("handed on: %+v", g)
	}
	_, err = f.handOn("friend", p, "third")
	same(t, "reason", "handed-on", fmt.Sprint(refused(t, "twice", err, purchases.ErrNotTransferable)["reason"]))
	_, err = f.handOn("fan", p, "third")
	refused(t, "what one has no more", err, purchases.ErrPassNotHeld)
	gifts, _, err := f.Gifts(ctx, live, "friend", purchases.Page{Limit: 10})
	done(t, "Gifts", err)
	same(t, "gifts", []purchases.Order{}, gifts)
	_, err = f.DeclineGift(ctx, purchases.GiftAnswer{Intent: f.intent(live), Recipient: "friend", Gift: o.ID})
	refused(t, "as a gift", err, purchases.ErrGiftNotFound)
	f.at(doors)
	same(t, "who had it", purchases.NotHeld, f.admitted(t, "fan", p))
	same(t, "who has it", "", f.admitted(t, "friend", p))
	_, err = f.CheckIn(ctx, f.atGate(p, old))
	same(t, "reason", "transfer", fmt.Sprint(refused(t, "the old ticket", err, purchases.ErrTicketRevoked)["reason"]))
	_, err = f.CheckIn(ctx, f.atGate(p, f.ticket(t, "friend", p)))
	done(t, "CheckIn", err)
	same(t, "events", []string{"order.fulfilled", "pass.transferred", "pass.checked_in"}, f.events(t, live))
}

func aPassIsHandedOnUntilAMoment(t *testing.T, f fixture) {
	p := meeting()
	p.Transfer, p.Until = pass.TransferUntil, doors.Add(-time.Hour)
	p = f.sold(t, p)
	f.buyPass(t, "u0", p, "t1")
	for i := range 3 {
		g, err := f.handOn(fmt.Sprint("u", i), p, fmt.Sprint("u", i+1))
		done(t, "HandOn", err)
		same(t, "ticket", int64(i+2), g.Ticket)
	}
	f.at(p.Until)
	_, err := f.handOn("u3", p, "u4")
	same(t, "reason", "too-late", fmt.Sprint(refused(t, "too late", err, purchases.ErrNotTransferable)["reason"]))
}

func somePassesAreNotHandedOn(t *testing.T, f fixture) {
	p := meeting()
	p.Transfer = pass.TransferNone
	p = f.sold(t, p)
	f.buyPass(t, "fan", p, "t1")
	_, err := f.handOn("fan", p, "friend")
	same(t, "reason", "never", fmt.Sprint(refused(t, "never", err, purchases.ErrNotTransferable)["reason"]))
	once := f.sold(t, meeting())
	f.buyPass(t, "fan", once, "t2")
	f.at(curtain)
	_, err = f.handOn("fan", once, "friend")
	same(t, "reason", "over", fmt.Sprint(refused(t, "over", err, purchases.ErrNotTransferable)["reason"]))
}

func aRefundTakesWhatWasHandedOn(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	o := f.buyPass(t, "fan", p, "t1")
	_, err := f.handOn("fan", p, "friend")
	done(t, "HandOn", err)
	ticket := f.ticket(t, "friend", p)
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.at(doors)
	same(t, "friend", purchases.NotHeld, f.admitted(t, "friend", p))
	_, err = f.CheckIn(ctx, f.atGate(p, ticket))
	refused(t, "their ticket", err, purchases.ErrTicketRevoked)
	same(t, "seats", [4]int64{3, 3, 0, 0}, f.stock(t, p.ID))
}

func whatIsHandedBackIsTheBuyers(t *testing.T, f fixture) {
	p := meeting()
	p.Transfer, p.Until = pass.TransferUntil, doors
	p = f.sold(t, p)
	o := f.buyPass(t, "fan", p, "t1")
	_, err := f.handOn("fan", p, "friend")
	done(t, "HandOn", err)
	g, err := f.handOn("friend", p, "fan")
	done(t, "HandOn", err)
	read, err := f.Order(ctx, live, "fan", o.ID)
	done(t, "Order", err)
	if read.Gift != nil || g.Kind != purchases.GrantPurchase || g.Ticket != 3 {
		t.Errorf("back: %+v %+v", g, read.Gift)
	}
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	same(t, "refunded", purchases.NotHeld, f.admitted(t, "fan", p))
}

func nobodyIsHandedASecondOne(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	f.buyPass(t, "a", p, "t1")
	f.buyPass(t, "b", p, "t2")
	_, err := f.handOn("a", p, "b")
	refused(t, "who has one", err, purchases.ErrPassHeld)
	f.buyPass(t, "c", p, "t3")
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i, from := range []string{"a", "b"} {
		both.Go(func() { _, errs[i] = f.handOn(from, p, "d") })
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), purchases.ErrPassHeld) {
		t.Errorf("two at once: %v", errs)
	}
}

func oneTicketGoesToOneOfMany(t *testing.T, f fixture) {
	p := meeting()
	p.Transfer, p.Until = pass.TransferUntil, doors
	p = f.sold(t, p)
	f.buyPass(t, "fan", p, "t1")
	var tries sync.WaitGroup
	var mu sync.Mutex
	got := 0
	for i := range 10 {
		tries.Go(func() {
			_, err := f.handOn("fan", p, fmt.Sprint("friend", i))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				got++
			} else if !errors.Is(err, purchases.ErrPassNotHeld) {
				t.Error(err)
			}
		})
	}
	tries.Wait()
	same(t, "got it", 1, got)
	same(t, "seats", [4]int64{3, 2, 0, 1}, f.stock(t, p.ID))
}

func aDisputeKeepsTheSeatAndTheDoor(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	o, err := f.Place(ctx, f.askPass("fan", p, purchases.PayWith{Provider: purchases.Stripe}))
	done(t, "Place", err)
	told := purchases.Standing{Payment: o.Payment.ID, Taken: &price}
	done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, told))
	f.at(doors)
	_, err = f.CheckIn(ctx, f.atGate(p, f.ticket(t, "fan", p)))
	done(t, "CheckIn", err)
	told.Dispute, told.Disputed = purchases.DisputeOpen, price.Amount
	done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, told))
	same(t, "disputed", purchases.NotHeld, f.admitted(t, "fan", p))
	told.Dispute = purchases.DisputeWon
	done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, told))
	a, err := f.Admission(ctx, live, "fan", p.ID)
	done(t, "Admission", err)
	if a.Grant == nil || a.Grant.Serial != 1 || a.Grant.Ticket != 2 || a.Grant.CheckedInAt == nil || a.Grant.Gate != "north" {
		t.Errorf("won: %+v", a.Grant)
	}
}
