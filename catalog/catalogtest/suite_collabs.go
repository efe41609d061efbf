package catalogtest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// collabsComeBack keeps brands and collabs by slug; a collab has its brand as it is now.
func collabsComeBack(t *testing.T, h Harness) {
	brand := catalog.Brand{ID: "brd_1", Slug: "tides", Name: "Tides"}
	collab := catalog.Collab{
		Licence: catalog.Licence{
			ID: "col_1", Slug: "tides-tour", Brand: brand, Titles: map[i18n.Locale]string{"en": "Tour"}, Descriptions: map[i18n.Locale]string{"ko": "투어"},
			Attribution: "© Tides", Territory: []string{"JP", "KR"}, From: At, Until: At.Add(time.Hour),
		},
		Shares: []catalog.Share{{Party: "Tides", Part: 2500}},
	}
	commit := func(change catalog.LicenceChange) error { return h.Store.CommitLicence(ctx, change, journal.Record{}) }
	must(t, commit(catalog.LicenceChange{Brand: &brand}))
	brand.Version = 1
	collab.Brand = brand
	must(t, commit(catalog.LicenceChange{Collab: &collab}))
	renamed := brand
	renamed.Name = "The Tides"
	must(t, commit(catalog.LicenceChange{Brand: &renamed}))
	renamed.Version = 2
	collab.Brand, collab.Version = renamed, 1
	kept, err := h.Store.Collab(ctx, "tides-tour")
	must(t, err)
	if diff := cmp.Diff(collab, kept); diff != "" {
		t.Error(diff)
	}
	all, err := h.Store.Collabs(ctx, "", 10)
	must(t, err)
	behind, err := h.Store.Brands(ctx, "tides", 10)
	must(t, err)
	if len(all) != 1 || len(behind) != 0 {
		t.Errorf("listed %v, behind the last %v", all, behind)
	}
	if err := commit(catalog.LicenceChange{Brand: &catalog.Brand{ID: "brd_2", Slug: "tides", Name: "x"}}); !errors.Is(err, catalog.ErrBrandTaken) {
		t.Errorf("a brand's slug again: %v", err)
	}
	collab.ID, collab.Version = "col_2", 0
	if err := commit(catalog.LicenceChange{Collab: &collab}); !errors.Is(err, catalog.ErrCollabTaken) {
		t.Errorf("a collab's slug again: %v", err)
	}
	if _, err := h.Store.Brand(ctx, "none"); !errors.Is(err, catalog.ErrBrandNotFound) {
		t.Errorf("no brand: %v", err)
	}
	if _, err := h.Store.Collab(ctx, "none"); !errors.Is(err, catalog.ErrCollabNotFound) {
		t.Errorf("no collab: %v", err)
	}
}

// licenceMovesItsPacks: a brand changes together with all packs under its collabs, or not at all.
func licenceMovesItsPacks(t *testing.T, h Harness) {
	brand := catalog.Brand{ID: "brd_1", Slug: "tides", Name: "Tides"}
	collab := catalog.Collab{Licence: catalog.Licence{ID: "col_1", Slug: "tour", Brand: brand, Titles: map[i18n.Locale]string{"en": "Tour"}}}
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand}, journal.Record{}))
	brand.Version, collab.Brand.Version = 1, 1
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab}, journal.Record{}))
	collab.Version = 1
	draft, _ := h.add(t, "moon")
	draft.Pack.Collab = collab.ID
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: draft.Pack}))
	draft.Pack.Version++
	for _, id := range []string{brand.ID, collab.ID} {
		under, err := h.Store.Licensed(ctx, id)
		must(t, err)
		if diff := cmp.Diff([]string{draft.Pack.ID}, under); diff != "" {
			t.Error(diff)
		}
	}
	brand.Name = "The Tides"
	if err := h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand}, journal.Record{}); !errors.Is(err, catalog.ErrPackStale) {
		t.Errorf("without its packs: %v", err)
	}
	if kept, err := h.Store.Brand(ctx, brand.ID); err != nil || kept.Name != "Tides" {
		t.Errorf("refused, and %+v, %v", kept, err)
	}
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand, Packs: []catalog.Change{{Pack: draft.Pack}}}, journal.Record{}))
	brand.Version++
	if pack, err := h.Store.Pack(ctx, draft.Pack.ID); err != nil || pack.Version != draft.Pack.Version+1 || pack.Collab != collab.ID {
		t.Errorf("%+v, %v", pack, err)
	}
	goesWhenUnused(t, h, brand, collab, draft)
}

