package purchasestest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

var passTests = map[string]func(*testing.T, fixture){
	"APassAdmitsInItsWindow":            aPassAdmitsInItsWindow,
	"ADraftIsSeenByNobody":              aDraftIsSeenByNobody,
	"APassIsSoldInItsTimeAndRegion":     aPassIsSoldInItsTimeAndRegion,
	"AHolderHasOnePass":                 aHolderHasOnePass,
	"SeatsAreHeldAndNumbered":           seatsAreHeldAndNumbered,
	"CapacityIsNeverLessThanWhatIsSold": capacityIsNeverLessThanWhatIsSold,
	"ARefundTakesThePass":               aRefundTakesThePass,
	"EditorsOfAPassMeet":                editorsOfAPassMeet,
	"PassesAreNoPacks":                  passesAreNoPacks,
	"AMovedPassIsToldOf":                aMovedPassIsToldOf,
	"ACancelledPassIsPaidBack":          aCancelledPassIsPaidBack,
	"MoneyForACancelledPassIsOwed":      moneyForACancelledPassIsOwed,
	"TheBoardSaysWhatIsOnOffer":         theBoardSaysWhatIsOnOffer,
}

func aPassAdmitsInItsWindow(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	o := f.buyPass(t, "fan", p, "t1")
	if o.Kind != purchases.PassProduct || o.Pack != p.ID || len(o.Grants) != 1 || o.Grants[0].Serial != 1 || o.Grants[0].Ticket != 1 {
		t.Fatalf("ordered: %+v", o)
	}
	read, err := f.Order(ctx, live, "fan", o.ID)
	done(t, "Order", err)
	stored(t, "order", o, read)
	for _, step := range []struct {
		at   time.Time
		want string
	}{
		{start, purchases.NotOpen}, {doors.Add(-time.Microsecond), purchases.NotOpen}, {doors, ""},
		{curtain.Add(-time.Microsecond), ""}, {curtain, purchases.Over},
	} {
		f.at(step.at)
		same(t, step.at.String(), step.want, f.admitted(t, "fan", p))
		same(t, "a stranger", purchases.NotHeld, f.admitted(t, "other", p))
	}
	ticket, text, err := f.Ticket(ctx, live, "fan", p.ID)
	done(t, "Ticket", err)
	same(t, "ticket", pass.Ticket{
		Ledger: live.ID(), Pass: p.ID, Grant: o.Grants[0].ID, Number: 1, Seat: 1, OpensAt: doors, ClosesAt: curtain,
	}, ticket)
	if again := f.ticket(t, "fan", p); again != text {
		t.Error("the same ticket has two texts")
	}
	same(t, "books", map[string]int64{"takings:external KRW": 2500, "sales:" + p.ID + " KRW": -2500}, f.balances(t, live))
}

func aDraftIsSeenByNobody(t *testing.T, f fixture) {
	p := f.save(t, meeting())
	_, err := f.Place(ctx, f.askPass("fan", p, external))
	refused(t, "order", err, pass.ErrNotFound)
	_, err = f.Admission(ctx, live, "fan", p.ID)
	refused(t, "admission", err, pass.ErrNotFound)
	due := refused(t, "unknown, paid", func() error {
		_, err := f.Place(ctx, f.askPass("fan", pass.Pass{ID: "nothing"}, paid("t1")))
		return err
	}(), pass.ErrNotFound)
	o, err := f.Order(ctx, live, "fan", due["refund_due"].(string))
	done(t, "Order", err)
	if o.State != purchases.RefundDue || o.Kind != purchases.PassProduct || o.Pack != "nothing" {
		t.Errorf("what was paid: %+v", o)
	}
	bare := meeting()
	bare.Offers = nil
	bare = f.save(t, bare)
	bare.State = pass.OnSale
	_, err = f.SavePass(ctx, operator, bare, nil)
	refused(t, "on sale nowhere", err, pass.ErrInvalid)
	done(t, "RemovePass", f.RemovePass(ctx, operator, p.ID, p.Version))
	_, err = f.Pass(ctx, p.ID)
	refused(t, "removed", err, pass.ErrNotFound)
}

