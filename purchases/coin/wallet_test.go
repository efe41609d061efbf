package coin_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

var start = time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC)

// walk is a wallet under random deeds, with the sum that it should come to.
type walk struct {
	wallet coin.Wallet
	now    time.Time
	sum    int64 // coins issued and returned, less those spent, taken back and ended
	topUps map[string]coin.TopUp
	uses   map[string][]coin.Use
}

// TestNoCoinIsMadeOrLost does random deeds and counts.
func TestNoCoinIsMadeOrLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &walk{now: start, topUps: map[string]coin.TopUp{}, uses: map[string][]coin.Use{}}
		t.Repeat(map[string]func(*rapid.T){
			"issue": w.issue, "spend": w.spend, "return": w.giveBack, "take back": w.takeBack, "expire": w.expire,
			"wait": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 40*24).Draw(t, "hours")) * time.Hour)
			},
			"": w.check,
		})
	})
}

func (w *walk) issue(t *rapid.T) {
	id := fmt.Sprint("ord_", len(w.topUps)+len(w.uses))
	top := coin.TopUp{
		Package: "p", Paid: rapid.Int64Range(0, 100).Draw(t, "paid"), Bonus: rapid.Int64Range(0, 50).Draw(t, "bonus"),
		PaidDays: rapid.IntRange(0, 3).Draw(t, "paid days") * 30, BonusDays: rapid.IntRange(0, 2).Draw(t, "bonus days") * 10,
	}
	w.wallet = w.wallet.Issue(id, top, w.now)
	w.topUps[id] = top
	w.sum += top.Coins().Total()
}

func (w *walk) spend(t *rapid.T) {
	n := rapid.Int64Range(1, 120).Draw(t, "coins")
	have := w.wallet.Balance(w.now)
	id := fmt.Sprint("ord_", len(w.topUps)+len(w.uses))
	by := rapid.SampledFrom(coin.Spendings()).Draw(t, "by")
	after, uses, err := w.wallet.Spend(id, n, by, w.now)
	if possible := w.wallet.Owed == 0 && have.Total() >= n; possible != (err == nil) {
		t.Fatalf("spending %d of %+v, owing %d: %v", n, have, w.wallet.Owed, err)
	}
	if err != nil {
		return
	}
	took := coin.Total(uses)
	if took.Total() != n {
		t.Fatalf("%d taken, want %d", took.Total(), n)
	}
	if by == coin.BonusFirst && took.Paid > 0 && took.Bonus < have.Bonus || by == coin.PaidFirst && took.Bonus > 0 && took.Paid < have.Paid {
		t.Fatalf("%s took %+v of %+v", by, took, have)
	}
	w.wallet, w.uses[id] = after, uses
	w.sum -= n
}

func (w *walk) giveBack(t *rapid.T) {
	for id, uses := range w.uses {
		left := coin.Total(uses).Total()
		if left == 0 {
			continue
		}
		n := rapid.Int64Range(1, left).Draw(t, "back")
		after, changed, back := w.wallet.Return(uses, n, w.now)
		if back.Total() != n {
			t.Fatalf("%d came back, want %d", back.Total(), n)
		}
		for _, c := range changed {
			w.uses[id][c.Line-1] = c
		}
		w.wallet = after
		w.sum += n
		return
	}
}

func (w *walk) takeBack(*rapid.T) {
	for id, top := range w.topUps {
		after, took := w.wallet.TakeBack(id, top.Coins().Total(), w.now)
		w.wallet = after
		w.sum -= took.Total()
		delete(w.topUps, id)
		w.topUps["gone "+id] = coin.TopUp{}
		return
	}
}

func (w *walk) expire(*rapid.T) {
	after, over := w.wallet.Expire(w.now)
	for _, l := range over {
		w.sum -= l.Remaining
	}
	w.wallet = after
}

func (w *walk) check(t *rapid.T) {
	sum := -w.wallet.Owed
	for _, l := range w.wallet.Lots {
		if l.Remaining < 0 || l.Ended < 0 {
			t.Fatalf("lot %+v", l)
		}
		sum += l.Remaining
	}
	if sum != w.sum || w.wallet.Owed < 0 {
		t.Fatalf("%d coins, owing %d, want %d", sum, w.wallet.Owed, w.sum)
	}
}

