package purchasestest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

var staffTests = map[string]func(*testing.T, fixture){
	"StaffGiveAPackAndTakeItBack":     staffGiveAPackAndTakeItBack,
	"WhatStaffGiveMayHaveAnEnd":       whatStaffGiveMayHaveAnEnd,
	"StaffGiveWhatIsOrWasSold":        staffGiveWhatIsOrWasSold,
	"StaffSayWhy":                     staffSayWhy,
	"WhoHasThePackIsGivenNoSecondOne": whoHasThePackIsGivenNoSecondOne,
	"OneGivesSoManyInADay":            oneGivesSoManyInADay,
	"WhatStaffGiveTakesAPiece":        whatStaffGiveTakesAPiece,
	"OnlyWhatStaffGaveIsTakenBack":    onlyWhatStaffGaveIsTakenBack,
	"ARepeatedGiftOfStaffIsTheSame":   aRepeatedGiftOfStaffIsTheSame,
	"LedgersOfTryingAreApartForStaff": ledgersOfTryingAreApartForStaff,
	"TheErasedAreInNoGrantOfStaff":    theErasedAreInNoGrantOfStaff,
}

func (f fixture) gives(holder, pack string) purchases.GiveRequest {
	r := purchases.GiveRequest{
		Intent: f.intent(live), Holder: holder, Pack: catalog.Pack{ID: pack, State: catalog.StateOnSale}, Reason: "won the contest",
	}
	r.By.Actor = "acc_support"
	return r
}

func (f fixture) staffGive(t *testing.T, holder, pack string) purchases.Grant {
	t.Helper()
	g, err := f.Give(ctx, f.gives(holder, pack))
	done(t, "Give", err)
	return g
}

func (f fixture) takesBack(g purchases.Grant) purchases.RevokeRequest {
	r := purchases.RevokeRequest{Intent: f.intent(g.Ledger), Holder: g.Holder, Grant: g.ID, Reason: "the wrong user"}
	r.By.Actor = "acc_operator"
	return r
}

func staffGiveAPackAndTakeItBack(t *testing.T, f fixture) {
	g := f.staffGive(t, "u1", pricedPack)
	same(t, "kind", purchases.GrantStaff, g.Kind)
	same(t, "entitled", true, f.entitled(t, live, "u1", pricedPack))
	f.clock.advance(time.Hour)
	back, err := f.TakeBack(ctx, f.takesBack(g))
	done(t, "TakeBack", err)
	same(t, "revoked", start.Add(time.Hour).Truncate(time.Microsecond), back.RevokedAt.UTC())
	same(t, "entitled", false, f.entitled(t, live, "u1", pricedPack))
	_, err = f.TakeBack(ctx, f.takesBack(g))
	refused(t, "TakeBack again", err, purchases.ErrStaffGrantRevoked)
	second := f.staffGive(t, "u1", pricedPack)

	all, err := f.StaffGrants(ctx, purchases.Owner{Ledger: live, Holder: "u1"})
	done(t, "StaffGrants", err)
	same(t, "grants", 2, len(all))
	same(t, "the latest first", second.ID, all[0].Grant.ID)
	same(t, "why", "won the contest", all[1].Reason)
	same(t, "by whom", [2]string{"acc_support", "acc_operator"}, [2]string{all[1].GivenBy, all[1].RevokedBy})
	same(t, "why it was taken back", "the wrong user", all[1].Withdrawn)
	same(t, "taken back", "staff", all[1].Grant.Revoked)
	same(t, "events", []string{"grant.given", "grant.revoked", "grant.given"}, f.events(t, live))
	balances, err := f.Balances(ctx, live)
	done(t, "Balances", err)
	same(t, "accounts that anything moved in", 0, len(balances))
}

func whatStaffGiveMayHaveAnEnd(t *testing.T, f fixture) {
	r := f.gives("u1", pricedPack)
	until := start.Add(time.Hour)
	r.Until = &until
	_, err := f.Give(ctx, r)
	done(t, "Give", err)
	f.place(t, "u1", pricedPack, paid("t1")) // who uses it for a time may buy it
	r = f.gives("u2", pricedPack)
	r.Until = &until
	_, err = f.Give(ctx, r)
	done(t, "Give", err)
	f.clock.advance(time.Hour)
	same(t, "entitled", false, f.entitled(t, live, "u2", pricedPack))
	r = f.gives("u3", pricedPack)
	r.Until = &until
	_, err = f.Give(ctx, r)
	same(t, "field", "until", refused(t, "an end that is over", err, purchases.ErrStaffGrantInvalid)["field"].(string))
}

func staffGiveWhatIsOrWasSold(t *testing.T, f fixture) {
	for state, want := range map[catalog.State]error{
		catalog.StateStopped: nil, catalog.StateBanned: catalog.ErrPackBanned, catalog.StateUnpublished: catalog.ErrPackNotFound,
	} {
		r := f.gives("u1", nowherePck)
		r.Pack.State = state
		_, err := f.Give(ctx, r)
		if !errors.Is(err, want) {
			t.Errorf("a pack that is %s: %v, want %v", state, err, want)
		}
	}
}