func aPassIsSoldInItsTimeAndRegion(t *testing.T, f fixture) {
	p := meeting()
	p.SaleFrom, p.SaleUntil = start.Add(time.Hour).Truncate(time.Second), start.Add(2*time.Hour).Truncate(time.Second)
	p = f.sold(t, p)
	ask := func(region string, with purchases.PayWith) error {
		r := f.askPass("fan-"+region+string(with.Provider), p, with)
		r.Region = region
		_, err := f.Place(ctx, r)
		return err
	}
	same(t, "announced", "announced", fmt.Sprint(refused(t, "too early", ask("KR", external), pass.ErrNotOnSale)["state"]))
	f.at(p.SaleFrom)
	refused(t, "elsewhere", ask("US", external), pass.ErrNotOffered)
	refused(t, "no region", ask("KOR", external), catalog.ErrRegionNotFound)
	refused(t, "not for nothing", ask("KR", free), purchases.ErrPaymentRequired)
	done(t, "free where it is", ask("JP", free))
	done(t, "reserved", ask("KR", external))
	f.at(p.SaleUntil)
	same(t, "over", "closed", fmt.Sprint(refused(t, "too late", ask("KR", external), pass.ErrNotOnSale)["state"]))
	r := f.askPass("fan", p, external)
	r.Recipient = "friend"
	_, err := f.Place(ctx, r)
	refused(t, "as a gift", err, purchases.ErrOrderInvalid)
	p.State = pass.Stopped
	p = f.save(t, p)
	f.at(doors)
	same(t, "stopped admits", "", f.admitted(t, "fan-JPfree", p))
}

func aHolderHasOnePass(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	first := f.buyPass(t, "fan", p, "t1")
	_, err := f.Place(ctx, f.askPass("fan", p, external))
	same(t, "order", first.ID, fmt.Sprint(refused(t, "twice", err, purchases.ErrPassHeld)["order"]))
	_, err = f.Place(ctx, f.askPass("fan", p, paid("t2")))
	if refused(t, "twice, paid", err, purchases.ErrPassHeld)["refund_due"] == nil {
		t.Error("the money is lost")
	}
	var places sync.WaitGroup
	var mu sync.Mutex
	got := 0
	for i := range 8 {
		places.Go(func() {
			_, err := f.Place(ctx, f.askPass("crowd", p, paid(fmt.Sprint("c", i))))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				got++
			} else if !errors.Is(err, purchases.ErrPassHeld) {
				t.Error(err)
			}
		})
	}
	places.Wait()
	same(t, "of eight at once", 1, got)
}

func seatsAreHeldAndNumbered(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	reserved := make([]purchases.Order, 3)
	for i := range reserved {
		var err error
		reserved[i], err = f.Place(ctx, f.askPass(fmt.Sprint("u", i), p, external))
		done(t, "Place", err)
	}
	_, err := f.Place(ctx, f.askPass("late", p, external))
	same(t, "pass", p.ID, fmt.Sprint(refused(t, "all held", err, purchases.ErrWaiting)["pass"]))
	f.clock.advance(purchases.ReserveFor)
	_, err = f.Sweep(ctx, 10)
	done(t, "Sweep", err)
	for i, holder := range []string{"a", "b", "c"} {
		if o := f.buyPass(t, holder, p, "t"+holder); o.Grants[0].Serial != int64(i+1) {
			t.Errorf("seat of %s: %+v", holder, o.Grants)
		}
	}
	_, err = f.Confirm(ctx, f.confirmation(reserved[0], "t0", 2500))
	if refused(t, "too late", err, purchases.ErrSoldOut)["refund_due"] == nil {
		t.Error("the money is lost")
	}
	endless := meeting()
	endless.Capacity, endless.Kind = 0, pass.ChatRoom
	endless = f.sold(t, endless)
	for i := range 4 {
		if o := f.buyPass(t, fmt.Sprint("e", i), endless, fmt.Sprint("e", i)); o.Grants[0].Serial != 0 || o.Grants[0].Ticket != 1 {
			t.Errorf("a seat in an endless room: %+v", o.Grants)
		}
	}
}

