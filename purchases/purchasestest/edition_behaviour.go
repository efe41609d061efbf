package purchasestest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

var editionTests = map[string]func(*testing.T, fixture){
	"EachPieceHasItsNumber":                 eachPieceHasItsNumber,
	"OfOtherPacksThereIsNoEnd":              ofOtherPacksThereIsNoEnd,
	"TheLastPieceIsSoldOnce":                theLastPieceIsSoldOnce,
	"WhoPaysHoldsAPiece":                    whoPaysHoldsAPiece,
	"APieceComesBackFromWhoDoesNotPay":      aPieceComesBackFromWhoDoesNotPay,
	"APieceComesBackFromAPaymentThatFailed": aPieceComesBackFromAPaymentThatFailed,
	"OneHolderHoldsOnePiece":                oneHolderHoldsOnePiece,
	"MoneyThatComesTooLateIsOwed":           moneyThatComesTooLateIsOwed,
	"ANumberComesBackWithItsMoney":          aNumberComesBackWithItsMoney,
	"ADisputeKeepsItsNumber":                aDisputeKeepsItsNumber,
	"AGiftHoldsItsPiece":                    aGiftHoldsItsPiece,
	"TryingTakesNoPiece":                    tryingTakesNoPiece,
	"StockIsNeverLessThanWhatIsTaken":       stockIsNeverLessThanWhatIsTaken,
	"ACrowdBuysExactlyAllPieces":            aCrowdBuysExactlyAllPieces,
}

// limit makes a pack an edition of that many pieces.
func (f fixture) limit(t *testing.T, pack string, stock int64) {
	t.Helper()
	_, err := f.SetStock(ctx, journal.Origin{Actor: "acc_operator"}, pack, stock)
	done(t, "SetStock", err)
}

// stock says how an edition stands: pieces, those that are left, held and sold.
func (f fixture) stock(t *testing.T, pack string) [4]int64 {
	t.Helper()
	e, err := f.Edition(ctx, pack, false)
	done(t, "Edition", err)
	return [4]int64{e.Stock, e.Left(), e.Reserved, e.Sold()}
}

func serialOf(t *testing.T, o purchases.Order) int64 {
	t.Helper()
	if len(o.Grants) != 1 {
		t.Fatalf("%d grants", len(o.Grants))
	}
	return o.Grants[0].Serial
}

func eachPieceHasItsNumber(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 3)
	for i := range int64(3) {
		o := f.place(t, fmt.Sprint("u", i), pricedPack, paid(fmt.Sprint("t", i)))
		same(t, "serial", i+1, serialOf(t, o))
		read, err := f.Order(ctx, live, o.Holder, o.ID)
		done(t, "Order", err)
		stored(t, "order", o, read)
		e, err := f.Entitled(ctx, live, o.Holder, pricedPack)
		done(t, "Entitled", err)
		same(t, "serial of the grant", i+1, e.Grants[0].Serial)
	}
	same(t, "stock", [4]int64{3, 0, 0, 3}, f.stock(t, pricedPack))
}

func ofOtherPacksThereIsNoEnd(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	o := f.place(t, "u1", freePack, free)
	same(t, "serial", int64(0), serialOf(t, o))
	_, err := f.Edition(ctx, freePack, false)
	refused(t, "Edition", err, purchases.ErrEditionNotFound)
}

func theLastPieceIsSoldOnce(t *testing.T, f fixture) {
	f.limit(t, freePack, 1)
	first := f.request("u1", freePack, free)
	o, err := f.Place(ctx, first)
	done(t, "Place", err)
	_, err = f.Place(ctx, f.request("u2", freePack, free))
	same(t, "pack", freePack, refused(t, "Place", err, purchases.ErrSoldOut)["pack"].(string))
	again, err := f.Place(ctx, first)
	done(t, "Place again", err)
	stored(t, "the same answer", o, again)
	same(t, "stock", [4]int64{1, 0, 0, 1}, f.stock(t, freePack))
}

