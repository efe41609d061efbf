package payouttest

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// statementTests are behaviours of what a month earned.
var statementTests = map[string]func(*testing.T, *fixture){
	"SaysWhatEachSaleEarned":             eachSale,
	"TakesBackInTheNextMonth":            takesBack,
	"FullRefundsTakeBackExactly":         takesBackExactly,
	"ClosedOnesStayAsTheyAre":            staysClosed,
	"WaitsForAContract":                  waitsForContract,
	"FollowsWhatHeldWhenItWasSold":       followsTheSale,
	"CountsPaidCoins":                    countsCoins,
	"LeavesOutTrialsAndOthers":           leavesOut,
	"MonthsBeginAtMidnightUTC":           midnight,
	"ComeToWhatTheBooksSay":              comesToTheBooks,
	"GoesToWhoeverOwnedThePackThen":      changesHands,
	"CreatorsReadTheirOwn":               readTheirOwn,
	"ClosesEveryCreatorWithoutThirds":    closesEvery,
	"ManyCloseAtOnce":                    manyClose,
	"BalancesAreCarriedOverOpenMonths":   carriesOverOpen,
	"WithholdsOfWhatIsPaidNotOfWhatOwed": withholds,
}

var terms = payout.Contract{Scope: payout.ForStore, StoreFee: 3000, Share: 5000, Taxes: map[string]int64{"KR": 1000}}

func eachSale(t *testing.T, f *fixture) {
	f.agree(t, terms)
	f.agree(t, payout.Contract{Scope: payout.ForCollab, Party: "tour", Share: 2000})
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{other, collabPack, "US", 0})
	f.sell(t, sale{live, ownPack, "KW", 0})
	lines := f.lines(t, "moon", period(0))
	var got []payout.Parts
	for _, l := range lines {
		got = append(got, l.Parts)
		if l.Parts.Whole() != l.Gross || !l.Covered() || l.Creator != "crt_moon" {
			t.Errorf("%+v", l)
		}
	}
	// creator, brand, platform, fee, tax: of 2500 KRW with tax, 1001 cents with a brand, 2500 thousandths without tax
	want := []payout.Parts{{796, 0, 795, 682, 227}, {351, 140, 210, 300, 0}, {875, 0, 875, 750, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s := f.statement(t, "moon", period(0))
	if s.State != payout.Open || len(s.Accounts) != 3 || len(s.Regions) != 3 || len(s.Packs) != 3 || len(s.Days) != 3 || len(s.Contracts) != 2 {
		t.Errorf("%+v", s)
	}
	if a := s.Accounts[0]; a.Currency != "KRW" || a.Sales != 1 || a.Gross != 2500 || a.Due != 796 || a.Balance != 0 {
		t.Errorf("%+v", a)
	}
}

func takesBack(t *testing.T, f *fixture) {
	f.agree(t, terms)
	kept, back, part := f.sell(t, sale{live, ownPack, "KR", 0}), f.sell(t, sale{live, ownPack, "KR", 0}), f.sell(t, sale{live, ownPack, "KR", 0})
	_ = kept
	f.months(1)
	f.refund(t, back, 0)
	f.refund(t, part, 1000)
	f.months(2)
	f.sell(t, sale{live, ownPack, "KR", 0})
	first, second, third := f.statement(t, "moon", period(0)), f.statement(t, "moon", period(1)), f.statement(t, "moon", period(2))
	if first.State != payout.Final || second.State != payout.Final || third.State != payout.Open {
		t.Errorf("%s %s %s", first.State, second.State, third.State)
	}
	if a := first.Accounts[0]; a.Parts[payout.Creator] != 3*796 || a.Due != 3*796 {
		t.Errorf("%+v", a)
	}
	remaining := payout.Shares{Tax: 1000, Fee: 3000, Creator: 5000}.Split(1500)[payout.Creator]
	owed := -796 - (796 - remaining)
	if a := second.Accounts[0]; a.Returns != 2 || a.Gross != -3500 || a.Parts[payout.Creator] != owed || a.Due != 0 || a.Balance != owed {
		t.Errorf("%+v, want %d", a, owed)
	}
	if a := third.Accounts[0]; a.Carried != owed || a.Due != 0 || a.Balance != owed+796 {
		t.Errorf("%+v", a)
	}
}

func takesBackExactly(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForStore, StoreFee: 3333, Share: 3333, Taxes: map[string]int64{"001": 777}})
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		o := f.sell(t, sale{live, ownPack, "KR", 1 + random.Int64N(3000)})
		for left := o.Settled.Amount; left > 0; {
			amount := 1 + random.Int64N(left)
			f.refund(t, o, amount)
			left -= amount
		}
	}
	for _, a := range f.statement(t, "moon", period(0)).Accounts {
		if a.Parts != (payout.Parts{}) || a.Gross != 0 || a.Due != 0 {
			t.Errorf("%+v", a)
		}
	}
}

