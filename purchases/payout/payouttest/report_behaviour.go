package payouttest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// reportTests are behaviours of what was sold.
var reportTests = map[string]func(*testing.T, *fixture){"TellsSalesApart": tellsApart, "IsScoped": scoped, "HasLimits": limits}

func tellsApart(t *testing.T, f *fixture) {
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{other, ownPack, "KR", 0})
	o := f.sell(t, sale{live, elsePack, "US", 0})
	f.now = f.now.Add(24 * time.Hour)
	f.refund(t, o, 200)
	f.sell(t, sale{trial, elsePack, "US", 0})
	ask := payout.ReportRequest{From: period(0).From(), Until: period(0).Until()}
	krw := payout.Group{Currency: "KRW", Sales: 2, Gross: 5000, Net: 5000}
	usd := payout.Group{Currency: "USD", Sales: 1, Returns: 1, Gross: 700, Returned: 200, Net: 500}
	same(t, f, ask, krw, usd)
	ask.By = []payout.Dimension{payout.ByRegion, payout.ByPack, payout.ByCreator}
	krw.Region, krw.Pack, krw.Creator = "KR", ownPack, "crt_moon"
	usd.Region, usd.Pack, usd.Creator = "US", elsePack, "crt_else"
	same(t, f, ask, krw, usd)
	ask.By, ask.From = []payout.Dimension{payout.ByDay}, time.Date(2026, 9, 11, 0, 0, 0, 0, time.UTC)
	same(t, f, ask, payout.Group{Day: "2026-09-11", Currency: "USD", Returns: 1, Returned: 200, Net: -200})
}

func same(t *testing.T, f *fixture, ask payout.ReportRequest, want ...payout.Group) {
	t.Helper()
	got, err := f.Report(ctx, finance, ask)
	done(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func scoped(t *testing.T, f *fixture) {
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, elsePack, "KR", 0})
	ask := payout.ReportRequest{From: period(0).From(), Until: period(0).Until()}
	for by, want := range map[*payout.By]int64{&finance: 3200, &designer: 2500, &stranger: 700} {
		got, err := f.Report(ctx, *by, ask)
		done(t, err)
		if len(got) != 1 || got[0].Gross != want {
			t.Errorf("%s: %+v", by.Account, got)
		}
	}
	nobody := designer
	nobody.Account = "acc_nobody"
	if got, err := f.Report(ctx, nobody, ask); err != nil || len(got) != 0 {
		t.Errorf("%+v %v", got, err)
	}
	_, err := f.Report(ctx, payout.By{Actor: accounts.Actor{Kind: accounts.KindApp, App: "app_a"}}, ask)
	refused(t, err, accounts.ErrRoleMissing)
}

func limits(t *testing.T, f *fixture) {
	from := period(0).From()
	for _, r := range []payout.ReportRequest{
		{From: from, Until: from}, {From: from, Until: from.AddDate(0, 0, 367)}, {From: from, Until: from.AddDate(0, 0, 1), By: []payout.Dimension{"holder"}},
	} {
		_, err := f.Report(ctx, finance, r)
		refused(t, err, payout.ErrReportInvalid)
	}
}
