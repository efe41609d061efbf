package purchasestest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

var codeTests = map[string]func(*testing.T, fixture){
	"ACodeGivesItsPackOnce":          aCodeGivesItsPackOnce,
	"CodesAreReadAsPeopleTypeThem":   codesAreReadAsPeopleTypeThem,
	"WhatIsNoCodeIsNotFound":         whatIsNoCodeIsNotFound,
	"CodesHaveTheirTime":             codesHaveTheirTime,
	"PacksOfCodesMayHaveAnEnd":       packsOfCodesMayHaveAnEnd,
	"AHolderRedeemsAsManyAsOneMay":   aHolderRedeemsAsManyAsOneMay,
	"WhoHasThePackKeepsTheCode":      whoHasThePackKeepsTheCode,
	"CodesForTryingAreForTrying":     codesForTryingAreForTrying,
	"CodesTakePiecesOfEditions":      codesTakePiecesOfEditions,
	"BatchesAreListedAndEnded":       batchesAreListedAndEnded,
	"BatchesAreBounded":              batchesAreBounded,
	"ARepeatedRedemptionIsTheSame":   aRepeatedRedemptionIsTheSame,
	"FiftyHandsOneCode":              fiftyHandsOneCode,
	"LargeBatchesAreWhole":           largeBatchesAreWhole,
	"NoCodeIsKept":                   noCodeIsKept,
	"WhoUsesAPackForATimeMayBuyIt":   whoUsesAPackForATimeMayBuyIt,
	"ACodeDoesNotNeedAnOfferToStand": aCodeNeedsNoOffer,
}

func (f fixture) codes(t *testing.T, b purchases.CodeBatch) (purchases.CodeBatch, []string) {
	t.Helper()
	if b.Name == "" {
		b.Name = "spring"
	}
	if b.Pack == "" {
		b.Pack = pricedPack
	}
	if b.Count == 0 {
		b.Count = 3
	}
	if b.PerHolder == 0 {
		b.PerHolder = 1
	}
	b, codes, err := f.MakeCodes(ctx, journal.Origin{Actor: "acc_operator"}, b)
	done(t, "MakeCodes", err)
	return b, codes
}

func (f fixture) redemption(holder, code string) purchases.RedeemRequest {
	return purchases.RedeemRequest{Intent: f.intent(live), Holder: holder, Code: code}
}

func (f fixture) redeem(t *testing.T, holder, code string) purchases.Grant {
	t.Helper()
	g, err := f.Redeem(ctx, f.redemption(holder, code))
	done(t, "Redeem", err)
	return g
}

func (f fixture) notRedeemed(t *testing.T, holder, code string, want *fault.Error) map[string]any {
	t.Helper()
	_, err := f.Redeem(ctx, f.redemption(holder, code))
	return refused(t, "Redeem", err, want)
}

func aCodeGivesItsPackOnce(t *testing.T, f fixture) {
	b, codes := f.codes(t, purchases.CodeBatch{})
	g := f.redeem(t, "u1", codes[0])
	same(t, "kind", purchases.GrantCode, g.Kind)
	same(t, "entitled", true, f.entitled(t, live, "u1", pricedPack))
	f.notRedeemed(t, "u2", codes[0], purchases.ErrCodeRedeemed)
	same(t, "entitled", false, f.entitled(t, live, "u2", pricedPack))
	f.redeem(t, "u2", codes[1])
	b, err := f.Batch(ctx, b.ID)
	done(t, "Batch", err)
	same(t, "redeemed", int64(2), b.Redeemed)
	same(t, "events", []string{"code.redeemed", "code.redeemed"}, f.events(t, live))
}

func codesAreReadAsPeopleTypeThem(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{Count: 1})
	typed := strings.ToLower(strings.ReplaceAll(codes[0], "-", " "))
	typed = strings.NewReplacer("0", "o", "1", "l").Replace(typed)
	f.redeem(t, "u1", " "+typed)
}