func whoPaysHoldsAPiece(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 2)
	waiting := f.place(t, "u1", pricedPack, external)
	f.place(t, "u2", pricedPack, stripe)
	same(t, "stock", [4]int64{2, 0, 2, 0}, f.stock(t, pricedPack))
	_, err := f.Place(ctx, f.request("u3", pricedPack, external))
	if wait := refused(t, "Place", err, purchases.ErrWaiting)["retry_after"]; wait.(time.Duration) <= 0 {
		t.Error("nobody is told when to come again")
	}
	o, err := f.Confirm(ctx, f.confirmation(waiting, "t1", price.Amount))
	done(t, "Confirm", err)
	same(t, "serial", int64(1), serialOf(t, o))
	same(t, "stock", [4]int64{2, 0, 1, 1}, f.stock(t, pricedPack))
}

func aPieceComesBackFromWhoDoesNotPay(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 2)
	given := f.place(t, "u1", pricedPack, external)
	f.place(t, "u2", pricedPack, external)
	_, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: given.ID})
	done(t, "Cancel", err)
	same(t, "after the cancellation", [4]int64{2, 1, 1, 0}, f.stock(t, pricedPack))
	f.clock.advance(purchases.ReserveFor)
	_, err = f.Sweep(ctx, 10)
	done(t, "Sweep", err)
	same(t, "after the reservation", [4]int64{2, 2, 0, 0}, f.stock(t, pricedPack))
}

func aPieceComesBackFromAPaymentThatFailed(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	o := f.place(t, "u1", pricedPack, stripe)
	done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, purchases.Standing{Payment: o.Payment.ID, Ended: true}))
	same(t, "stock", [4]int64{1, 1, 0, 0}, f.stock(t, pricedPack))
}

func oneHolderHoldsOnePiece(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 3)
	o := f.place(t, "u1", pricedPack, external)
	_, err := f.Place(ctx, f.request("u1", pricedPack, external))
	same(t, "order", o.ID, refused(t, "Place", err, purchases.ErrHeldBefore)["order"].(string))
	f.clock.advance(purchases.ReserveFor)
	f.place(t, "u1", pricedPack, external)
}

func moneyThatComesTooLateIsOwed(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	late := f.place(t, "u1", pricedPack, external)
	f.clock.advance(purchases.ReserveFor)
	_, err := f.Sweep(ctx, 10)
	done(t, "Sweep", err)
	f.place(t, "u2", pricedPack, paid("t2"))
	_, err = f.Confirm(ctx, f.confirmation(late, "t1", price.Amount))
	same(t, "refund_due", late.ID, refused(t, "Confirm", err, purchases.ErrSoldOut)["refund_due"].(string))
	same(t, "state", purchases.RefundDue, f.state(t, late))
	_, err = f.Place(ctx, f.request("u3", pricedPack, paid("t3")))
	if refused(t, "Place", err, purchases.ErrSoldOut)["refund_due"] == nil {
		t.Error("the money is lost")
	}
}

func aNumberComesBackWithItsMoney(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 3)
	var orders []purchases.Order
	for i := range 3 {
		orders = append(orders, f.place(t, fmt.Sprint("u", i), pricedPack, paid(fmt.Sprint("t", i))))
	}
	for _, o := range []purchases.Order{orders[1], orders[0]} {
		_, err := f.Refund(ctx, f.refund(o, 1000))
		done(t, "Refund in part", err)
		same(t, "entitled", true, f.entitled(t, live, o.Holder, pricedPack))
		_, err = f.Refund(ctx, f.refund(o, 0))
		done(t, "Refund", err)
	}
	same(t, "stock", [4]int64{3, 2, 0, 1}, f.stock(t, pricedPack))
	same(t, "serial", int64(1), serialOf(t, f.place(t, "u4", pricedPack, paid("t4"))))
	same(t, "serial", int64(2), serialOf(t, f.place(t, "u5", pricedPack, paid("t5"))))
}

