package payouttest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// contractTests are behaviours of what is agreed.
var contractTests = map[string]func(*testing.T, *fixture){
	"AreKept": keepsContracts, "ChangeByVersion": changesContracts, "LeaveThePastAlone": leavesThePast, "BreakNoRule": breaksNoRule,
}

func keepsContracts(t *testing.T, f *fixture) {
	made := f.agree(t, payout.Contract{
		Scope: payout.ForCreator, Party: "moon", Taxes: map[string]int64{"KR": 1000, "001": 0}, StoreFee: 3000, Share: 5000, Withholding: 330,
		BonusEarns: true, Note: "by letter",
	})
	f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 4000})
	got, err := f.Contract(ctx, finance, made.ID)
	done(t, err)
	if got.Party != "crt_moon" || got.Taxes["KR"] != 1000 || got.StoreFee != 3000 || got.Share != 5000 || got.Withholding != 330 || !got.BonusEarns ||
		got.Note != "by letter" || !got.From.Equal(made.From) || got.Version != 1 {
		t.Errorf("%+v", got)
	}
	all, err := f.Contracts(ctx, finance)
	done(t, err)
	if len(all) != 2 || all[0].ID != made.ID {
		t.Errorf("%+v", all)
	}
	_, err = f.Contracts(ctx, designer)
	refused(t, err, accounts.ErrRoleMissing)
	_, err = f.SaveContract(ctx, designer, payout.Contract{Scope: payout.ForStore})
	refused(t, err, accounts.ErrRoleMissing)
}

func changesContracts(t *testing.T, f *fixture) {
	made := f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 4000})
	changed := made
	changed.Share = 5000
	changed, err := f.SaveContract(ctx, finance, changed)
	done(t, err)
	if changed.Version != 2 {
		t.Errorf("%+v", changed)
	}
	_, err = f.SaveContract(ctx, finance, made)
	refused(t, err, payout.ErrContractStale)
	refused(t, f.RemoveContract(ctx, finance, made.ID, 1), payout.ErrContractStale)
	_, err = f.SaveContract(ctx, finance, payout.Contract{Scope: payout.ForStore, From: made.From})
	refused(t, err, payout.ErrContractTaken)
	done(t, f.RemoveContract(ctx, finance, made.ID, 2))
	refused(t, f.RemoveContract(ctx, finance, made.ID, 0), payout.ErrContractNotFound)
}

func leavesThePast(t *testing.T, f *fixture) {
	made := f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 4000})
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.months(1)
	_, err := f.CloseMonths(ctx)
	done(t, err)
	changed := made
	changed.Share = 1
	_, err = f.SaveContract(ctx, finance, changed)
	refused(t, err, payout.ErrContractInForce)
	changed.From = f.now
	_, err = f.SaveContract(ctx, finance, changed)
	refused(t, err, payout.ErrContractInForce)
	refused(t, f.RemoveContract(ctx, finance, made.ID, 0), payout.ErrContractInForce)
	for _, c := range []payout.Contract{
		{Scope: payout.ForStore, From: period(1).From().Add(-time.Microsecond)}, {Scope: payout.ForCreator, Party: "moon", From: period(0).From()},
		{Scope: payout.ForCollab, Party: "tour", From: period(0).From()},
	} {
		_, err = f.SaveContract(ctx, finance, c)
		refused(t, err, payout.ErrContractInForce)
	}
	f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 1, From: period(1).From()})
}

func breaksNoRule(t *testing.T, f *fixture) {
	for name, c := range map[string]payout.Contract{
		"no scope": {}, "no party": {Scope: payout.ForCreator}, "a stranger": {Scope: payout.ForCreator, Party: "nobody"},
		"a party of the store": {Scope: payout.ForStore, Party: "moon"}, "more than all": {Scope: payout.ForStore, Share: 10_001},
		"less than nothing": {Scope: payout.ForStore, StoreFee: -1}, "nowhere": {Scope: payout.ForStore, Taxes: map[string]int64{"XX": 1}},
		"a tax of a collab": {Scope: payout.ForCollab, Party: "tour", Taxes: map[string]int64{catalog.World: 1}},
		"a note":            {Scope: payout.ForStore, Note: "a\x00b"}, "long ago": {Scope: payout.ForStore, From: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		_, err := f.SaveContract(ctx, finance, c)
		if err == nil {
			t.Error(name)
		}
		refused(t, err, payout.ErrContractInvalid)
	}
}
