package catalog_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// terms are how the pack moon stands in a region.
func (d desk) terms(t *testing.T, region string) catalog.Terms {
	t.Helper()
	terms, err := d.publisher.Terms("moon", region)
	must(t, err)
	return terms
}

// TestOffersWaitForWords: an offer opens with the word that completes a region's language, or with the last
// review, and stays open.
func TestOffersWaitForWords(t *testing.T) {
	d := newDesk(t)
	pack := d.sell(t, d.file(t, "moon", 1))
	sticker := func() string {
		draft, err := d.Draft(ctx, operator, "moon")
		must(t, err)
		return draft.Stickers[0].ID
	}()
	set := func(words catalog.Wanted, from time.Time) {
		_, err := d.SetOffers(ctx, operator, catalog.Target{Pack: "moon"}, []catalog.Offer{
			{Region: "KR", Words: words}, {Region: "JP", Words: words, From: from},
		})
		must(t, err)
	}
	set(catalog.ReviewedWords, time.Time{})
	if kr, jp := d.terms(t, "KR"), d.terms(t, "JP"); kr.State != catalog.OfferOpen || jp.State != catalog.OfferAnnounced || jp.OpensAt != nil {
		t.Errorf("in its own language %+v, in Japan %+v", kr, jp)
	}
	lacks := func() []catalog.Lack {
		draft, err := d.Draft(ctx, operator, "moon")
		must(t, err)
		lacks, err := d.Lacks(ctx, draft)
		must(t, err)
		return lacks
	}
	if diff := cmp.Diff([]catalog.Lack{{Region: "JP", Locale: "ja", Missing: 3}}, lacks()); diff != "" {
		t.Error(diff)
	}
	ids := []string{pack.ID + ".title", pack.ID + "." + sticker + ".alt", pack.ID + "." + sticker + ".keywords"}
	for _, id := range ids {
		d.write(t, "ja", id, "月うさぎ")
	}
	if diff := cmp.Diff([]catalog.Lack{{Region: "JP", Locale: "ja", Unreviewed: 3}}, lacks()); diff != "" {
		t.Error(diff)
	}
	if got := d.terms(t, "JP").State; got != catalog.OfferAnnounced {
		t.Errorf("unreviewed: %s", got)
	}
	for _, id := range ids {
		m := d.message(t, "ja", id)
		_, err := d.words.Judge(ctx, oleg, translation.Verdict{Part: m.Part, Revision: m.Revision, Approved: true})
		must(t, err)
	}
	if got := d.terms(t, "JP").State; got != catalog.OfferOpen || len(lacks()) > 0 {
		t.Errorf("reviewed: %s, %v", got, lacks())
	}
	d.write(t, "ja", ids[0], "")
	set(catalog.ReviewedWords, d.now.Add(-time.Hour))
	if got := d.terms(t, "JP").State; got != catalog.OfferOpen {
		t.Errorf("what has opened stays open: %s", got)
	}
	set(catalog.CompleteWords, time.Time{})
	if got := d.terms(t, "JP").State; got != catalog.OfferAnnounced {
		t.Errorf("another demand is judged anew: %s", got)
	}
	d.write(t, "ja", ids[0], "月のうさぎ")
	if got := d.terms(t, "JP").State; got != catalog.OfferOpen {
		t.Errorf("complete: %s", got)
	}
}

// TestWordsAreJudgedWhenAPackIsPublished: what is complete by then opens at its moment.
func TestWordsAreJudgedWhenAPackIsPublished(t *testing.T) {
	d := newDesk(t)
	file := d.file(t, "moon", 1)
	file.Offers[0].Regions, file.Offers[0].Price, file.Offers[0].Words = []string{"JP"}, nil, "complete"
	later := d.now.Add(time.Hour)
	file.Offers[0].From = &later
	imported, err := d.Import(ctx, operator, file)
	must(t, err)
	release, err := d.Submit(ctx, operator, catalog.Target{Pack: "moon"})
	must(t, err)
	sticker := imported.Draft.Stickers[0].ID
	for _, key := range []string{"title", sticker + ".alt", sticker + ".keywords"} {
		d.write(t, "ja", imported.Draft.Pack.ID+"."+key, "月うさぎ")
	}
	_, err = d.Publish(ctx, operator, catalog.Target{Pack: "moon"}, release.Number)
	must(t, err)
	if got := d.terms(t, "JP"); got.State != catalog.OfferAnnounced || got.OpensAt == nil {
		t.Errorf("before its moment: %+v", got)
	}
	d.now = later
	must(t, d.publisher.Refresh(ctx))
	if got := d.terms(t, "JP").State; got != catalog.OfferOpen {
		t.Errorf("at its moment: %s", got)
	}
	_, err = d.SetOffers(ctx, operator, catalog.Target{Pack: "moon"}, []catalog.Offer{{Region: "JP", Words: "perfect"}})
	want(t, err, catalog.ErrOffersInvalid)
}