func staysClosed(t *testing.T, f *fixture) {
	f.agree(t, terms)
	o := f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, collabPack, "US", 0})
	f.months(1)
	before, linesBefore := f.statement(t, "moon", period(0)), f.lines(t, "moon", period(0))
	f.refund(t, o, 0)
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 9000, From: f.now})
	f.stores.Own(payout.Owner{Pack: ownPack, Since: f.now, Creator: "crt_else"})
	f.months(3)
	_, err := f.CloseMonths(ctx)
	done(t, err)
	if diff := cmp.Diff(before, f.statement(t, "moon", period(0)), cmp.AllowUnexported(payout.Period{})); diff != "" || before.State != payout.Final {
		t.Errorf("%s %s", before.State, diff)
	}
	if diff := cmp.Diff(linesBefore, f.lines(t, "moon", period(0))); diff != "" {
		t.Error(diff)
	}
	if a := f.statement(t, "moon", period(1)).Accounts[0]; a.Parts[payout.Creator] != -796 {
		t.Errorf("what was sold to moon's profit is taken back from moon: %+v", a)
	}
}

func waitsForContract(t *testing.T, f *fixture) {
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.months(1)
	s := f.statement(t, "moon", period(0))
	if s.State != payout.Waiting || s.Uncovered != 1 || s.Accounts[0].Due != 0 {
		t.Errorf("%+v", s)
	}
	if after := f.statement(t, "moon", period(1)); after.State != payout.Open {
		t.Errorf("%+v", after)
	}
	if long := f.statement(t, "moon", period(-2)); long.State != payout.Final || len(long.Accounts) != 0 {
		t.Errorf("before there was anything: %+v", long)
	}
	if theirs := f.statement(t, "else", period(0)); theirs.State != payout.Final {
		t.Errorf("who sold nothing waits: %+v", theirs)
	}
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 5000})
	if s = f.statement(t, "moon", period(0)); s.State != payout.Final || s.Uncovered != 0 || s.Accounts[0].Due != 1250 {
		t.Errorf("%+v", s)
	}
}

func followsTheSale(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 1000})
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 5000})
	o := f.sell(t, sale{live, ownPack, "KR", 1000})
	f.now = f.now.Add(time.Second)
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 6000, From: f.now})
	f.sell(t, sale{live, ownPack, "KR", 1000})
	f.refund(t, o, 500)
	f.sell(t, sale{live, elsePack, "KR", 1000})
	var earned []int64
	for _, l := range append(f.lines(t, "moon", period(0)), f.lines(t, "else", period(0))...) {
		earned = append(earned, l.Parts[payout.Creator])
	}
	if want := []int64{500, -250, 600, 100}; !slices.Equal(earned, want) {
		t.Errorf("%v, want %v", earned, want)
	}
}

// countsCoins sells for 50 coins, of which 10 were given away.
func countsCoins(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 10_000})
	done(t, f.stores.Sales.SetPackage(ctx, coin.Package{TopUp: coin.TopUp{Package: "some", Paid: 60, Bonus: 10}, Tier: "coins"}, emptyRecord))
	done(t, f.stores.Sales.AddRate(ctx, coin.Rate{Currency: "KRW", From: begin.AddDate(0, -1, 0), Coins: 1, Amount: 50}, emptyRecord))
	f.sellCoins(t)
	o, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(live), Holder: "collector", Pack: ownPack, Region: "KR", PayWith: purchases.PayWith{Provider: purchases.Wallet},
	})
	done(t, err)
	if lines := f.lines(t, "moon", period(0)); len(lines) != 1 || lines[0].Gross != 2000 || lines[0].Currency != "KRW" {
		t.Errorf("%+v", lines)
	}
	report, err := f.Report(ctx, finance, payout.ReportRequest{From: period(0).From(), Until: period(0).Until()})
	done(t, err)
	if len(report) != 1 || report[0].Gross != 2500 || report[0].Currency != "KRW" {
		t.Errorf("%+v", report)
	}
	f.refund(t, o, 0)
	if s := f.statement(t, "moon", period(0)); s.Accounts[0].Gross != 0 {
		t.Errorf("%+v", s)
	}
	f.months(1)
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 10_000, BonusEarns: true, From: f.now})
	_, err = f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(live), Holder: "collector", Pack: ownPack, Region: "KR", PayWith: purchases.PayWith{Provider: purchases.Wallet},
	})
	done(t, err)
	if lines := f.lines(t, "moon", period(1)); len(lines) != 1 || lines[0].Gross != 2500 {
		t.Errorf("%+v", lines)
	}
}

