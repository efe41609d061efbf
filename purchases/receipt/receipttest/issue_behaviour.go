package receipttest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// issueTests are behaviours of giving numbers.
var issueTests = map[string]func(*testing.T, *fixture){
	"FollowsTheJournal": followsTheJournal, "SaysWhatWasSold": saysWhatWasSold, "CrossesTheYear": crossesTheYear,
	"KeepsLedgersApart": keepsLedgersApart, "IsDenseForFifty": isDenseForFifty, "IsDenseForTwoProcesses": isDenseForTwo,
	"GoesOnAfterAnEnd": goesOnAfterAnEnd, "NeedsMoney": needsMoney,
}

// numbers are the numbers of documents, with the orders that they are about.
func numbers(all []receipt.Document) []string {
	var list []string
	for _, d := range all {
		list = append(list, d.Number+" "+d.Order)
	}
	return list
}

func followsTheJournal(t *testing.T, f *fixture) {
	var want []string
	for i, region := range []string{"KR", "US", "KW"} {
		o := f.sell(t, sale{live, pack, region, "fan-" + region})
		want = append(want, fmt.Sprintf("2026-%06d %s", i+1, o.ID))
	}
	n, err := f.Issue(ctx)
	done(t, err)
	if again, err := f.Issue(ctx); n != 3 || again != 0 || err != nil {
		t.Errorf("%d, then %d, %v", n, again, err)
	}
	if got := numbers(f.all(t, receipt.Query{})); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func saysWhatWasSold(t *testing.T, f *fixture) {
	o := f.sell(t, sale{live, pack, "KR", "fan"})
	found, err := f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: "fan"}, o.ID)
	done(t, err)
	d := found[0]
	if len(found) != 1 || d.Kind != receipt.Receipt || d.Number != "2026-000001" || d.App != "app_a" || d.Test || d.Corrects != "" ||
		d.Seller != seller || d.Item != (receipt.Item{Kind: receipt.PackItem, ID: pack, Name: "달토끼", Locale: "ko"}) || d.Locale != "ko" ||
		d.Amount != *o.Settled || *d.Price != *o.Price || d.Provider != purchases.External || d.Transaction != o.Transaction ||
		!d.At.Equal(o.UpdatedAt) || d.Holder != "fan" || strings.Contains(d.Body, "fan") {
		t.Errorf("%+v", d)
	}
	o = f.sell(t, sale{live, gone, "US", "fan"})
	found, err = f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: "fan"}, o.ID)
	done(t, err)
	if found[0].Item.ID != gone || found[0].Item.Name != "" || found[0].Previous != d.Hash {
		t.Errorf("%+v", found[0])
	}
}

// crossesTheYear sells before and after midnight of UTC: each year begins at one, also where what is of the old year is
// numbered in the new one.
func crossesTheYear(t *testing.T, f *fixture) {
	var want []string
	for i := range 12 {
		o := f.sell(t, sale{live, pack, "KR", "fan-" + strconv.Itoa(i)})
		if i < 9 {
			want = append(want, fmt.Sprintf("2026-%06d %s", i+1, o.ID))
		} else {
			want = append(want, fmt.Sprintf("2027-%06d %s", i-8, o.ID))
		}
	}
	_, err := f.Issue(ctx)
	done(t, err)
	all := f.all(t, receipt.Query{})
	if got := numbers(all); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if all[0].IssuedAt.Year() != 2027 || all[0].At.Year() != 2026 {
		t.Errorf("%+v", all[0])
	}
	if of := f.all(t, receipt.Query{App: "app_a", Year: 2027}); len(of) != 3 {
		t.Errorf("%d of 2027", len(of))
	}
}

