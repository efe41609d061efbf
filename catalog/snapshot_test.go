package catalog_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/i18n"
)

// publication returns what was published of a pack that is free everywhere.
func publication(number int) catalog.Published {
	creator := catalogtest.Creator("studio")
	p := catalogtest.Published(catalogtest.Draft(fmt.Sprintf("pack-%02d", number), creator, 2), creator)
	p.Pack = fmt.Sprintf("pck_%04d", number)
	p.Sequence = int64(number + 1)
	p.Offers = []catalog.Offer{{Region: catalog.World, Audience: catalog.Everyone}}
	p.PublishedAt = start.Add(time.Duration(number) * time.Minute)
	return p
}

// build builds a snapshot at once.
func build(now time.Time, packs ...catalog.Published) *catalog.Snapshot {
	last := int64(0)
	for _, p := range packs {
		last = max(last, p.Sequence)
	}
	return catalog.Build(catalog.Empty(settings), catalog.Changes{Sequence: last, Packs: packs}, speech, now)
}

func storefront(t testing.TB, s *catalog.Snapshot, region string, locale i18n.Locale) catalog.Storefront {
	t.Helper()
	f, err := s.Storefront(region, locale)
	must(t, err)
	return f
}

func TestStorefrontIsFound(t *testing.T) {
	s := build(start)
	for region, wanted := range map[string]error{"KR": nil, "ID": nil, "001": catalog.ErrRegionNotFound, "XX": catalog.ErrRegionNotFound, "": catalog.ErrRegionNotFound, "kr": catalog.ErrRegionNotFound} {
		_, err := s.Storefront(region, "ko")
		want(t, err, wanted)
	}
	_, err := s.Storefront("KR", "fr")
	want(t, err, i18n.ErrLocaleNotFound)
}

func TestOwnOffersRule(t *testing.T) {
	krw := &catalog.Price{Amount: 2500, Currency: "KRW"}
	p := publication(1)
	p.Offers = []catalog.Offer{
		{Region: catalog.World}, {Region: "JP", From: start.Add(48 * time.Hour)}, {Region: "KR", Price: krw},
	}
	q := publication(2)
	q.Offers = []catalog.Offer{{Region: "JP"}}
	s := build(start.Add(24*time.Hour), p, q)
	for region, wanted := range map[string][]string{"KR": {"pack-01"}, "ID": {"pack-01"}, "JP": {"pack-02"}} {
		for _, by := range []catalog.Sort{catalog.SortNew, catalog.SortPopular, catalog.SortTitle} {
			page, err := storefront(t, s, region, "ko").Packs(catalog.Query{Sort: by})
			must(t, err)
			if diff := cmp.Diff(wanted, slugs(page.Packs)); diff != "" {
				t.Errorf("%s by %s: %s", region, by, diff)
			}
		}
	}
	free, paid := true, false
	for _, test := range []struct {
		region string
		free   *bool
		wanted int
	}{{"KR", &free, 0}, {"KR", &paid, 1}, {"ID", &free, 1}, {"ID", &paid, 0}} {
		page, err := storefront(t, s, test.region, "ko").Packs(catalog.Query{Free: test.free})
		must(t, err)
		if len(page.Packs) != test.wanted {
			t.Errorf("%s, free %v: %v", test.region, *test.free, slugs(page.Packs))
		}
	}
	if diff := cmp.Diff([]string{"JP", "KR", "PH"}, s.Regions()); diff != "" {
		t.Error(diff)
	}
	_, err := storefront(t, s, "KR", "ko").Packs(catalog.Query{Sort: "size"})
	want(t, err, catalog.ErrSortUnknown)
}