func whatIsNoCodeIsNotFound(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{Count: 1})
	for i := range codes[0] {
		wrong := "Z"
		if codes[0][i] == 'Z' {
			wrong = "Y"
		}
		f.notRedeemed(t, "u1", codes[0][:i]+wrong+codes[0][i+1:], purchases.ErrCodeNotFound)
	}
	for _, code := range []string{"", "-", codes[0] + "0", strings.Repeat("0", 17), strings.Repeat("A", 1<<16), "ÄÖÜ", "\x00"} {
		f.notRedeemed(t, "u1", code, purchases.ErrCodeNotFound)
	}
	f.redeem(t, "u1", codes[0])
}

func codesHaveTheirTime(t *testing.T, f fixture) {
	b, codes := f.codes(t, purchases.CodeBatch{From: start.Add(time.Hour), Until: start.Add(2 * time.Hour)})
	same(t, "opens_at", b.From, f.notRedeemed(t, "u1", codes[0], purchases.ErrCodeNotOpen)["opens_at"].(time.Time))
	f.clock.advance(time.Hour)
	f.redeem(t, "u1", codes[0])
	f.clock.advance(time.Hour)
	same(t, "ended_at", b.Until, f.notRedeemed(t, "u2", codes[1], purchases.ErrCodeEnded)["ended_at"].(time.Time))
	same(t, "what was given stays", true, f.entitled(t, live, "u1", pricedPack))
}

func packsOfCodesMayHaveAnEnd(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{UseDays: 7})
	g := f.redeem(t, "u1", codes[0])
	same(t, "until", start.AddDate(0, 0, 7), g.ValidUntil.UTC())
	f.clock.advance(7 * 24 * time.Hour)
	same(t, "entitled", false, f.entitled(t, live, "u1", pricedPack))
}

func aHolderRedeemsAsManyAsOneMay(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{UseDays: 1, PerHolder: 2})
	f.redeem(t, "u1", codes[0])
	f.redeem(t, "u1", codes[1])
	same(t, "limit", 2, f.notRedeemed(t, "u1", codes[2], purchases.ErrCodeLimit)["limit"].(int))
	f.redeem(t, "u2", codes[2])
}

func whoHasThePackKeepsTheCode(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{PerHolder: 2})
	o := f.place(t, "u1", pricedPack, paid("t1"))
	same(t, "order", o.ID, f.notRedeemed(t, "u1", codes[0], purchases.ErrAlreadyOwned)["order"].(string))
	f.redeem(t, "u2", codes[0])
	_, byOrder := f.notRedeemed(t, "u2", codes[1], purchases.ErrAlreadyOwned)["order"]
	same(t, "an order of who paid nothing", false, byOrder)
	_, err := f.Place(ctx, f.request("u2", pricedPack, external))
	refused(t, "Place", err, purchases.ErrAlreadyOwned)
}

func codesForTryingAreForTrying(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{Test: true})
	f.notRedeemed(t, "u1", codes[0], purchases.ErrCodeNotFound)
	try := f.redemption("u1", codes[0])
	try.Intent = f.intent(trial)
	_, err := f.Redeem(ctx, try)
	done(t, "Redeem", err)
	same(t, "entitled", true, f.entitled(t, trial, "u1", pricedPack))
	same(t, "entitled in earnest", false, f.entitled(t, live, "u1", pricedPack))
}

func codesTakePiecesOfEditions(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	_, codes := f.codes(t, purchases.CodeBatch{})
	same(t, "serial", int64(1), f.redeem(t, "u1", codes[0]).Serial)
	f.notRedeemed(t, "u2", codes[1], purchases.ErrSoldOut)
	same(t, "stock", [4]int64{1, 0, 0, 1}, f.stock(t, pricedPack))
}

