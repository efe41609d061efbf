package taxtest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

var (
	start   = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)
	finance = tax.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_finance", Roles: []accounts.Role{accounts.Finance}}, Request: "req-1"}
)

const day = 24 * time.Hour

// fixture is a service over the store under test, with a clock of its own.
type fixture struct {
	*tax.Service
	store tax.Store
	now   time.Time
}

// Run holds stores made by newStore to what tax.Store promises, beneath a tax.Service.
func Run(t *testing.T, newStore func(t *testing.T) tax.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, *fixture){
		"RatesAreKept": kept, "RatesFollowEachOther": follow, "RatesInForceEnd": inForceEnd, "OneOfManyHolds": oneHolds,
		"StaleChangesAreRefused": stale, "BadRatesAreRefused": bad, "OthersAreDenied": denied, "OtherProcessesLearn": learn,
	} {
		t.Run(name, func(t *testing.T) {
			f := &fixture{store: newStore(t), now: start}
			f.Service = tax.NewService(f.store, func() time.Time { return f.now })
			test(t, f)
		})
	}
}

func (f *fixture) save(t *testing.T, r tax.Rate) tax.Rate {
	t.Helper()
	saved, err := f.Save(context.Background(), finance, r)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (f *fixture) refuses(t *testing.T, name string, r tax.Rate, want *fault.Error) {
	t.Helper()
	_, err := f.Save(context.Background(), finance, r)
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %s", name, err, want.Code())
	}
}

// korean is the tax of Korea from a while ahead.
func korean(ahead, lasts time.Duration) tax.Rate {
	r := tax.Rate{Region: "KR", Millionths: 100_000, Included: true, From: start.Add(ahead)}
	if lasts > 0 {
		r.Until = r.From.Add(lasts)
	}
	return r
}

func kept(t *testing.T, f *fixture) {
	if f.Table().Revision != "" || f.Here("KR") != nil || !f.Turn().IsZero() {
		t.Errorf("nothing was said, and there is %+v", f.Table())
	}
	saved := f.save(t, tax.Rate{Region: "KR", Millionths: 100_000, Included: true})
	want := tax.Rate{ID: saved.ID, Region: "KR", Millionths: 100_000, Included: true, From: start, Version: 1, UpdatedAt: start}
	read, err := f.Rate(context.Background(), finance, saved.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]tax.Rate{"saved": saved, "read": read, "at hand": *f.Here("KR")} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if f.Here("JP") != nil {
		t.Error("Japan has Korea's")
	}
}

func follow(t *testing.T, f *fixture) {
	f.save(t, korean(0, 30*day))
	later := korean(30*day, 0)
	later.Millionths = 110_000
	f.save(t, later)
	f.refuses(t, "beneath both", korean(29*day, 2*day), tax.ErrOverlap)
	f.refuses(t, "beneath the endless one", korean(300*day, 0), tax.ErrOverlap)
	f.save(t, tax.Rate{Region: "JP", Millionths: 100_000, Included: true})
	table := f.Table()
	for at, want := range map[time.Time]int64{start: 100_000, start.Add(30*day - 1): 100_000, start.Add(30 * day): 110_000, start.Add(999 * day): 110_000} {
		if r := table.At("KR", at); r == nil || r.Millionths != want {
			t.Errorf("at %s: %+v", at, r)
		}
	}
	if table.At("KR", start.Add(-1)) != nil {
		t.Error("it holds before it begins")
	}
	if !f.Turn().Equal(start.Add(30*day)) || !table.Turn(start.Add(30*day)).IsZero() {
		t.Errorf("the next turn is at %s", f.Turn())
	}
}