func aDisputeKeepsItsNumber(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 2)
	o := f.place(t, "u1", pricedPack, stripe)
	pay := purchases.Standing{Payment: o.Payment.ID, Taken: &price}
	for _, dispute := range []purchases.Dispute{"", purchases.DisputeOpen, purchases.DisputeWon} {
		pay.Dispute, pay.Disputed = dispute, price.Amount
		done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, pay))
	}
	e, err := f.Entitled(ctx, live, "u1", pricedPack)
	done(t, "Entitled", err)
	same(t, "serial", int64(1), e.Grants[0].Serial)
	same(t, "serial of the next", int64(2), serialOf(t, f.place(t, "u2", pricedPack, paid("t2"))))
}

func aGiftHoldsItsPiece(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	o := f.give(t, pricedPack, paid("t1"))
	same(t, "while it is offered", [4]int64{1, 0, 1, 0}, f.stock(t, pricedPack))
	f.decline(t, o)
	same(t, "after it was declined", [4]int64{1, 1, 0, 0}, f.stock(t, pricedPack))
	o = f.accept(t, f.give(t, pricedPack, paid("t2")))
	same(t, "serial", int64(1), serialOf(t, o))
	same(t, "after another was accepted", [4]int64{1, 0, 0, 1}, f.stock(t, pricedPack))
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	same(t, "after its refund", [4]int64{1, 1, 0, 0}, f.stock(t, pricedPack))
}

func tryingTakesNoPiece(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	try := f.request("u1", pricedPack, paid("t1"))
	try.Intent = f.intent(trial)
	o, err := f.Place(ctx, try)
	done(t, "Place", err)
	same(t, "serial", int64(1), serialOf(t, o))
	same(t, "stock", [4]int64{1, 1, 0, 0}, f.stock(t, pricedPack))
	same(t, "serial", int64(1), serialOf(t, f.place(t, "u1", pricedPack, paid("t2"))))
}

func stockIsNeverLessThanWhatIsTaken(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 10)
	f.place(t, "u1", pricedPack, paid("t1"))
	f.place(t, "u2", pricedPack, external)
	by := journal.Origin{Actor: "acc_operator"}
	_, err := f.SetStock(ctx, by, pricedPack, 1)
	same(t, "least", int64(2), refused(t, "SetStock", err, purchases.ErrStockTaken)["least"].(int64))
	for _, stock := range []int64{0, -1, purchases.MaxStock + 1} {
		_, err = f.SetStock(ctx, by, pricedPack, stock)
		refused(t, "SetStock", err, purchases.ErrStockInvalid)
	}
	f.limit(t, pricedPack, 2)
	_, err = f.Place(ctx, f.request("u3", pricedPack, external))
	refused(t, "Place", err, purchases.ErrWaiting)
	f.limit(t, pricedPack, 3)
	f.place(t, "u3", pricedPack, external)
	same(t, "stock", [4]int64{3, 0, 2, 1}, f.stock(t, pricedPack))
}

func aCrowdBuysExactlyAllPieces(t *testing.T, f fixture) {
	const pieces, crowd = 20, 60
	f.limit(t, pricedPack, pieces)
	var buying sync.WaitGroup
	serials := make([]int64, crowd)
	for i := range crowd {
		buying.Go(func() {
			o, err := f.Place(ctx, f.request(fmt.Sprint("u", i), pricedPack, paid(fmt.Sprint("t", i))))
			switch {
			case err == nil:
				serials[i] = o.Grants[0].Serial
			case !errors.Is(err, purchases.ErrSoldOut):
				t.Errorf("holder %d: %v", i, err)
			}
		})
	}
	buying.Wait()
	slices.Sort(serials)
	var want []int64
	for i := range int64(pieces) {
		want = append(want, i+1)
	}
	same(t, "serials", want, serials[crowd-pieces:])
	same(t, "holders without one", make([]int64, crowd-pieces), serials[:crowd-pieces])
}