func TestQuery(t *testing.T) {
	p, q := publication(1), publication(2)
	p.Tags, p.Animated, p.Usage = []string{"eid"}, true, catalog.UsageEmoticon
	q.Popularity = 7
	f := storefront(t, build(start, p, q), "KR", "ko")
	yes, no := true, false
	for name, test := range map[string]struct {
		query  catalog.Query
		wanted []string
	}{
		"newest first":  {catalog.Query{}, []string{"pack-02", "pack-01"}},
		"by title":      {catalog.Query{Sort: catalog.SortTitle}, []string{"pack-01", "pack-02"}},
		"popular first": {catalog.Query{Sort: catalog.SortPopular}, []string{"pack-02", "pack-01"}},
		"tag":           {catalog.Query{Tag: "eid"}, []string{"pack-01"}},
		"no such tag":   {catalog.Query{Tag: "x"}, []string{}},
		"creator":       {catalog.Query{Creator: q.Creator.ID}, []string{"pack-02"}},
		"creator slug":  {catalog.Query{Creator: "studio"}, []string{"pack-02", "pack-01"}},
		"usage":         {catalog.Query{Usage: catalog.UsageEmoticon}, []string{"pack-01"}},
		"animated":      {catalog.Query{Animated: &yes}, []string{"pack-01"}},
		"still":         {catalog.Query{Animated: &no}, []string{"pack-02"}},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := f.Packs(test.query)
			must(t, err)
			if diff := cmp.Diff(test.wanted, slugs(page.Packs)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTitlesFallBack(t *testing.T) {
	p := publication(1)
	p.SourceLocale, p.Titles = "ja", map[i18n.Locale]string{"ja": "月", "en": "Moon", "ko": "달"}
	q := publication(2)
	q.SourceLocale, q.Titles = "th", map[i18n.Locale]string{"vi": "Trăng", "en": "Moon"}
	r := publication(3)
	r.SourceLocale, r.Titles = "th", map[i18n.Locale]string{"vi": "Trăng"}
	s := build(start, p, q, r)
	for locale, wanted := range map[i18n.Locale][]i18n.Locale{"ko": {"ko", "en", "vi"}, "id": {"ja", "en", "vi"}, "en": {"en", "en", "vi"}} {
		var got []i18n.Locale
		for _, name := range []string{"pack-01", "pack-02", "pack-03"} {
			listing, err := storefront(t, s, "KR", locale).Pack(name)
			must(t, err)
			got = append(got, listing.Localized.Locale)
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s: %s", locale, diff)
		}
	}
}

func TestSections(t *testing.T) {
	p, q := publication(1), publication(2)
	p.Tags = []string{"x"}
	q.Offers = []catalog.Offer{{Region: "KR", Price: &catalog.Price{Amount: 1, Currency: "KRW"}}}
	s := build(start, p, q)
	sections := func(region string) []string {
		var got []string
		for _, section := range storefront(t, s, region, "ko").Sections() {
			got = append(got, fmt.Sprint(section.Kind, " ", section.Title, " ", slugs(section.Packs)))
		}
		return got
	}
	if diff := cmp.Diff([]string{
		"featured page.section.featured [pack-02]", "new page.section.new [pack-02 pack-01]", "top page.section.top [pack-02 pack-01]",
		"seasonal page.section.seasonal [pack-02]", "free page.section.free [pack-01]",
	}, sections("KR")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"featured page.section.featured [pack-01]", "new page.section.new [pack-01]", "top page.section.top [pack-01]", "free page.section.free [pack-01]",
	}, sections("JP")); diff != "" {
		t.Error(diff)
	}
}

func TestSearchSeesWhatIsListed(t *testing.T) {
	p, q := publication(1), publication(2)
	q.Offers = []catalog.Offer{{Region: "JP"}}
	f := storefront(t, build(start, p, q), "KR", "ko")
	for _, text := range []string{"달토끼", "moon rabbit", "studio"} {
		if got := slugs(f.Search(text).Packs); len(got) != 1 || got[0] != "pack-01" {
			t.Errorf("%s: %v", text, got)
		}
	}
	for text, wanted := range map[string]int{"감사": 2, "절": 2, "bow 1": 1, "🙇🏽": 2, "s1": 1} {
		found := f.Search(text).Stickers
		if len(found) != wanted || found[0].Pack.Slug != "pack-01" {
			t.Errorf("%s: %v", text, found)
		}
	}
}

func TestChanges(t *testing.T) {
	p, q := publication(1), publication(2)
	q.Offers = []catalog.Offer{{Region: "KR", From: start.Add(time.Hour), Until: start.Add(2 * time.Hour)}}
	before := build(start, p, q)
	since := before.Revision()
	changed := func(s *catalog.Snapshot) string {
		page, err := storefront(t, s, "KR", "ko").Changes(catalog.ChangesQuery{Since: since})
		must(t, err)
		if page.Revision != s.Revision() {
			t.Errorf("page is at %s, snapshot at %s", page.Revision, s.Revision())
		}
		return fmt.Sprint(slugs(page.Upserted), page.Removed)
	}
	if got := changed(before); got != "[] []" {
		t.Errorf("at once: %s", got)
	}
	open := catalog.Build(before, catalog.Changes{Sequence: before.Sequence()}, speech, start.Add(time.Hour))
	if got := changed(open); got != "[pack-02] []" {
		t.Errorf("opened: %s", got)
	}
	closed := catalog.Build(open, catalog.Changes{Sequence: before.Sequence()}, speech, start.Add(3*time.Hour))
	if got := changed(closed); got != "[] [pck_0002]" {
		t.Errorf("closed: %s", got)
	}
	p.Sequence, p.State = 9, catalog.StateStopped
	stopped := catalog.Build(closed, catalog.Changes{Sequence: 9, Packs: []catalog.Published{p}}, speech, start.Add(3*time.Hour))
	if got := changed(stopped); got != "[] [pck_0001 pck_0002]" {
		t.Errorf("stopped: %s", got)
	}
	page, err := storefront(t, before, "KR", "ko").Changes(catalog.ChangesQuery{Since: stopped.Revision()})
	must(t, err)
	if page.Revision != stopped.Revision() || len(page.Upserted)+len(page.Removed) > 0 {
		t.Errorf("a replica behind: %+v", page)
	}
	other := catalog.Build(stopped, catalog.Changes{Sequence: 9}, catalog.NewSpeech([]i18n.Locale{"ko"}, i18n.Chain), start)
	_, err = storefront(t, other, "KR", "ko").Changes(catalog.ChangesQuery{Since: since})
	want(t, err, catalog.ErrRevisionGone)
	for _, text := range []string{"", "x", "1.2.3", "1." + since, since + "0", "-1.00000000.0", "1.zzzzzzzz.0", "9999999999999999999999.00000000.0"} {
		_, err = storefront(t, before, "KR", "ko").Changes(catalog.ChangesQuery{Since: text})
		if text == since+"0" {
			continue // another time, well formed
		}
		want(t, err, catalog.ErrRevisionMalformed)
	}
}

// TestChangesArePaged: the pages together say the same as one.
func TestChangesArePaged(t *testing.T) {
	empty := build(start)
	var packs []catalog.Published
	for i := range 25 {
		packs = append(packs, publication(i))
	}
	s := catalog.Build(empty, catalog.Changes{Sequence: 25, Packs: packs}, speech, start)
	var got []string
	q := catalog.ChangesQuery{Since: empty.Revision(), Limit: 10}
	for pages := 1; ; pages++ {
		page, err := storefront(t, s, "JP", "ko").Changes(q)
		must(t, err)
		got = append(got, slugs(page.Upserted)...)
		if page.Next == "" {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
		q.After = page.Next
	}
	if len(got) != 25 || !slices.IsSorted(got) {
		t.Errorf("got %v", got)
	}
}

// TestOneStateAtEveryInstant: whatever windows do not overlap, exactly one state holds, and it is
// open exactly inside a window.
func TestOneStateAtEveryInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		edges := rapid.SliceOfNDistinct(rapid.IntRange(1, 100), 2, 8, rapid.ID).Draw(t, "edges")
		slices.Sort(edges)
		edges = edges[:len(edges)/2*2]
		at := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
		p := publication(1)
		p.Offers = nil
		for i := 0; i < len(edges); i += 2 {
			p.Offers = append(p.Offers, catalog.Offer{Region: "KR", From: at(edges[i]), Until: at(edges[i+1])})
		}
		hour := rapid.IntRange(0, 101).Draw(t, "hour")
		s := build(at(hour), p)
		terms, err := s.Terms("pack-01", "KR")
		if err != nil {
			t.Fatal(err)
		}
		before, _ := slices.BinarySearch(edges, hour+1) // edges that passed
		wanted := catalog.OfferAnnounced
		switch {
		case before%2 == 1:
			wanted = catalog.OfferOpen
		case before == len(edges):
			wanted = catalog.OfferClosed
		}
		if terms.State != wanted {
			t.Fatalf("at %d of %v: %s, want %s", hour, edges, terms.State, wanted)
		}
		front, err := s.Storefront("KR", "ko")
		if err != nil {
			t.Fatal(err)
		}
		page, err := front.Packs(catalog.Query{})
		if err != nil || len(page.Packs) == 1 != (wanted == catalog.OfferOpen) {
			t.Fatalf("listed: %v, %v", slugs(page.Packs), err)
		}
		expires := s.Expires()
		if before == len(edges) != expires.IsZero() || before < len(edges) && !expires.Equal(at(edges[before])) {
			t.Fatalf("expires %v", expires)
		}
	})
}