func staffSayWhy(t *testing.T, f fixture) {
	g := f.staffGive(t, "u1", pricedPack)
	for _, reason := range []string{"", " \n", strings.Repeat("x", 501), "a\x00b", "\xff"} {
		r := f.gives("u2", pricedPack)
		r.Reason = reason
		_, err := f.Give(ctx, r)
		refused(t, "Give", err, purchases.ErrStaffGrantInvalid)
		back := f.takesBack(g)
		back.Reason = reason
		_, err = f.TakeBack(ctx, back)
		refused(t, "TakeBack", err, purchases.ErrStaffGrantInvalid)
	}
	_, err := f.Give(ctx, f.gives("no such user", pricedPack))
	refused(t, "Give", err, purchases.ErrHolderInvalid)
}

func whoHasThePackIsGivenNoSecondOne(t *testing.T, f fixture) {
	f.staffGive(t, "u1", pricedPack)
	_, err := f.Give(ctx, f.gives("u1", pricedPack))
	refused(t, "Give again", err, purchases.ErrAlreadyOwned)
	_, err = f.Place(ctx, f.request("u1", pricedPack, external))
	refused(t, "Place", err, purchases.ErrAlreadyOwned)
	o := f.place(t, "u2", pricedPack, paid("t1"))
	_, err = f.Give(ctx, f.gives("u2", pricedPack))
	same(t, "order", o.ID, refused(t, "Give", err, purchases.ErrAlreadyOwned)["order"].(string))
}

func oneGivesSoManyInADay(t *testing.T, f fixture) {
	f.LimitStaffGrants(5)
	var wait sync.WaitGroup
	var given atomic.Int64
	for i := range 20 {
		wait.Go(func() {
			_, err := f.Give(ctx, f.gives(fmt.Sprint("u", i), pricedPack))
			if err == nil {
				given.Add(1)
			} else if !errors.Is(err, purchases.ErrStaffGrantLimit) {
				t.Errorf("Give: %v", err)
			}
		})
	}
	wait.Wait()
	same(t, "given", int64(5), given.Load())
	r := f.gives("u21", pricedPack)
	r.By.Actor = "acc_other"
	_, err := f.Give(ctx, r)
	done(t, "Give by a colleague", err)
	f.clock.advance(24 * time.Hour)
	f.staffGive(t, "u22", pricedPack)
}

func whatStaffGiveTakesAPiece(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	g := f.staffGive(t, "u1", pricedPack)
	same(t, "serial", int64(1), g.Serial)
	_, err := f.Give(ctx, f.gives("u2", pricedPack))
	refused(t, "Give", err, purchases.ErrSoldOut)
	_, err = f.TakeBack(ctx, f.takesBack(g))
	done(t, "TakeBack", err)
	same(t, "the piece of the next", int64(1), f.staffGive(t, "u2", pricedPack).Serial)
}

func onlyWhatStaffGaveIsTakenBack(t *testing.T, f fixture) {
	g := f.place(t, "u1", pricedPack, paid("t1")).Grants[0]
	_, err := f.TakeBack(ctx, f.takesBack(g))
	refused(t, "of an order", err, purchases.ErrStaffGrantNotFound)
	g = f.staffGive(t, "u2", pricedPack)
	g.Holder = "u1"
	_, err = f.TakeBack(ctx, f.takesBack(g))
	refused(t, "of somebody else", err, purchases.ErrStaffGrantNotFound)
	g.Holder, g.Ledger = "u2", other
	_, err = f.TakeBack(ctx, f.takesBack(g))
	refused(t, "of another app", err, purchases.ErrStaffGrantNotFound)
}

func aRepeatedGiftOfStaffIsTheSame(t *testing.T, f fixture) {
	r := f.gives("u1", pricedPack)
	first, err := f.Give(ctx, r)
	done(t, "Give", err)
	again, err := f.Give(ctx, r)
	done(t, "Give again", err)
	same(t, "grant", first, again)
	r.RequestHash = "another"
	_, err = f.Give(ctx, r)
	refused(t, "another with the key", err, purchases.ErrKeyReused)
	back := f.takesBack(first)
	for range 2 {
		_, err = f.TakeBack(ctx, back)
		done(t, "TakeBack", err)
	}
}

func ledgersOfTryingAreApartForStaff(t *testing.T, f fixture) {
	r := f.gives("u1", pricedPack)
	r.Ledger = trial
	_, err := f.Give(ctx, r)
	done(t, "Give", err)
	same(t, "entitled", true, f.entitled(t, trial, "u1", pricedPack))
	same(t, "entitled in earnest", false, f.entitled(t, live, "u1", pricedPack))
}

func theErasedAreInNoGrantOfStaff(t *testing.T, f fixture) {
	f.staffGive(t, "u1", pricedPack)
	pseudonym, err := f.Erase(ctx, journal.Origin{}, purchases.Owner{Ledger: live, Holder: "u1"})
	done(t, "Erase", err)
	all, err := f.StaffGrants(ctx, purchases.Owner{Ledger: live, Holder: pseudonym})
	done(t, "StaffGrants", err)
	same(t, "grants", 1, len(all))
	same(t, "why", "", all[0].Reason)
	same(t, "whose", pseudonym, all[0].Grant.Holder)
}