func capacityIsNeverLessThanWhatIsSold(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	f.buyPass(t, "a", p, "t1")
	f.buyPass(t, "b", p, "t2")
	p.Capacity = 1
	_, err := f.SavePass(ctx, operator, p, nil)
	same(t, "least", "2", fmt.Sprint(refused(t, "lower", err, pass.ErrSeatsTaken)["least"]))
	p.Capacity = 0
	_, err = f.SavePass(ctx, operator, p, nil)
	refused(t, "without numbers", err, pass.ErrState)
	p.Capacity = 2
	p = f.save(t, p)
	_, err = f.Place(ctx, f.askPass("c", p, external))
	refused(t, "full", err, purchases.ErrSoldOut)
	p.Capacity = 3
	p = f.save(t, p)
	same(t, "seat", int64(3), f.buyPass(t, "c", p, "t3").Grants[0].Serial)
	found, err := f.Attendance(ctx, p.ID)
	done(t, "Attendance", err)
	same(t, "attendance", []purchases.Attendance{{Ledger: live, Holders: 3}}, found)
}

func aRefundTakesThePass(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	o := f.buyPass(t, "fan", p, "t1")
	ticket := f.ticket(t, "fan", p)
	_, err := f.Refund(ctx, f.refund(o, 1000))
	done(t, "Refund", err)
	f.at(doors)
	same(t, "a part", "", f.admitted(t, "fan", p))
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	same(t, "all", purchases.NotHeld, f.admitted(t, "fan", p))
	_, err = f.CheckIn(ctx, purchases.CheckIn{Intent: f.intent(live), Pass: p.ID, Ticket: ticket})
	same(t, "reason", "refund", fmt.Sprint(refused(t, "the ticket", err, purchases.ErrTicketRevoked)["reason"]))
	f.at(start)
	if again := f.buyPass(t, "fan", p, "t2"); again.Grants[0].Serial != 1 {
		t.Errorf("the seat is free: %+v", again.Grants)
	}
}

func editorsOfAPassMeet(t *testing.T, f fixture) {
	mine := f.save(t, meeting())
	theirs := mine
	theirs.Capacity = 5
	theirs = f.save(t, theirs)
	_, err := f.SavePass(ctx, operator, mine, nil)
	refused(t, "an older one", err, pass.ErrStale)
	refused(t, "remove", f.RemovePass(ctx, operator, mine.ID, mine.Version), pass.ErrStale)
	read, err := f.Pass(ctx, mine.ID)
	done(t, "Pass", err)
	same(t, "kept", theirs, read)
	all, err := f.Passes(ctx, "", 10)
	done(t, "Passes", err)
	same(t, "all", []pass.Pass{theirs}, all)
	for _, state := range []pass.State{pass.Stopped, pass.Cancelled, "nonsense"} {
		wrong := theirs
		wrong.State = state
		_, err = f.SavePass(ctx, operator, wrong, nil)
		refused(t, string(state), err, pass.ErrState)
	}
	theirs.State = pass.OnSale
	theirs = f.save(t, theirs)
	refused(t, "remove", f.RemovePass(ctx, operator, theirs.ID, 0), pass.ErrState)
	theirs.State = pass.Cancelled
	theirs = f.save(t, theirs)
	_, err = f.SavePass(ctx, operator, theirs, nil)
	refused(t, "for ever", err, pass.ErrState)
}

func passesAreNoPacks(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	f.buyPass(t, "fan", p, "t1")
	f.place(t, "fan", pricedPack, paid("t2"))
	owned, err := f.OwnedPacks(ctx, live, "fan")
	done(t, "OwnedPacks", err)
	same(t, "packs", []string{pricedPack}, owned)
	held, err := f.HeldPasses(ctx, live, "fan")
	done(t, "HeldPasses", err)
	if len(held) != 1 || held[0].Pass.ID != p.ID || held[0].Grant.Ticket != 1 {
		t.Errorf("passes: %+v", held)
	}
	_, _, err = f.Ticket(ctx, trial, "fan", p.ID)
	refused(t, "in the other books", err, purchases.ErrPassNotHeld)
	_, err = f.Place(ctx, f.request("fan", p.ID, external))
	refused(t, "as a pack", err, catalog.ErrPackNotFound)
}

func aMovedPassIsToldOf(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	p.OpensAt, p.ClosesAt = doors.Add(time.Hour), curtain.Add(time.Hour)
	p = f.save(t, p) // nobody has it
	f.buyPass(t, "fan", p, "t1")
	p.OpensAt = doors.Add(2 * time.Hour)
	p = f.save(t, p)
	same(t, "events", []string{"order.fulfilled", "pass.moved"}, f.events(t, live))
	ticket, _, err := f.Ticket(ctx, live, "fan", p.ID)
	done(t, "Ticket", err)
	same(t, "opens", p.OpensAt, ticket.OpensAt)
	f.at(doors.Add(time.Hour))
	same(t, "at the old hour", purchases.NotOpen, f.admitted(t, "fan", p))
}