func keepsLedgersApart(t *testing.T, f *fixture) {
	for _, ledger := range []purchases.Ledger{live, trial, other, trial, live} {
		f.sell(t, sale{ledger, pack, "KR", "fan-" + f.intent(ledger).Key})
	}
	_, err := f.Issue(ctx)
	done(t, err)
	for name, q := range map[string]struct {
		receipt.Query
		want []string
	}{
		"live":  {receipt.Query{}, []string{"app_a 2026-000001", "app_a 2026-000002", "app_b 2026-000001"}},
		"trial": {receipt.Query{Test: true}, []string{"app_a:test 2026-000001", "app_a:test 2026-000002"}},
		"one":   {receipt.Query{App: "app_b"}, []string{"app_b 2026-000001"}},
		"after": {receipt.Query{After: receipt.Place{Ledger: "app_a", Year: 2026, Sequence: 2}}, []string{"app_b 2026-000001"}},
		"none":  {receipt.Query{App: "app_b", Test: true}, nil},
	} {
		var got []string
		for _, d := range f.all(t, q.Query) {
			got = append(got, d.Ledger.ID()+" "+d.Number)
		}
		if !slices.Equal(got, q.want) {
			t.Errorf("%s: %v, want %v", name, got, q.want)
		}
	}
}

// dense holds the numbers of one year to 1, 2, 3 … and every order to one of them.
func (f *fixture) dense(t *testing.T, want int) {
	t.Helper()
	orders := map[string]bool{}
	all := f.all(t, receipt.Query{Year: 2026})
	for i, d := range all {
		if d.Sequence != int64(i+1) || orders[d.Order] {
			t.Errorf("%d is number %d, of %s", i+1, d.Sequence, d.Order)
		}
		orders[d.Order] = true
	}
	if len(all) != want {
		t.Errorf("%d documents, want %d", len(all), want)
	}
}

// isDenseForFifty sells to fifty at once, each of whom asks for their receipt as soon as they have paid.
func isDenseForFifty(t *testing.T, f *fixture) {
	const buyers = 50
	f.pass(-time.Hour)
	var buying sync.WaitGroup
	for i := range buyers {
		buying.Go(func() {
			holder := "fan-" + strconv.Itoa(i)
			o := f.sell(t, sale{live, pack, "KR", holder})
			found, err := f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: holder}, o.ID)
			if err != nil || len(found) != 1 || found[0].Order != o.ID {
				t.Errorf("%+v, %v", found, err)
			}
		})
	}
	buying.Wait()
	f.dense(t, buyers)
}

// isDenseForTwo has two processes issue while a shop sells.
func isDenseForTwo(t *testing.T, f *fixture) {
	const sales = 30
	f.pass(-time.Hour)
	ended, end := context.WithCancel(ctx)
	var issuing sync.WaitGroup
	for range 2 {
		p := f.process()
		issuing.Go(func() {
			for ended.Err() == nil {
				if _, err := p.Issue(ctx); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range sales {
		f.sell(t, sale{live, pack, "KR", "fan-" + strconv.Itoa(i)})
	}
	end()
	issuing.Wait()
	_, err := f.Issue(ctx)
	done(t, err)
	f.dense(t, sales)
}

// killed is a store whose process ends before it has issued anything, or right behind that.
type killed struct {
	receipt.Store
	behind bool
}

func (k killed) Issue(ctx context.Context, from, to int64, documents []receipt.Document) error {
	if k.behind {
		_ = k.Store.Issue(ctx, from, to, documents)
	}
	return context.Canceled
}

func goesOnAfterAnEnd(t *testing.T, f *fixture) {
	for i, behind := range []bool{false, true, false} {
		f.sell(t, sale{live, pack, "KR", "fan-" + strconv.Itoa(i)})
		c := f.Config
		c.Store = killed{f.stores.Receipts, behind}
		_, err := receipt.NewService(c).Issue(ctx)
		if err == nil {
			t.Error("the process goes on")
		}
	}
	_, err := f.process().Issue(ctx)
	done(t, err)
	f.dense(t, 3)
}

// needsMoney: what is free, what is not paid yet and what was paid with coins has no receipt.
func needsMoney(t *testing.T, f *fixture) {
	for _, with := range []purchases.PayWith{{Provider: purchases.Free}, {Provider: purchases.External}} {
		id := map[purchases.Provider]string{purchases.Free: "pck_free", purchases.External: pack}[with.Provider]
		o, err := f.shop.Place(ctx, purchases.OrderRequest{Intent: f.intent(live), Holder: "fan", Pack: id, Region: "KR", PayWith: with})
		done(t, err)
		_, err = f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: "fan"}, o.ID)
		refused(t, err, receipt.ErrNotFound)
	}
	if all := f.all(t, receipt.Query{}); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}
