package catalogtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// Harness is an empty store to be tested, and what it committed to the journal.
type Harness struct {
	Store    catalog.Store
	Recorded func() journal.Record
}

// Run holds stores made by open to what catalog.Store promises.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Harness){
		"DraftComesBack":        draftComesBack,
		"AbsentIsNotFound":      absentIsNotFound,
		"SlugIsTaken":           slugIsTaken,
		"StaleChangeIsRefused":  staleChangeIsRefused,
		"PartsStay":             partsStay,
		"RefusedLeavesNothing":  refusedLeavesNothing,
		"PacksArePaged":         packsArePaged,
		"PacksAreFound":         packsAreFound,
		"ReleasesInOrder":       releasesInOrder,
		"PublishedInSequence":   publishedInSequence,
		"PublishedAgain":        publishedAgain,
		"LiveWordsAreApart":     liveWordsAreApart,
		"DeletedIsGone":         deletedIsGone,
		"PictureIsKeptOnce":     pictureIsKeptOnce,
		"LookalikesAreFound":    lookalikesAreFound,
		"WhatIsSoldIsNamed":     lookalikesNameWhatIsSold,
		"CreatorsComeBack":      creatorsComeBack,
		"RecordIsCommitted":     recordIsCommitted,
		"QueueInOrder":          queueInOrder,
		"NewestWaits":           newestWaits,
		"StepsInOrder":          stepsInOrder,
		"CollabsComeBack":       collabsComeBack,
		"LicenceMovesItsPacks":  licenceMovesItsPacks,
		"LicenceIsSeen":         licenceIsSeen,
		"LicenceIsTakenOrGone":  licenceIsTakenOrGone,
		"TiersComeBack":         tiersComeBack,
		"TierHoldsItsPacks":     tierHoldsItsPacks,
		"OneProposalIsOpen":     oneProposalIsOpen,
		"ClaimsAreKept":         claimsAreKept,
		"OneOfManyChangesHolds": oneOfManyChangesHolds,
		"WordsAreListed":        wordsAreListed,
		"WordsAreCounted":       wordsAreCounted,
		"WordRevisionsInOrder":  wordRevisionsInOrder,
		"OffersKeepTheirWords":  offersKeepTheirWords,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

var ctx = context.Background()

// sameDraft compares drafts; empty and missing are the same.
var sameDraft = cmp.Options{cmpopts.EquateEmpty()}

// record returns a record of an act on a pack.
func record(subject string) journal.Record {
	return journal.Record{
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{Actor: "acc_1"}, "pack.test", subject, nil, nil, At)},
		Events: []journal.Event{journal.NewEvent("", "pack.tested", subject, map[string]any{}, At)},
	}
}

// add stores a creator and the draft of a pack of theirs, and returns the draft as it is kept.
func (h Harness) add(t *testing.T, slug string) (catalog.Draft, catalog.Creator) {
	t.Helper()
	creator := Creator(slug)
	must(t, h.Store.SaveCreator(ctx, creator, journal.Record{}))
	d := Draft(slug, creator, 3)
	for _, s := range d.Stickers {
		must(t, h.Store.SavePicture(ctx, s.Images[catalog.Base]))
	}
	must(t, h.Store.Commit(ctx, whole(d)))
	d.Pack.Version++
	return d, creator
}

// whole returns the change that makes a draft all that is kept of its pack.
func whole(d catalog.Draft) catalog.Change {
	return catalog.Change{
		Pack: d.Pack, Content: &catalog.Content{Stickers: d.Stickers, Words: d.Words}, Offers: &d.Offers,
		Record: record(d.Pack.ID),
	}
}

func draftComesBack(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	for _, name := range []string{d.Pack.ID, d.Pack.Slug} {
		got, err := h.Store.Draft(ctx, name)
		must(t, err)
		same(t, d, got)
	}
	pack, err := h.Store.Pack(ctx, "moon")
	must(t, err)
	same(t, d.Pack, pack)
}

func absentIsNotFound(t *testing.T, h Harness) {
	_, err := h.Store.Pack(ctx, "moon")
	want(t, err, catalog.ErrPackNotFound)
	_, err = h.Store.Draft(ctx, "moon")
	want(t, err, catalog.ErrPackNotFound)
	_, err = h.Store.PublishedPack(ctx, "pck_x")
	want(t, err, catalog.ErrPackNotFound)
	_, err = h.Store.Picture(ctx, Picture("x").Upload.Digest)
	want(t, err, catalog.ErrPictureNotFound)
	_, err = h.Store.Creator(ctx, "x")
	want(t, err, catalog.ErrCreatorNotFound)
	releases, err := h.Store.Releases(ctx, "pck_x")
	must(t, err)
	words, err := h.Store.LiveWords(ctx, "pck_x")
	must(t, err)
	if len(releases) > 0 || len(words) > 0 {
		t.Errorf("an empty store has %v and %v", releases, words)
	}
	gone := Draft("gone", Creator("x"), 0)
	gone.Pack.Version = 3
	want(t, h.Store.Commit(ctx, catalog.Change{Pack: gone.Pack}), catalog.ErrPackNotFound)
}