// goesWhenUnused: a brand goes once no collab is of it, a collab once no pack is under it.
func goesWhenUnused(t *testing.T, h Harness, brand catalog.Brand, collab catalog.Collab, draft catalog.Draft) {
	t.Helper()
	remove := func(change catalog.LicenceChange) error {
		change.Removed = true
		return h.Store.CommitLicence(ctx, change, journal.Record{})
	}
	if err := remove(catalog.LicenceChange{Brand: &brand}); !errors.Is(err, catalog.ErrBrandInUse) {
		t.Errorf("a brand with a collab goes: %v", err)
	}
	if err := remove(catalog.LicenceChange{Collab: &collab}); !errors.Is(err, catalog.ErrCollabInUse) {
		t.Errorf("a collab with a pack goes: %v", err)
	}
	draft.Pack.Collab, draft.Pack.Version = "", draft.Pack.Version+1
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: draft.Pack}))
	must(t, remove(catalog.LicenceChange{Collab: &collab}))
	must(t, remove(catalog.LicenceChange{Brand: &brand}))
	if _, err := h.Store.Collab(ctx, collab.ID); !errors.Is(err, catalog.ErrCollabNotFound) {
		t.Errorf("the collab is still there: %v", err)
	}
	if _, err := h.Store.Brand(ctx, brand.ID); !errors.Is(err, catalog.ErrBrandNotFound) {
		t.Errorf("the brand is still there: %v", err)
	}
}

// licenceIsSeen: who changes a brand or a collab, or puts a pack under it, saw it as it is kept.
func licenceIsSeen(t *testing.T, h Harness) {
	brand := catalog.Brand{ID: "brd_1", Slug: "tides", Name: "Tides"}
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand}, journal.Record{}))
	brand.Version = 1
	collab := catalog.Collab{Licence: catalog.Licence{ID: "col_1", Slug: "tour", Brand: brand, Titles: map[i18n.Locale]string{"en": "Tour"}}}
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab}, journal.Record{}))
	collab.Version = 1
	draft, _ := h.add(t, "moon")
	draft.Pack.Collab = collab.ID
	judged := catalog.Judgement{Collab: collab.ID, Version: 1, Brand: brand.ID, VersionOfBrand: 1}
	under := func(j catalog.Judgement) error {
		return h.Store.Commit(ctx, catalog.Change{Pack: draft.Pack, Judged: &j})
	}
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab}, journal.Record{}))
	want(t, under(judged), catalog.ErrCollabStale)
	judged.Version, collab.Version = 2, 2
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand}, journal.Record{}))
	want(t, under(judged), catalog.ErrBrandStale)
	for _, removed := range []bool{false, true} {
		want(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand, Removed: removed}, journal.Record{}), catalog.ErrBrandStale)
		old := collab
		old.Version = 1
		want(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &old, Removed: removed}, journal.Record{}), catalog.ErrCollabStale)
	}
	want(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab}, journal.Record{}), catalog.ErrBrandStale)
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab, Removed: true}, journal.Record{}))
	judged.VersionOfBrand = 2
	want(t, under(judged), catalog.ErrCollabStale)
	if kept, err := h.Store.Pack(ctx, draft.Pack.ID); err != nil || kept.Collab != "" {
		t.Errorf("under a collab that is gone: %+v, %v", kept, err)
	}
}

// licenceIsTakenOrGone: of a removal and packs that come under the collab at once, one side is refused.
func licenceIsTakenOrGone(t *testing.T, h Harness) {
	brand := catalog.Brand{ID: "brd_1", Slug: "tides", Name: "Tides"}
	must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Brand: &brand}, journal.Record{}))
	brand.Version = 1
	for i := range 8 {
		id := fmt.Sprintf("col_%d", i)
		collab := catalog.Collab{Licence: catalog.Licence{ID: id, Slug: fmt.Sprintf("tour-%d", i), Brand: brand, Titles: map[i18n.Locale]string{"en": "Tour"}}}
		must(t, h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab}, journal.Record{}))
		collab.Version = 1
		draft, _ := h.add(t, fmt.Sprintf("moon-%d", i))
		draft.Pack.Collab = id
		judged := catalog.Judgement{Collab: id, Version: 1, Brand: brand.ID, VersionOfBrand: 1}
		var taken, gone error
		var both sync.WaitGroup
		both.Go(func() { taken = h.Store.Commit(ctx, catalog.Change{Pack: draft.Pack, Judged: &judged}) })
		both.Go(func() {
			gone = h.Store.CommitLicence(ctx, catalog.LicenceChange{Collab: &collab, Removed: true}, journal.Record{})
		})
		both.Wait()
		switch {
		case taken == nil:
			want(t, gone, catalog.ErrCollabInUse)
		case gone == nil:
			want(t, taken, catalog.ErrCollabStale)
		default:
			t.Errorf("neither: %v, %v", taken, gone)
		}
	}
}