func (f *fixture) sellCoins(t *testing.T) {
	t.Helper()
	_, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(live), Holder: "collector", Package: "some", Region: "KR",
		PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "txn-coins"},
	})
	done(t, err)
}

func leavesOut(t *testing.T, f *fixture) {
	f.agree(t, terms)
	f.sell(t, sale{trial, ownPack, "KR", 0})
	f.sell(t, sale{live, elsePack, "KR", 0})
	if lines := f.lines(t, "moon", period(0)); len(lines) != 0 {
		t.Errorf("%+v", lines)
	}
	if lines := f.lines(t, "else", period(0)); len(lines) != 1 {
		t.Errorf("%+v", lines)
	}
}

func midnight(t *testing.T, f *fixture) {
	f.agree(t, terms)
	f.now = period(1).From().Add(-2 * time.Second)
	f.sell(t, sale{live, ownPack, "KR", 0}) // a second before midnight
	f.sell(t, sale{live, ownPack, "KR", 0}) // at midnight
	if a, b := len(f.lines(t, "moon", period(0))), len(f.lines(t, "moon", period(1))); a != 1 || b != 1 {
		t.Errorf("%d before, %d after", a, b)
	}
	if s := f.statement(t, "moon", period(0)); s.State != payout.Open {
		t.Errorf("closed at once: %s", s.State)
	}
	f.now = period(1).From().Add(time.Hour)
	if s := f.statement(t, "moon", period(0)); s.State != payout.Final {
		t.Errorf("an hour later: %s", s.State)
	}
	_, err := f.Statement(ctx, finance, "moon", period(2), nil)
	refused(t, err, payout.ErrPeriodInvalid)
}

// comesToTheBooks sells and gives back by chance for four months: what all statements say together is what the ledger has
// in the accounts of sales, and every part of it is somebody's.
func comesToTheBooks(t *testing.T, f *fixture) {
	f.agree(t, terms)
	f.agree(t, payout.Contract{Scope: payout.ForCollab, Party: "tour", Share: 3333})
	random := rand.New(rand.NewPCG(5, 6))
	var sold []purchases.Order
	for m := range 4 {
		f.months(m)
		for range 25 {
			if i := random.IntN(len(sold) + 2); i < len(sold) {
				f.refund(t, sold[i], 1)
				if random.IntN(2) == 0 {
					f.refund(t, sold[i], 0)
					sold = slices.Delete(sold, i, i+1)
				}
				continue
			}
			s := sale{live, []string{ownPack, collabPack, elsePack}[random.IntN(3)], []string{"KR", "US", "KW"}[random.IntN(3)], 10 + random.Int64N(5000)}
			sold = append(sold, f.sell(t, s))
		}
	}
	f.months(4)
	said := map[string]int64{}
	for _, creator := range []string{"moon", "else"} {
		due := int64(0)
		for m := range 4 {
			s := f.statement(t, creator, period(m))
			for _, a := range s.Accounts {
				said[a.Currency] += a.Gross
				if a.Parts.Whole() != a.Gross || s.State != payout.Final {
					t.Errorf("%s: %+v", s.State, a)
				}
				due += a.Due
			}
		}
		if due == 0 {
			t.Errorf("%s is due nothing", creator)
		}
	}
	balances, err := f.shop.Balances(ctx, live)
	done(t, err)
	booked := map[string]int64{}
	for _, b := range balances {
		if strings.HasPrefix(b.Account, "sales:") {
			booked[b.Asset] -= b.Amount
		}
	}
	if !maps.Equal(said, booked) {
		t.Errorf("statements say %v, the books %v", said, booked)
	}
}

func changesHands(t *testing.T, f *fixture) {
	f.agree(t, terms)
	o := f.sell(t, sale{live, ownPack, "KR", 0})
	f.stores.Own(payout.Owner{Pack: ownPack, Since: f.now.Add(time.Millisecond), Creator: "crt_else"})
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.refund(t, o, 0)
	if moon, theirs := f.lines(t, "moon", period(0)), f.lines(t, "else", period(0)); len(moon) != 2 || len(theirs) != 1 {
		t.Errorf("%+v, %+v", moon, theirs)
	}
}
