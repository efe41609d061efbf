package payouttest

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// payoutTests are behaviours of what is paid, and how.
var payoutTests = map[string]func(*testing.T, *fixture){"AreDueAndPaidOnce": paidOnce, "ProfilesAreForThoseWhoPay": profiles}

func paidOnce(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 5000, Withholding: 1000})
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, ownPack, "US", 0})
	f.months(1)
	_, err := f.CloseMonths(ctx)
	done(t, err)
	due, err := f.Payouts(ctx, designer, "moon", "", "", 10)
	done(t, err)
	if len(due) != 2 || due[0].Amount != 1125 || due[0].Withheld != 125 || due[0].State != payout.Due || due[0].Period != period(0) {
		t.Fatalf("%+v", due)
	}
	_, err = f.Payouts(ctx, stranger, "moon", "", "", 10)
	refused(t, err, catalog.ErrCreatorNotFound)
	_, err = f.Payouts(ctx, designer, "", "", "", 10)
	refused(t, err, accounts.ErrRoleMissing)
	for _, wrong := range []string{"", "  ", strings.Repeat("x", 141), "a\nb"} {
		_, err = f.Pay(ctx, finance, due[0].ID, wrong)
		refused(t, err, payout.ErrPayoutInvalid)
	}
	_, err = f.Pay(ctx, designer, due[0].ID, "SEPA-1")
	refused(t, err, accounts.ErrRoleMissing)
	paid, err := f.Pay(ctx, finance, due[0].ID, "SEPA-1")
	done(t, err)
	if paid.State != payout.Paid || paid.Reference != "SEPA-1" || paid.PaidBy != "acc_finance" || !paid.PaidAt.Equal(f.now) {
		t.Errorf("%+v", paid)
	}
	_, err = f.Pay(ctx, finance, due[0].ID, "SEPA-2")
	refused(t, err, payout.ErrPayoutPaid)
	_, err = f.Pay(ctx, finance, "pay_none", "SEPA-2")
	refused(t, err, payout.ErrPayoutNotFound)
	if left, err := f.Payouts(ctx, finance, "", payout.Due, "", 10); err != nil || len(left) != 1 || left[0].ID != due[1].ID {
		t.Errorf("%+v %v", left, err)
	}
}

func profiles(t *testing.T, f *fixture) {
	p, err := f.Profile(ctx, designer, "moon")
	done(t, err)
	if p != (payout.Profile{Creator: "crt_moon"}) {
		t.Errorf("%+v", p)
	}
	const number = "KR12 3456 7890 1234"
	_, err = f.SaveProfile(ctx, designer, payout.Profile{Creator: "moon", Name: "Moon Kim", Method: "Bank", Account: number, Country: "KR", TaxID: "123"})
	done(t, err)
	_, err = f.SaveProfile(ctx, designer, payout.Profile{Creator: "moon", Name: "Moon"})
	refused(t, err, payout.ErrProfileStale)
	_, err = f.SaveProfile(ctx, stranger, payout.Profile{Creator: "moon"})
	refused(t, err, catalog.ErrCreatorNotFound)
	_, err = f.SaveProfile(ctx, designer, payout.Profile{Creator: "moon", Country: "XX", Name: "a\x00", Version: 1})
	refused(t, err, payout.ErrProfileInvalid)
	if seen, err := f.Profile(ctx, finance, "moon"); err != nil || seen.Account != number || seen.Version != 1 {
		t.Errorf("%+v %v", seen, err)
	}
	if seen, err := f.Profile(ctx, designer, "moon"); err != nil || seen.Account != "••••1234" || seen.TaxID != "••••23" {
		t.Errorf("%+v %v", seen, err)
	}
	audit, err := f.stores.Journal.Audit(ctx, 0, 100)
	done(t, err)
	told := false
	for _, e := range audit {
		told = told || e.Action == "payout.profile"
		if strings.Contains(string(e.After)+string(e.Before), "1234") {
			t.Errorf("the audit log has the number: %s", e.After)
		}
	}
	if !told {
		t.Error("the audit log does not tell of it")
	}
}