func aCancelledPassIsPaidBack(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	paidFor := f.buyPass(t, "fan", p, "t1")
	r := f.askPass("jp", p, free)
	r.Region = "JP"
	gratis, err := f.Place(ctx, r)
	done(t, "Place", err)
	handed := f.buyPass(t, "giver", p, "t2")
	_, err = f.HandOn(ctx, purchases.HandOn{Intent: f.intent(live), Holder: "giver", Pass: p.ID, Recipient: "friend"})
	done(t, "HandOn", err)
	p.State = pass.Cancelled
	p = f.save(t, p)
	same(t, "admission", purchases.NotToTake, f.admitted(t, "fan", p))
	for range 2 {
		_, err = f.GiveBackCancelled(ctx, 10)
		done(t, "GiveBackCancelled", err)
	}
	same(t, "paid", purchases.RefundDue, f.state(t, paidFor))
	same(t, "free", purchases.Refunded, f.state(t, gratis))
	same(t, "handed on", purchases.RefundDue, f.state(t, handed))
	for _, holder := range []string{"fan", "jp", "friend"} {
		held, err := f.HeldPasses(ctx, live, holder)
		done(t, "HeldPasses", err)
		same(t, holder, []purchases.HeldPass{}, held)
	}
	same(t, "due", map[string]int64{"takings:external KRW": 5000, "sales:" + p.ID + " KRW": 0, "refunds-due KRW": -5000}, f.balances(t, live))
	_, err = f.Refund(ctx, f.refund(paidFor, 0))
	done(t, "Refund", err)
	same(t, "settled", purchases.Refunded, f.state(t, paidFor))
	if n := len(slices.DeleteFunc(f.events(t, live), func(typ string) bool { return typ != "pass.cancelled" })); n != 1 {
		t.Errorf("told %d times", n)
	}
}

func moneyForACancelledPassIsOwed(t *testing.T, f fixture) {
	p := f.sold(t, meeting())
	reserved, err := f.Place(ctx, f.askPass("fan", p, external))
	done(t, "Place", err)
	p.State = pass.Cancelled
	p = f.save(t, p)
	_, err = f.Confirm(ctx, f.confirmation(reserved, "t1", 2500))
	refused(t, "Confirm", err, pass.ErrNotOnSale)
	same(t, "state", purchases.RefundDue, f.state(t, reserved))
	_, _, err = f.Ticket(ctx, live, "fan", p.ID)
	refused(t, "Ticket", err, pass.ErrState)
}

func theBoardSaysWhatIsOnOffer(t *testing.T, f fixture) {
	later := meeting()
	later.SaleFrom, later.OpensAt, later.Capacity = start.Add(time.Hour).Truncate(time.Second), doors.Add(time.Minute), 1
	now, later := f.sold(t, meeting()), f.sold(t, later)
	f.save(t, meeting())
	board := purchases.NewBoard(f.store, f.catalog, f.clock.Now)
	look := func() []string {
		t.Helper()
		done(t, "Refresh", board.Refresh(ctx))
		var found []string
		for _, p := range board.Current().In("KR") {
			found = append(found, p.ID+" "+string(p.Terms.State))
		}
		return found
	}
	same(t, "at first", []string{now.ID + " open", later.ID + " announced"}, look())
	first := board.Current()
	if !first.Expires.Equal(later.SaleFrom) || len(first.In("US")) != 0 {
		t.Errorf("expires %v, in the US %v", first.Expires, first.In("US"))
	}
	f.at(later.SaleFrom)
	same(t, "opened", []string{now.ID + " open", later.ID + " open"}, look())
	if board.Current().Revision == first.Revision {
		t.Error("it opened, and the revision is the same")
	}
	f.buyPass(t, "fan", later, "t1")
	same(t, "sold out", []string{now.ID + " open", later.ID + " sold_out"}, look())
	f.at(curtain)
	same(t, "in the end", []string(nil), look())
}