// TestWalletsAreValues: what is done to a wallet leaves it as it was.
func TestWalletsAreValues(t *testing.T) {
	w := coin.Wallet{}.Issue("ord_1", coin.TopUp{Paid: 10, Bonus: 5, BonusDays: 1}, start)
	after, uses, err := w.Spend("ord_2", 7, coin.BonusFirst, start)
	if err != nil {
		t.Fatal(err)
	}
	after.Return(uses, 7, start)
	after.TakeBack("ord_1", 15, start)
	after.Expire(start.AddDate(0, 0, 2))
	if got := w.Balance(start); got != (coin.Coins{Paid: 10, Bonus: 5}) {
		t.Errorf("the first has %+v", got)
	}
	if got := after.Balance(start); got != (coin.Coins{Paid: 8}) {
		t.Errorf("the second has %+v", got)
	}
}

// TestSoonestFirst takes what ends first, of either kind, and for ever last.
func TestSoonestFirst(t *testing.T) {
	w := coin.Wallet{}.
		Issue("ord_1", coin.TopUp{Paid: 10}, start).
		Issue("ord_2", coin.TopUp{Paid: 10, PaidDays: 1, Bonus: 10, BonusDays: 2}, start)
	for _, want := range []coin.Coins{{Paid: 10}, {Bonus: 10}, {Paid: 10}} {
		after, uses, err := w.Spend("ord_3", 10, coin.SoonestFirst, start)
		if got := coin.Total(uses); err != nil || got != want {
			t.Errorf("took %+v (%v), want %+v", got, err, want)
		}
		w = after
	}
}

// TestEndedCoinsAreNotOwed: who got their money back owes nothing for coins that they never spent.
func TestEndedCoinsAreNotOwed(t *testing.T) {
	top := coin.TopUp{Paid: 10, PaidDays: 30, Bonus: 5, BonusDays: 1}
	for _, swept := range []bool{false, true} {
		w := coin.Wallet{}.Issue("ord_1", top, start)
		later := start.AddDate(0, 0, 2)
		if swept {
			w, _ = w.Expire(later)
		}
		w, took := w.TakeBack("ord_1", 15, later)
		if w.Owed != 0 || took != (coin.Coins{Paid: 10}) {
			t.Errorf("swept %t: took %+v, owing %d", swept, took, w.Owed)
		}
	}
}

// TestPrice rounds up, and does not overflow.
func TestPrice(t *testing.T) {
	for _, c := range []struct{ coins, amount, price, want int64 }{
		{1, 50, 2500, 50}, {1, 50, 2501, 51}, {3, 100, 2500, 75}, {100, 176, 1, 1}, {100, 176, 176, 100},
		{coin.MaxRate, 1, catalog.MaxPrice, coin.MaxRate * catalog.MaxPrice},
		{coin.MaxRate, catalog.MaxPrice, catalog.MaxPrice, coin.MaxRate},
	} {
		if got := (coin.Rate{Coins: c.coins, Amount: c.amount}).Price(c.price); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	if coin.MaxRate*catalog.MaxPrice > math.MaxInt64-catalog.MaxPrice {
		t.Error("a price may overflow")
	}
}

// TestChecks refuses packages and rates that make no sense.
func TestChecks(t *testing.T) {
	good := coin.Package{TopUp: coin.TopUp{Package: "p", Paid: 1}, Tier: "t"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*coin.Package){
		"no name": func(p *coin.Package) { p.Package = "" }, "a name with a slash": func(p *coin.Package) { p.Package = "a/b" },
		"nothing": func(p *coin.Package) { p.Paid = 0 }, "less than nothing": func(p *coin.Package) { p.Bonus = -1 },
		"too many": func(p *coin.Package) { p.Paid = coin.MaxCoins + 1 }, "too long": func(p *coin.Package) { p.PaidDays = coin.MaxDays + 1 },
		"paid coins for nothing": func(p *coin.Package) { p.Tier = "" },
	} {
		p := good
		if spoil(&p); p.Check() == nil {
			t.Error(name)
		}
	}
	rate := coin.Rate{Currency: "KRW", Coins: 1, Amount: 50, From: start}
	if err := rate.Check(start); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*coin.Rate){
		"no currency": func(r *coin.Rate) { r.Currency = "XXY" }, "no coins": func(r *coin.Rate) { r.Coins = 0 },
		"no money": func(r *coin.Rate) { r.Amount = 0 }, "too many coins": func(r *coin.Rate) { r.Coins = coin.MaxRate + 1 },
		"a rate of the past": func(r *coin.Rate) { r.From = start.Add(-1) },
	} {
		r := rate
		if spoil(&r); r.Check(start) == nil {
			t.Error(name)
		}
	}
}