func inForceEnd(t *testing.T, f *fixture) {
	r := f.save(t, korean(0, 0))
	planned := f.save(t, tax.Rate{Region: "JP", Millionths: 80_000, Included: true, From: start.Add(day)})
	planned.Millionths = 100_000
	planned = f.save(t, planned)
	f.now = start.Add(2 * day)
	for name, change := range map[string]func(*tax.Rate){
		"another rate": func(r *tax.Rate) { r.Millionths++ }, "on top": func(r *tax.Rate) { r.Included = false },
		"elsewhere": func(r *tax.Rate) { r.Region = "US" }, "later": func(r *tax.Rate) { r.From = f.now },
	} {
		other := r
		change(&other)
		f.refuses(t, name, other, tax.ErrInForce)
	}
	other := r
	other.Until = start.Add(day)
	f.refuses(t, "ended yesterday", other, tax.ErrInvalid)
	for _, id := range []string{r.ID, planned.ID} {
		if err := f.Remove(context.Background(), finance, id, 0); !errors.Is(err, tax.ErrInForce) {
			t.Errorf("taken away: %v", err)
		}
	}
	r.Until = f.now.Add(day)
	r = f.save(t, r)
	f.now = f.now.Add(2 * day)
	r.Until = f.now.Add(day)
	f.refuses(t, "ended and goes on", r, tax.ErrInForce)
	if f.Here("KR") != nil {
		t.Error("it ended, and holds")
	}
}

func stale(t *testing.T, f *fixture) {
	ctx := context.Background()
	r := f.save(t, korean(day, 0))
	changed := r
	changed.Millionths = 1
	f.save(t, changed)
	f.refuses(t, "changed meanwhile", r, tax.ErrStale)
	if err := f.Remove(ctx, finance, r.ID, r.Version); !errors.Is(err, tax.ErrStale) {
		t.Errorf("taken away: %v", err)
	}
	if err := f.Remove(ctx, finance, r.ID, 0); err != nil {
		t.Error(err)
	}
	f.refuses(t, "gone", changed, tax.ErrNotFound)
	if err := f.Remove(ctx, finance, r.ID, 0); !errors.Is(err, tax.ErrNotFound) {
		t.Errorf("taken away again: %v", err)
	}
	if f.Table().Revision != "" {
		t.Error("there is one left")
	}
}

// oneHolds has many say the same at once.
func oneHolds(t *testing.T, f *fixture) {
	var work sync.WaitGroup
	failures := make([]error, 8)
	for i := range failures {
		work.Go(func() { _, failures[i] = f.Save(context.Background(), finance, korean(0, 0)) })
	}
	work.Wait()
	saved := 0
	for _, err := range failures {
		if err == nil {
			saved++
		} else if !errors.Is(err, tax.ErrOverlap) {
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d hold", saved)
	}
}

func bad(t *testing.T, f *fixture) {
	for name, r := range map[string]tax.Rate{
		"no region": {Millionths: 1}, "an unknown region": {Region: "QQ", Millionths: 1}, "the world": {Region: "001", Millionths: 1},
		"nothing": {Region: "KR"}, "less": {Region: "KR", Millionths: -1}, "more than all": {Region: "KR", Millionths: tax.Whole + 1},
		"ends before": {Region: "KR", Millionths: 1, Until: start.Add(-day)}, "ends at once": {Region: "KR", Millionths: 1, Until: start},
		"long ago": {Region: "KR", Millionths: 1, From: start.Add(-day)}, "in ages": {Region: "KR", Millionths: 1, From: start.AddDate(500, 0, 0)},
	} {
		f.refuses(t, name, r, tax.ErrInvalid)
	}
	f.save(t, tax.Rate{Region: "KR", Millionths: 1, From: start.Add(-9 * time.Minute)})
}

func denied(t *testing.T, f *fixture) {
	ctx := context.Background()
	for _, role := range []accounts.Role{accounts.Designer, accounts.Translator, accounts.Reviewer, accounts.Editor, accounts.Support, accounts.Auditor} {
		by := tax.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: "acc_1", Roles: []accounts.Role{role}}}
		_, err := f.Save(ctx, by, korean(0, 0))
		if fault.As(err) == nil || fault.As(err).Kind() != fault.Denied || fault.As(f.Remove(ctx, by, "tax_1", 0)).Kind() != fault.Denied {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func learn(t *testing.T, f *fixture) {
	another := tax.NewService(f.store, func() time.Time { return f.now })
	f.save(t, korean(0, 0))
	if another.Here("KR") != nil {
		t.Error("it knows without being told")
	}
	if err := another.Refresh(context.Background()); err != nil || another.Here("KR") == nil || another.Table().Revision != f.Table().Revision {
		t.Errorf("it does not know: %v", err)
	}
}
