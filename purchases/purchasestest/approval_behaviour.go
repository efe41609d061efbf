package purchasestest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// approvalTests are behaviours of refunds that need a second person.
var approvalTests = map[string]func(*testing.T, fixture){
	"UpToTheLimitOneDecidesAlone":     belowTheLimit,
	"PartsCountTogether":              partsCountTogether,
	"AnotherApproves":                 anotherApproves,
	"NobodyApprovesTheirOwn":          notTheirOwn,
	"DeclinedIsDeclined":              declinedIsDeclined,
	"OneWaitsAtATime":                 oneWaits,
	"FiftyApproveAndItGoesBackOnce":   fiftyApprove,
	"AppsHaveNoLimit":                 appsHaveNoLimit,
	"WhatIsNoLongerThereIsNotGiven":   goneMeanwhile,
	"CurrenciesWithoutOneHaveLimit0":  unnamedCurrency,
	"ApprovalsAreAuditedWithTheOrder": approvalsAreAudited,
	"TheErasedGetTheirMoneyBack":      erasedMeanwhile,
}

// by is a member of staff.
func by(account string) journal.Origin { return journal.Origin{Actor: account} }

func (f fixture) limited(t *testing.T, limits purchases.RefundLimits) purchases.Order {
	t.Helper()
	f.LimitRefunds(limits)
	return f.place(t, "u1", pricedPack, paid("t1"))
}

// staffRefund asks for money of an order as a member of staff; 0 is all of it.
func (f fixture) staffRefund(o purchases.Order, account string, amount int64) (purchases.Refund, *purchases.Approval, error) {
	r := f.refund(o, amount)
	r.By = by(account)
	return f.RefundByStaff(ctx, r)
}

// asked is a refund that waits.
func (f fixture) asked(t *testing.T, o purchases.Order, amount int64) purchases.Approval {
	t.Helper()
	_, a, err := f.staffRefund(o, "acc_1", amount)
	done(t, "RefundByStaff", err)
	if a == nil || a.State != purchases.ApprovalWaiting || f.state(t, o) != purchases.Fulfilled {
		t.Fatalf("asked: %+v", a)
	}
	return *a
}

func refusedWith(t *testing.T, what string, err error, want *fault.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %s", what, err, want.Code())
	}
}

func belowTheLimit(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 2500})
	_, a, err := f.staffRefund(o, "acc_1", 0)
	done(t, "RefundByStaff", err)
	if a != nil || f.state(t, o) != purchases.Refunded {
		t.Errorf("asked for %+v", a)
	}
}

func partsCountTogether(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1000})
	_, a, err := f.staffRefund(o, "acc_1", 1000)
	done(t, "RefundByStaff", err)
	if a != nil {
		t.Errorf("asked for %+v", a)
	}
	same(t, "amount", int64(1), f.asked(t, o, 1).Amount.Amount)
}

func anotherApproves(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1000})
	a := f.asked(t, o, 0)
	same(t, "waiting", []purchases.Approval{a}, f.approvals(t, ""))
	refund, err := f.ApproveRefund(ctx, by("acc_2"), a.ID)
	done(t, "ApproveRefund", err)
	same(t, "amount", price, *refund.Amount)
	same(t, "state", purchases.Refunded, f.state(t, o))
	of := f.approvals(t, o.ID)
	if len(of) != 1 || of[0].State != purchases.ApprovalApproved || of[0].DecidedBy != "acc_2" || of[0].Refund != refund.ID {
		t.Errorf("of the order: %+v", of)
	}
	same(t, "waiting", []purchases.Approval{}, f.approvals(t, ""))
	_, err = f.ApproveRefund(ctx, by("acc_3"), a.ID)
	refusedWith(t, "again", err, purchases.ErrApprovalDecided)
	_, err = f.DeclineRefund(ctx, by("acc_3"), a.ID)
	refusedWith(t, "declined after", err, purchases.ErrApprovalDecided)
}

func (f fixture) approvals(t *testing.T, order string) []purchases.Approval {
	t.Helper()
	found, err := f.Approvals(ctx, order, 10)
	done(t, "Approvals", err)
	return found
}

func notTheirOwn(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1000})
	a := f.asked(t, o, 0)
	_, err := f.ApproveRefund(ctx, by("acc_1"), a.ID)
	refusedWith(t, "their own", err, purchases.ErrApprovalOwn)
	_, err = f.ApproveRefund(ctx, by("acc_2"), "apv_none")
	refusedWith(t, "none", err, purchases.ErrApprovalNotFound)
	same(t, "state", purchases.Fulfilled, f.state(t, o))
}

func declinedIsDeclined(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1000})
	a := f.asked(t, o, 0)
	_, err := f.DeclineRefund(ctx, by("acc_2"), a.ID)
	done(t, "DeclineRefund", err)
	_, err = f.ApproveRefund(ctx, by("acc_3"), a.ID)
	refusedWith(t, "approved after", err, purchases.ErrApprovalDecided)
	same(t, "state", purchases.Fulfilled, f.state(t, o))
	f.asked(t, o, 0)
	same(t, "asked for", 2, len(f.approvals(t, o.ID)))
}

func oneWaits(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1000})
	f.asked(t, o, 0)
	_, _, err := f.staffRefund(o, "acc_2", 0)
	refusedWith(t, "another", err, purchases.ErrRefundWaiting)
}

func fiftyApprove(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 100})
	a := f.asked(t, o, 1200)
	var approved atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			_, err := f.ApproveRefund(ctx, by("acc_2"), a.ID)
			if err == nil {
				approved.Add(1)
			} else if !errors.Is(err, purchases.ErrApprovalDecided) {
				t.Error("ApproveRefund:", err)
			}
		})
	}
	all.Wait()
	same(t, "approved", int64(1), approved.Load())
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	same(t, "refunded", int64(1200), got.Refunded)
}

func appsHaveNoLimit(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1})
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	same(t, "state", purchases.Refunded, f.state(t, o))
}

func goneMeanwhile(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1})
	a := f.asked(t, o, 0)
	_, err := f.Refund(ctx, f.refund(o, 500))
	done(t, "Refund", err)
	_, err = f.ApproveRefund(ctx, by("acc_2"), a.ID)
	refusedWith(t, "more than is left", err, purchases.ErrRefundAmount)
	same(t, "waiting", 1, len(f.approvals(t, "")))
}

func unnamedCurrency(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"USD": 100_000})
	f.asked(t, o, 1)
}

func approvalsAreAudited(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 1})
	a := f.asked(t, o, 0)
	_, err := f.ApproveRefund(ctx, by("acc_2"), a.ID)
	done(t, "ApproveRefund", err)
	entries, err := f.journal.FindAudit(ctx, journal.AuditQuery{Subject: o.ID}, 10)
	done(t, "FindAudit", err)
	var acts []string
	for _, e := range entries {
		acts = append(acts, e.Actor+" "+e.Action)
	}
	same(t, "audit", []string{"acc_2 refund.approve", "acc_2 order.refund", "acc_1 refund.ask"}, acts)
}

// erasedMeanwhile: what waits names no holder, so that it finds the order of one who was forgotten.
func erasedMeanwhile(t *testing.T, f fixture) {
	o := f.limited(t, purchases.RefundLimits{"KRW": 100})
	a := f.asked(t, o, 0)
	f.erase(t, "u1")
	_, err := f.ApproveRefund(ctx, by("acc_2"), a.ID)
	done(t, "ApproveRefund", err)
	if story, err := f.Story(ctx, o.ID); err != nil || story.Order.State != purchases.Refunded {
		t.Errorf("the order is %s, %v", story.Order.State, err)
	}
}