func batchesAreListedAndEnded(t *testing.T, f fixture) {
	first, codes := f.codes(t, purchases.CodeBatch{Name: "봄"})
	second, _ := f.codes(t, purchases.CodeBatch{From: start, Until: opens, UseDays: 3, PerHolder: 2})
	all, err := f.Batches(ctx)
	done(t, "Batches", err)
	same(t, "batches", []purchases.CodeBatch{second, first}, all)
	f.redeem(t, "u1", codes[0])
	for range 2 {
		ended, err := f.EndBatch(ctx, journal.Origin{Actor: "acc_operator"}, first.ID)
		done(t, "EndBatch", err)
		same(t, "ended", start, ended.EndedAt.UTC())
		f.clock.advance(time.Minute)
	}
	f.notRedeemed(t, "u2", codes[1], purchases.ErrCodeEnded)
	same(t, "what was given stays", true, f.entitled(t, live, "u1", pricedPack))
	_, err = f.EndBatch(ctx, journal.Origin{}, "cbt_none")
	refused(t, "EndBatch", err, purchases.ErrBatchNotFound)
}

func batchesAreBounded(t *testing.T, f fixture) {
	whole := purchases.CodeBatch{Name: "n", Pack: pricedPack, Count: 1, PerHolder: 1}
	for name, change := range map[string]func(*purchases.CodeBatch){
		"/count":      func(b *purchases.CodeBatch) { b.Count = 0 },
		"/count ":     func(b *purchases.CodeBatch) { b.Count = purchases.MaxCodes + 1 },
		"/per_holder": func(b *purchases.CodeBatch) { b.PerHolder = -1 },
		"/use_days":   func(b *purchases.CodeBatch) { b.UseDays = -1 },
		"/name":       func(b *purchases.CodeBatch) { b.Name = strings.Repeat("n", 101) },
		"/name ":      func(b *purchases.CodeBatch) { b.Name = "a\x00" },
		"/until":      func(b *purchases.CodeBatch) { b.Until = start },
	} {
		b := whole
		change(&b)
		_, _, err := f.MakeCodes(ctx, journal.Origin{}, b)
		refused(t, name, err, purchases.ErrBatchInvalid)
		same(t, "pointer", strings.TrimSpace(name), fault.As(err).Fields()[0].Pointer)
	}
}

func aRepeatedRedemptionIsTheSame(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{})
	r := f.redemption("u1", codes[0])
	first, err := f.Redeem(ctx, r)
	done(t, "Redeem", err)
	again, err := f.Redeem(ctx, r)
	done(t, "Redeem again", err)
	same(t, "grant", first, again)
	r.RequestHash = "another"
	_, err = f.Redeem(ctx, r)
	refused(t, "another with the key", err, purchases.ErrKeyReused)
}

func fiftyHandsOneCode(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{Count: 1})
	var hands sync.WaitGroup
	var got atomic.Int64
	for i := range 50 {
		hands.Go(func() {
			_, err := f.Redeem(ctx, f.redemption(fmt.Sprint("u", i), codes[0]))
			if err == nil {
				got.Add(1)
			} else if !errors.Is(err, purchases.ErrCodeRedeemed) {
				t.Errorf("Redeem: %v", err)
			}
		})
	}
	hands.Wait()
	same(t, "holders", int64(1), got.Load())
}

func largeBatchesAreWhole(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{Count: 4100})
	seen := map[string]bool{}
	for _, code := range codes {
		seen[code] = true
	}
	same(t, "codes", 4100, len(seen))
	for i, code := range []string{codes[0], codes[1999], codes[2000], codes[4099]} {
		f.redeem(t, fmt.Sprint("u", i), code)
	}
}

func noCodeIsKept(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{})
	f.redeem(t, "u1", codes[0])
	found, err := f.journal.Events(ctx, live.ID(), 0, 10)
	done(t, "Events", err)
	for _, e := range found {
		if strings.Contains(string(e.Data), codes[0]) {
			t.Error("an event tells the code")
		}
	}
}

func whoUsesAPackForATimeMayBuyIt(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{UseDays: 1})
	f.redeem(t, "u1", codes[0])
	f.place(t, "u1", pricedPack, paid("t1"))
	f.clock.advance(48 * time.Hour)
	same(t, "entitled", true, f.entitled(t, live, "u1", pricedPack))
}

func aCodeNeedsNoOffer(t *testing.T, f fixture) {
	_, codes := f.codes(t, purchases.CodeBatch{Pack: closedPack})
	f.redeem(t, "u1", codes[0])
	same(t, "entitled", true, f.entitled(t, live, "u1", closedPack))
}