// drawPublished draws a publication of one of a few packs.
func drawPublished(t *rapid.T, sequence int) catalog.Published {
	p := publication(rapid.IntRange(0, 7).Draw(t, "pack"))
	p.Sequence = int64(sequence)
	p.State = rapid.SampledFrom([]catalog.State{catalog.StateOnSale, catalog.StateOnSale, catalog.StateStopped, catalog.StateBanned}).Draw(t, "state")
	p.Popularity = int64(rapid.IntRange(0, 2).Draw(t, "popularity"))
	p.Titles = map[i18n.Locale]string{rapid.SampledFrom([]i18n.Locale{"ko", "ja", "en"}).Draw(t, "locale"): rapid.SampledFrom([]string{"Moon", "달", "moonlight"}).Draw(t, "title")}
	p.Offers = nil
	for _, region := range []string{catalog.World, "JP", "KR"} {
		if !rapid.Bool().Draw(t, "offered in "+region) {
			continue
		}
		offer := catalog.Offer{Region: region}
		if hour := rapid.IntRange(0, 20).Draw(t, "from"); hour > 0 {
			offer.From = start.Add(time.Duration(hour) * time.Hour)
			offer.Until = offer.From.Add(time.Duration(rapid.IntRange(1, 9).Draw(t, "hours")) * time.Hour)
		}
		p.Offers = append(p.Offers, offer)
	}
	return p
}

