// Package shelftest holds the behaviours that every shelf.Store must have, and a store in memory that has them.
package shelftest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

var (
	ctx  = context.Background()
	at   = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)
	live = purchases.Ledger{App: "app_1"}
	fan  = purchases.Owner{Ledger: live, Holder: "fan"}
	none = purchases.Owner{Ledger: purchases.Ledger{App: "app_1", Test: true}, Holder: "fan"}
)

// Run holds stores made by newStore to what shelf.Store promises.
func Run(t *testing.T, newStore func(t *testing.T) shelf.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, shelf.Store, *shelf.Service){
		"ShelfComesBack":           comesBack,
		"OrderComesFirst":          orderComesFirst,
		"StrangePacksAreRefused":   strangePacks,
		"FavouritesHaveNoCap":      favouritesHaveNoCap,
		"ChangesAreComplete":       changesAreComplete,
		"RemovalsAreForgotten":     removalsAreForgotten,
		"SendsCountOnce":           sendsCountOnce,
		"SendsAtOnceAllCount":      sendsAtOnce,
		"RecentsAreTheLatest":      recentsAreTheLatest,
		"OldIDsAreForgotten":       oldIDsAreForgotten,
		"SendsOutOfTimeAreRefused": outOfTime,
	} {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			test(t, store, shelf.NewService(store, func() time.Time { return at }))
		})
	}
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(shelf.Shelf{}, "ID")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func comesBack(t *testing.T, _ shelf.Store, s *shelf.Service) {
	empty, err := s.Shelf(ctx, fan)
	done(t, err)
	same(t, "nobody's", shelf.Shelf{}, empty)
	own := []string{"a", "b", "c"}
	_, err = s.Arrange(ctx, fan, shelf.Change{Order: []string{"c", "a"}, Hide: []string{"b"}}, own)
	done(t, err)
	want := shelf.Shelf{Version: 1, Arranged: 1, Packs: []string{"c", "a"}, Hidden: []string{"b"}}
	got, err := s.Shelf(ctx, fan)
	done(t, err)
	same(t, "arranged", want, got)
	if got.ID == "" {
		t.Error("it has no id")
	}
	again, err := s.Arrange(ctx, fan, shelf.Change{Hide: []string{"b"}}, own)
	done(t, err)
	same(t, "the same again", want, again)
	shown, err := s.Arrange(ctx, fan, shelf.Change{Show: []string{"b"}}, own[:2])
	done(t, err)
	same(t, "shown, and one taken away", shelf.Shelf{Version: 2, Arranged: 2, Packs: []string{"a"}}, shown)
	other, err := s.Shelf(ctx, none)
	done(t, err)
	same(t, "of the other ledger", shelf.Shelf{}, other)
}

func orderComesFirst(t *testing.T, _ shelf.Store, _ *shelf.Service) {
	got := shelf.Shelf{Packs: []string{"c", "x", "a"}}.Sorted([]string{"a", "b", "c", "d"})
	same(t, "sorted", []string{"c", "a", "b", "d"}, got)
}