func slugIsTaken(t *testing.T, h Harness) {
	d, creator := h.add(t, "moon")
	want(t, h.Store.Commit(ctx, whole(Draft("moon", creator, 0))), catalog.ErrSlugTaken)
	other, _ := h.add(t, "sun")
	other.Pack.Slug = d.Pack.Slug
	want(t, h.Store.Commit(ctx, catalog.Change{Pack: other.Pack}), catalog.ErrSlugTaken)
}

func staleChangeIsRefused(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack}))
	d.Pack.Copyright = "another"
	err := h.Store.Commit(ctx, catalog.Change{Pack: d.Pack})
	want(t, err, catalog.ErrPackStale)
	pack, err := h.Store.Pack(ctx, d.Pack.ID)
	must(t, err)
	if pack.Version != 2 || pack.Copyright != "© Studio" {
		t.Errorf("got version %d, copyright %q", pack.Version, pack.Copyright)
	}
}

func partsStay(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	d.Pack.Tags = []string{}
	d.Pack.State, d.Pack.PublishedAt = catalog.StateStopped, At
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack}))
	d.Pack.Version++
	got, err := h.Store.Draft(ctx, d.Pack.ID)
	must(t, err)
	same(t, d, got)
	d.Stickers, d.Offers = d.Stickers[1:], nil
	d.Words.SetAll(catalog.WordTitle, nil)
	must(t, h.Store.Commit(ctx, whole(d)))
	d.Pack.Version++
	got, err = h.Store.Draft(ctx, d.Pack.ID)
	must(t, err)
	same(t, d, got)
}

// refusedLeavesNothing: a change of which one part is refused leaves no other part behind.
func refusedLeavesNothing(t *testing.T, h Harness) {
	d, creator := h.add(t, "moon")
	before := len(h.Recorded().Audit)
	published := Published(d, creator)
	stale := whole(d)
	stale.Pack.Version = 7
	stale.Published, stale.Live = &published, d.Words
	stale.Release = &catalog.Release{Pack: d.Pack.ID, Number: 1, State: catalog.ReleaseSubmitted, Manifest: Picture("m").Upload, At: At}
	want(t, h.Store.Commit(ctx, stale), catalog.ErrPackStale)
	sequence, err := h.Store.Sequence(ctx)
	must(t, err)
	releases, err := h.Store.Releases(ctx, d.Pack.ID)
	must(t, err)
	words, err := h.Store.LiveWords(ctx, d.Pack.ID)
	must(t, err)
	if sequence != 0 || len(releases) != 0 || len(words) != 0 || len(h.Recorded().Audit) != before {
		t.Errorf("left: sequence %d, releases %v, words %v, %d audit entries", sequence, releases, words, len(h.Recorded().Audit)-before)
	}
}

func packsArePaged(t *testing.T, h Harness) {
	var ids []string
	for i := range 5 {
		d, _ := h.add(t, fmt.Sprintf("pack-%d", i))
		ids = append([]string{d.Pack.ID}, ids...)
	}
	same(t, ids, h.paged(t, catalog.PackQuery{Limit: 2}))
	slices.Reverse(ids)
	same(t, ids, h.paged(t, catalog.PackQuery{Limit: 2, Sort: catalog.PacksSlug}))
	changed := h.paged(t, catalog.PackQuery{Limit: 2, Sort: catalog.PacksChanged})
	slices.Sort(changed)
	same(t, ids, changed)
	own, err := h.Store.Packs(ctx, catalog.PackQuery{Account: "acc_pack-3", Limit: 10})
	must(t, err)
	if len(own) != 1 || own[0].Slug != "pack-3" {
		t.Errorf("packs of an account: %v", own)
	}
}

// paged are the ids of all packs that a query lists, page by page.
func (h Harness) paged(t *testing.T, q catalog.PackQuery) []string {
	t.Helper()
	var got []string
	for {
		page, err := h.Store.Packs(ctx, q)
		must(t, err)
		if len(page) == 0 {
			return got
		}
		for _, p := range page {
			got = append(got, p.ID)
		}
		q.After = catalog.MarkOf(page[len(page)-1])
	}
}