// seen is all that a snapshot shows.
func seen(t *rapid.T, s *catalog.Snapshot) map[string]any {
	all := map[string]any{"revision": s.Revision(), "expires": s.Expires(), "regions": s.Regions()}
	for _, region := range settings.Regions {
		for _, locale := range speech.Locales() {
			f, err := s.Storefront(region, locale)
			if err != nil {
				t.Fatal(err)
			}
			at := region + "/" + string(locale)
			for _, by := range []catalog.Sort{catalog.SortNew, catalog.SortPopular, catalog.SortTitle} {
				page, err := f.Packs(catalog.Query{Sort: by})
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range page.Packs {
					all[at] = fmt.Sprint(all[at], " ", l.Slug, l.Localized, l.Terms.State, l.Popularity)
				}
				all[at] = fmt.Sprint(all[at], ";")
			}
			for _, text := range []string{"moon", "달"} {
				found := f.Search(text)
				all[at+text] = fmt.Sprint(slugs(found.Packs), len(found.Stickers))
			}
			changes, err := f.Changes(catalog.ChangesQuery{Since: catalog.Build(catalog.Empty(settings), catalog.Changes{}, speech, start).Revision()})
			if err != nil {
				t.Fatal(err)
			}
			all[at+"changes"] = fmt.Sprint(slugs(changes.Upserted), changes.Removed)
		}
	}
	return all
}

// TestBuildInSteps: a snapshot that grew step by step, while time passed, shows what one shows that
// was built at once.
func TestBuildInSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, now := catalog.Empty(settings), start
		latest := map[string]catalog.Published{}
		steps := rapid.IntRange(1, 12).Draw(t, "steps")
		for step := 1; step <= steps; step++ {
			now = now.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "passed")) * time.Hour)
			p := drawPublished(t, step)
			latest[p.Pack] = p
			s = catalog.Build(s, catalog.Changes{Sequence: p.Sequence, Packs: []catalog.Published{p}}, speech, now)
		}
		now = now.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "passed at last")) * time.Hour)
		s = catalog.Build(s, catalog.Changes{Sequence: int64(steps)}, speech, now)
		var all []catalog.Published
		for _, p := range latest {
			all = append(all, p)
		}
		once := catalog.Build(catalog.Empty(settings), catalog.Changes{Sequence: int64(steps), Packs: all}, speech, now)
		if diff := cmp.Diff(seen(t, once), seen(t, s)); diff != "" {
			t.Fatal(diff)
		}
	})
}