func strangePacks(t *testing.T, _ shelf.Store, s *shelf.Service) {
	for _, c := range []shelf.Change{{Order: []string{"x"}}, {Order: []string{"a", "a"}}, {Hide: []string{"x"}}} {
		_, err := s.Arrange(ctx, fan, c, []string{"a"})
		if !errors.Is(err, shelf.ErrInvalid) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func favouritesHaveNoCap(t *testing.T, _ shelf.Store, s *shelf.Service) {
	const all = 250
	for i := range all {
		done(t, s.Favour(ctx, fan, fmt.Sprintf("stk_%03d", i), "pck"))
	}
	done(t, s.Favour(ctx, fan, "stk_003", "pck")) // again
	done(t, s.Unfavour(ctx, fan, "stk_none"))
	seen := map[string]bool{}
	below := int64(0)
	for pages := 0; ; pages++ {
		page, next, err := s.Favourites(ctx, fan, below, 30)
		done(t, err)
		for _, f := range page {
			if seen[f.Sticker] {
				t.Errorf("%s twice", f.Sticker)
			}
			seen[f.Sticker] = true
		}
		if below = next; next == 0 {
			break
		}
		done(t, s.Favour(ctx, fan, fmt.Sprintf("stk_later_%d", pages), "pck"))
	}
	if len(seen) != all {
		t.Errorf("%d of %d", len(seen), all)
	}
}

// favourAndUnfavour has four change a person's favourites at once, and says when they ended.
func favourAndUnfavour(t *testing.T, s *shelf.Service) (ended <-chan struct{}) {
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 12 {
				sticker := fmt.Sprintf("stk_%d_%d", w, i%5)
				err := s.Favour(ctx, fan, sticker, "pck")
				if err == nil && i%3 == 0 {
					err = s.Unfavour(ctx, fan, sticker)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	over := make(chan struct{})
	go func() { writers.Wait(); close(over) }()
	return over
}

// follow reads what changes from a place until nobody changes anything, and returns which favourites are left.
func follow(t *testing.T, s *shelf.Service, from shelf.Place, ended <-chan struct{}) map[string]bool {
	followed := map[string]bool{}
	for last := false; ; {
		select {
		case <-ended:
			last = true
		default:
		}
		_, changed, next, err := s.Changed(ctx, fan, from, 3)
		done(t, err)
		for _, f := range changed {
			followed[f.Sticker] = !f.Removed
			if f.Version <= from.Version {
				t.Errorf("version %d after %d", f.Version, from.Version)
			}
		}
		if from = next; last && len(changed) == 0 {
			return followed
		}
	}
}

// changesAreComplete lets several add and remove while one follows: who follows ends with the same favourites.
func changesAreComplete(t *testing.T, _ shelf.Store, s *shelf.Service) {
	start, err := s.Place(ctx, fan)
	done(t, err)
	followed := follow(t, s, start, favourAndUnfavour(t, s))
	kept, _, err := s.Favourites(ctx, fan, 0, 100)
	done(t, err)
	for _, f := range kept {
		if !followed[f.Sticker] {
			t.Errorf("%s was not followed", f.Sticker)
		}
		delete(followed, f.Sticker)
	}
	for sticker, there := range followed {
		if there {
			t.Errorf("%s is not there any more", sticker)
		}
	}
	_, _, _, err = s.Changed(ctx, fan, shelf.Place{Shelf: "another", Version: 1}, 3)
	if !errors.Is(err, shelf.ErrGone) {
		t.Errorf("of another person: %v", err)
	}
	_, _, _, err = s.Changed(ctx, fan, shelf.Place{Version: 1 << 40}, 3)
	if !errors.Is(err, shelf.ErrGone) {
		t.Errorf("of the future: %v", err)
	}
}

func removalsAreForgotten(t *testing.T, store shelf.Store, s *shelf.Service) {
	for i := range 6 {
		sticker := fmt.Sprintf("stk_%d", i)
		done(t, s.Favour(ctx, fan, sticker, "pck"))
		done(t, store.Keep(ctx, fan, shelf.Favourite{Sticker: sticker, AddedAt: at, Removed: true}, 2))
	}
	own, changed, err := store.Changed(ctx, fan, 0, 100)
	done(t, err)
	if len(changed) != 2 || own.Floor != 8 || own.Version != 12 {
		t.Errorf("%+v, %+v", own, changed)
	}
	_, _, _, err = s.Changed(ctx, fan, shelf.Place{Shelf: own.ID, Version: 7}, 100)
	if !errors.Is(err, shelf.ErrGone) {
		t.Errorf("before the floor: %v", err)
	}
	_, rest, _, err := s.Changed(ctx, fan, shelf.Place{Shelf: own.ID, Version: 8}, 100)
	done(t, err)
	same(t, "since the floor", 2, len(rest))
}

func sent(id, sticker string, when time.Time) shelf.Send {
	return shelf.Send{ID: id, Of: fan, Sticker: sticker, Pack: "pck_" + sticker[:1], At: when}
}

func sendsCountOnce(t *testing.T, _ shelf.Store, s *shelf.Service) {
	batch := []shelf.Send{sent("1", "a1", at), sent("2", "a2", at), sent("1", "a1", at), sent("3", "b1", at.Add(-24*time.Hour))}
	first, err := s.Send(ctx, batch)
	done(t, err)
	again, err := s.Send(ctx, append(batch, sent("4", "b1", at)))
	done(t, err)
	same(t, "counted", []int{3, 1}, []int{first.Counted, again.Counted})
	other := sent("1", "a1", at)
	other.Of = none
	others, err := s.Send(ctx, []shelf.Send{other})
	done(t, err)
	same(t, "the same id in another ledger", 1, others.Counted)
	day := shelf.Day(at)
	usage, next, err := s.Usage(ctx, live, day-1, day+1, shelf.Usage{}, 2)
	done(t, err)
	same(t, "usage", []shelf.Usage{{Day: day - 1, Pack: "pck_b", Sends: 1}, {Day: day, Pack: "pck_a", Sends: 2}}, usage)
	rest, last, err := s.Usage(ctx, live, day-1, day+1, *next, 2)
	done(t, err)
	same(t, "the rest", []shelf.Usage{{Day: day, Pack: "pck_b", Sends: 1}}, rest)
	if last != nil {
		t.Errorf("a page behind the last: %+v", last)
	}
}

func sendsAtOnce(t *testing.T, _ shelf.Store, s *shelf.Service) {
	var all sync.WaitGroup
	for w := range 6 {
		all.Go(func() {
			for i := range 5 {
				one := sent(fmt.Sprintf("%d-%d", w, i), fmt.Sprintf("a%d", w), at.Add(time.Duration(i)*time.Second))
				if _, err := s.Send(ctx, []shelf.Send{one, sent(fmt.Sprint("shared-", i), "a", at)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	usage, _, err := s.Usage(ctx, live, 0, 1<<40, shelf.Usage{}, 10)
	done(t, err)
	same(t, "usage", []shelf.Usage{{Day: shelf.Day(at), Pack: "pck_a", Sends: 35}}, usage)
	recents, err := s.Recents(ctx, fan)
	done(t, err)
	same(t, "stickers sent", 7, len(recents))
}

func recentsAreTheLatest(t *testing.T, _ shelf.Store, s *shelf.Service) {
	var batch []shelf.Send
	for i := range 60 {
		batch = append(batch, sent(fmt.Sprint(i), fmt.Sprintf("a%02d", i), at.Add(time.Duration(i-100)*time.Second)))
	}
	_, err := s.Send(ctx, batch)
	done(t, err)
	_, err = s.Send(ctx, []shelf.Send{sent("late", "a59", at.Add(-time.Hour)), sent("again", "a30", at)})
	done(t, err)
	recents, err := s.Recents(ctx, fan)
	done(t, err)
	if len(recents) != 50 || recents[0].Sticker != "a30" || recents[1].Sticker != "a59" || !recents[1].At.Equal(at.Add(-41*time.Second)) {
		t.Errorf("%d: %+v", len(recents), recents[:2])
	}
}

func oldIDsAreForgotten(t *testing.T, store shelf.Store, s *shelf.Service) {
	_, err := s.Send(ctx, []shelf.Send{sent("1", "a1", at), sent("2", "a1", at.Add(-shelf.MaxLate))})
	done(t, err)
	later := shelf.NewService(store, func() time.Time { return at.Add(2 * 24 * time.Hour) })
	n, err := later.Sweep(ctx)
	done(t, err)
	same(t, "forgotten", 1, n)
	again, err := s.Send(ctx, []shelf.Send{sent("1", "a1", at)})
	done(t, err)
	same(t, "counted again", 0, again.Counted)
}

func outOfTime(t *testing.T, _ shelf.Store, s *shelf.Service) {
	unknown := sent("4", "a1", at)
	unknown.Pack = ""
	result, err := s.Send(ctx, []shelf.Send{
		sent("1", "a1", at.Add(shelf.MaxEarly+time.Second)), sent("2", "a1", at.Add(-shelf.MaxLate-time.Second)), sent("3", "a1", at.Add(shelf.MaxEarly)), unknown,
	})
	done(t, err)
	same(t, "refused", shelf.Sent{Counted: 1, Refused: map[int]shelf.Verdict{0: shelf.TooEarly, 1: shelf.TooLate, 3: shelf.Unknown}}, result)
	bad := sent("5", "a1", at)
	bad.Of.Holder = "no/holder"
	_, err = s.Send(ctx, []shelf.Send{bad})
	if !errors.Is(err, purchases.ErrHolderInvalid) {
		t.Error(err)
	}
}
