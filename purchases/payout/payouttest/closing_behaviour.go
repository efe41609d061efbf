package payouttest

import (
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

var emptyRecord journal.Record

func readTheirOwn(t *testing.T, f *fixture) {
	f.agree(t, terms)
	f.sell(t, sale{live, ownPack, "KR", 0})
	s, err := f.Statement(ctx, designer, "moon", period(0), nil)
	done(t, err)
	if s.Accounts[0].Sales != 1 {
		t.Errorf("%+v", s)
	}
	_, err = f.Statement(ctx, stranger, "moon", period(0), nil)
	refused(t, err, catalog.ErrCreatorNotFound)
	_, err = f.Statement(ctx, stranger, "nobody", period(0), nil)
	refused(t, err, catalog.ErrCreatorNotFound)
}

// closesEvery leaves one creator waiting for a contract, and closes the other's three months.
func closesEvery(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 5000})
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, elsePack, "KR", 0})
	f.months(3)
	n, err := f.CloseMonths(ctx)
	done(t, err)
	if n != 3 {
		t.Errorf("%d statements were closed", n)
	}
	if n, err = f.CloseMonths(ctx); n != 0 || err != nil {
		t.Errorf("%d more, %v", n, err)
	}
	events, err := f.stores.Journal.Events(ctx, "", 0, 1000)
	done(t, err)
	told := 0
	for _, e := range events {
		if e.Type == "statement.closed" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("%d events: months without any money are none", told)
	}
}

// manyClose has eight look for what can be closed at once: everything is closed once.
func manyClose(t *testing.T, f *fixture) {
	f.agree(t, terms)
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, elsePack, "US", 0})
	f.months(2)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := f.CloseMonths(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	due, err := f.Payouts(ctx, finance, "", payout.Due, "", 100)
	done(t, err)
	if len(due) != 2 {
		t.Errorf("%+v", due)
	}
}

// carriesOverOpen owes something from a month that no contract covers wholly.
func carriesOverOpen(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForCreator, Party: "moon", Share: 5000})
	o := f.sell(t, sale{live, ownPack, "KR", 0})
	f.months(1)
	_, err := f.CloseMonths(ctx)
	done(t, err)
	f.refund(t, o, 0)
	f.months(2)
	f.sell(t, sale{live, ownPack, "KR", 0})
	if a := f.statement(t, "moon", period(2)).Accounts[0]; a.Carried != -1250 || a.Due != 0 || a.Balance != 0 {
		t.Errorf("%+v", a)
	}
}

func withholds(t *testing.T, f *fixture) {
	f.agree(t, payout.Contract{Scope: payout.ForStore, Share: 10_000, Withholding: 330})
	o := f.sell(t, sale{live, ownPack, "KR", 1000})
	f.months(1)
	if a := f.statement(t, "moon", period(0)).Accounts[0]; a.Withheld != 33 || a.Due != 967 {
		t.Errorf("%+v", a)
	}
	f.refund(t, o, 0)
	f.months(2)
	if a := f.statement(t, "moon", period(1)).Accounts[0]; a.Withheld != 0 || a.Balance != -1000 {
		t.Errorf("%+v", a)
	}
}