// packsAreFound by their slug, a tag, or a title in any language, and by their state.
func packsAreFound(t *testing.T, h Harness) {
	moon, _ := h.add(t, "moon-100")
	sun, _ := h.add(t, "sun")
	change := func(d catalog.Draft, edit func(*catalog.Draft)) {
		edit(&d)
		must(t, h.Store.Commit(ctx, whole(d)))
	}
	change(moon, func(d *catalog.Draft) {
		d.Words = catalog.Words{"ko": {catalog.WordTitle: "달 100%", catalog.WordDescription: "태양 아님"}, "en": {catalog.WordTitle: "Full Moon"}}
	})
	change(sun, func(d *catalog.Draft) {
		d.Pack.State, d.Pack.Tags, d.Words = catalog.StateStopped, []string{"summer_sky"}, catalog.Words{"en": {catalog.WordTitle: "Bright"}}
	})
	for text, want := range map[string][]string{
		"": {sun.Pack.ID, moon.Pack.ID}, "full mo": {moon.Pack.ID}, "달": {moon.Pack.ID}, "태양": nil, "0%": {moon.Pack.ID}, "%": {moon.Pack.ID},
		"SUN": {sun.Pack.ID}, "r_s": {sun.Pack.ID}, "title": nil, `\`: nil, "'": nil,
	} {
		if got := h.paged(t, catalog.PackQuery{Limit: 2, Text: text}); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, not %q", text, got, want)
		}
	}
	same(t, []string{sun.Pack.ID}, h.paged(t, catalog.PackQuery{Limit: 2, State: catalog.StateStopped}))
}

func releasesInOrder(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	var all []catalog.Release
	for number := 1; number <= 3; number++ {
		r := catalog.Release{
			Pack: d.Pack.ID, Number: number, State: catalog.ReleaseSubmitted, Direct: number == 2,
			Manifest: Picture(fmt.Sprint(number)).Upload, By: "acc_1", At: At,
		}
		must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Release: &r}))
		d.Pack.Version++
		all = append(all, r)
	}
	all[0].State, all[0].Direct = catalog.ReleaseApproved, true
	reviewed := all[0]
	reviewed.Manifest, reviewed.By = Picture("another").Upload, "acc_2"
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Release: &reviewed}))
	got, err := h.Store.Releases(ctx, d.Pack.ID)
	must(t, err)
	same(t, all, got)
}

func deletedIsGone(t *testing.T, h Harness) {
	d, creator := h.add(t, "moon")
	stale := d.Pack
	stale.Version = 9
	want(t, h.Store.Delete(ctx, stale, record(d.Pack.ID)), catalog.ErrPackStale)
	must(t, h.Store.Delete(ctx, d.Pack, record(d.Pack.ID)))
	_, err := h.Store.Draft(ctx, d.Pack.ID)
	want(t, err, catalog.ErrPackNotFound)
	want(t, h.Store.Delete(ctx, d.Pack, record(d.Pack.ID)), catalog.ErrPackNotFound)
	again := Draft("moon", creator, 0)
	must(t, h.Store.Commit(ctx, whole(again)))
	again.Pack.Version++
	got, err := h.Store.Draft(ctx, "moon")
	must(t, err)
	same(t, again, got)
}

func recordIsCommitted(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	got := h.Recorded()
	if len(got.Audit) != 1 || len(got.Events) != 1 || got.Audit[0].Subject != d.Pack.ID || got.Events[0].Subject != d.Pack.ID {
		t.Errorf("got %+v", got)
	}
}

// oneOfManyChangesHolds: of changes that were made from the same version at the same time, one holds.
func oneOfManyChangesHolds(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			change := catalog.Change{Pack: d.Pack}
			change.Pack.Copyright = fmt.Sprint(i)
			errs[i] = h.Store.Commit(ctx, change)
		})
	}
	group.Wait()
	held := 0
	for _, err := range errs {
		if err == nil {
			held++
			continue
		}
		want(t, err, catalog.ErrPackStale)
	}
	if held != 1 {
		t.Errorf("%d changes held", held)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, got, wanted error) {
	t.Helper()
	if !errors.Is(got, wanted) {
		t.Fatalf("error is %v, want %v", got, wanted)
	}
}

func same(t *testing.T, wanted, got any) {
	t.Helper()
	if diff := cmp.Diff(wanted, got, sameDraft); diff != "" {
		t.Error(diff)
	}
}
