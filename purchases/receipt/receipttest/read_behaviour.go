package receipttest

import (
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// readTests are behaviours of showing documents.
var readTests = map[string]func(*testing.T, *fixture){
	"HoldersReadTheirOwn": readTheirOwn, "PagesGoOn": pagesGoOn, "ForgetsTheErased": forgetsTheErased, "TrialsHaveTheirTime": trialsHaveTheirTime,
}

func readTheirOwn(t *testing.T, f *fixture) {
	o := f.sell(t, sale{live, pack, "KR", "fan"})
	found, err := f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: "fan"}, o.ID)
	done(t, err)
	d, err := f.Own(ctx, purchases.Owner{Ledger: live, Holder: "fan"}, found[0].ID)
	done(t, err)
	if d.Hash != found[0].Hash || d.Body != found[0].Body || d.Holder != "fan" {
		t.Errorf("%+v", d)
	}
	for _, stranger := range []purchases.Owner{{Ledger: live, Holder: "friend"}, {Ledger: trial, Holder: "fan"}, {Ledger: other, Holder: "fan"}} {
		_, err = f.Own(ctx, stranger, d.ID)
		refused(t, err, receipt.ErrNotFound)
		_, err = f.OfOrder(ctx, stranger, o.ID)
		refused(t, err, purchases.ErrOrderNotFound)
		if all, next, err := f.OfHolder(ctx, stranger.Ledger, stranger.Holder, purchases.Page{Limit: 10}); len(all) != 0 || next != "" || err != nil {
			t.Errorf("%+v, %q, %v", all, next, err)
		}
	}
	_, err = f.Document(ctx, "rcp_none")
	refused(t, err, receipt.ErrNotFound)
	_, _, err = f.OfHolder(ctx, live, "no body", purchases.Page{Limit: 10})
	refused(t, err, purchases.ErrHolderInvalid)
}

func pagesGoOn(t *testing.T, f *fixture) {
	for _, region := range []string{"KR", "US"} {
		o := f.sell(t, sale{live, map[string]string{"KR": pack, "US": gone}[region], region, "fan"})
		f.refund(t, o, 1000)
	}
	var got []string
	page := purchases.Page{Limit: 3}
	for range 2 {
		found, next, err := f.OfHolder(ctx, live, "fan", page)
		done(t, err)
		for _, d := range found {
			got = append(got, d.Number[5:])
		}
		page.After = next
	}
	if strings.Join(got, " ") != "000004 000003 000002 000001" || page.After != "" {
		t.Errorf("%v, then %q", got, page.After)
	}
}

// forgetsTheErased: documents stay as they are, under the pseudonym of who paid.
func forgetsTheErased(t *testing.T, f *fixture) {
	o := f.sell(t, sale{live, pack, "KR", "fan-to-forget"})
	found, err := f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: "fan-to-forget"}, o.ID)
	done(t, err)
	pseudonym, err := f.shop.Erase(ctx, journal.Origin{Actor: "key_test"}, purchases.Owner{Ledger: live, Holder: "fan-to-forget"})
	done(t, err)
	after, err := f.OfOrder(ctx, purchases.Owner{Ledger: live, Holder: pseudonym}, o.ID)
	done(t, err)
	if after[0].Hash != found[0].Hash || after[0].Body != found[0].Body || after[0].Holder != pseudonym || strings.Contains(after[0].Body, "forget") {
		t.Errorf("%+v", after[0])
	}
	if all, _, err := f.OfHolder(ctx, live, "fan-to-forget", purchases.Page{Limit: 10}); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// trialsHaveTheirTime: a clock that was moved into another year begins that year's series.
func trialsHaveTheirTime(t *testing.T, f *fixture) {
	to := time.Date(2029, 2, 3, 0, 0, 0, 0, time.UTC)
	_, err := f.shop.MoveClock(ctx, journal.Origin{Actor: "key_test"}, trial, to)
	done(t, err)
	o := f.sell(t, sale{trial, pack, "KR", "fan"})
	found, err := f.OfOrder(ctx, purchases.Owner{Ledger: trial, Holder: "fan"}, o.ID)
	done(t, err)
	if d := found[0]; d.Number != "2029-000001" || !d.Test || d.IssuedAt.Before(to) || d.Amount != (catalog.Price{Amount: 2500, Currency: "KRW"}) {
		t.Errorf("%+v", d)
	}
}
