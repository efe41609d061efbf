package catalogtest

import (
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// submit gives a pack a release, so that its words are translated.
func (h Harness) submit(t *testing.T, d *catalog.Draft) {
	t.Helper()
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Release: &catalog.Release{
		Pack: d.Pack.ID, Number: 1, State: catalog.ReleaseSubmitted, Manifest: Picture(d.Pack.Slug).Upload, At: At,
	}}))
	d.Pack.Version++
}

// write is what a translator does to a word of a pack.
func (h Harness) write(t *testing.T, d *catalog.Draft, locale i18n.Locale, key, text string, r translation.Revision) {
	t.Helper()
	d.Words = d.Words.Clone()
	d.Words.Set(locale, key, text)
	r.Part = translation.Part{Project: i18n.PacksProject, Locale: locale, Message: d.Pack.ID + "." + key}
	r.Forms, r.Origin = translation.Forms{"other": text}, translation.Web
	r.SourceHash = translation.SourceHashOf(d.Words[d.Pack.SourceLocale][key])
	must(t, h.Store.Commit(ctx, catalog.Change{
		Pack: d.Pack, Content: &catalog.Content{Stickers: d.Stickers, Words: d.Words}, Revisions: []translation.Revision{r},
	}))
	d.Pack.Version++
}

func (h Harness) packWords(t *testing.T, q translation.PackQuery) []string {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 10
	}
	found, err := h.Store.PackWords(ctx, q)
	must(t, err)
	slugs := []string{}
	for _, p := range found {
		slugs = append(slugs, p.Slug)
	}
	return slugs
}

// wordsAreListed pack by pack, narrowed by what is known of them.
func wordsAreListed(t *testing.T, h Harness) {
	moon, _ := h.add(t, "moon")
	same(t, []string{}, h.packWords(t, translation.PackQuery{Locale: "en"})) // nobody has submitted it
	h.submit(t, &moon)
	sun, _ := h.add(t, "sun")
	h.submit(t, &sun)
	h.write(t, &moon, "ja", catalog.WordTitle, `月 "うさぎ" 100%`, translation.Revision{Number: 1, State: translation.Reviewed, At: At})
	for name, c := range map[string]struct {
		query translation.PackQuery
		want  []string
	}{
		"all":          {translation.PackQuery{Locale: "en"}, []string{"moon", "sun"}},
		"own language": {translation.PackQuery{Locale: "ko"}, []string{}},
		"one by slug":  {translation.PackQuery{Locale: "ko", Pack: "sun"}, []string{"sun"}},
		"one by id":    {translation.PackQuery{Locale: "en", Pack: moon.Pack.ID}, []string{"moon"}},
		"first":        {translation.PackQuery{Locale: "en", Limit: 1}, []string{"moon"}},
		"from":         {translation.PackQuery{Locale: "en", From: moon.Pack.ID + "/"}, []string{"sun"}},
		"untranslated": {translation.PackQuery{Locale: "th", State: translation.Untranslated}, []string{"moon", "sun"}},
		"translated":   {translation.PackQuery{Locale: "ja", State: translation.Translated}, []string{}},
		"reviewed":     {translation.PackQuery{Locale: "ja", State: translation.Reviewed}, []string{"moon"}},
		"text":         {translation.PackQuery{Locale: "ja", Text: `"うさぎ" 100%`}, []string{"moon"}},
		"source text":  {translation.PackQuery{Locale: "ja", Text: "SUN 달토끼"}, []string{"sun"}},
		"other locale": {translation.PackQuery{Locale: "th", Text: "うさぎ"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) { same(t, c.want, h.packWords(t, c.query)) })
	}
	found, err := h.Store.PackWords(ctx, translation.PackQuery{Pack: "moon", Locale: "ja", Limit: 1})
	must(t, err)
	if id := moon.Pack.ID + ".title"; found[0].Version != moon.Pack.Version || found[0].Latest[id].State != translation.Reviewed {
		t.Errorf("found %+v", found[0])
	}
}

// wordsAreCounted by state, and anew when a source changes.
func wordsAreCounted(t *testing.T, h Harness) {
	moon, _ := h.add(t, "moon")
	h.submit(t, &moon)
	sun, _ := h.add(t, "sun")
	h.submit(t, &sun)
	states := func(pack string, locale i18n.Locale) map[translation.State]int {
		all, err := h.Store.PackProgress(ctx, pack)
		must(t, err)
		for _, one := range all {
			if one.Locale == locale {
				return one.States
			}
		}
		return nil
	}
	is := func(pack string, locale i18n.Locale, missing, translated, work, reviewed int) {
		t.Helper()
		same(t, map[translation.State]int{
			translation.Untranslated: missing, translation.Translated: translated, translation.NeedsWork: work, translation.Reviewed: reviewed,
		}, fill(states(pack, locale)))
	}
	is(moon.Pack.ID, "en", 4, 4, 0, 0) // eight words, of which the description and alt texts are in Korean alone
	is("", "en", 8, 8, 0, 0)
	h.write(t, &moon, "ja", catalog.WordTitle, "月うさぎ", translation.Revision{Number: 1, State: translation.Reviewed, At: At})
	is(moon.Pack.ID, "ja", 7, 0, 0, 1)
	is("", "ja", 15, 0, 0, 1)
	moon.Words = moon.Words.Clone()
	moon.Words.Set("ko", catalog.WordTitle, "보름달 토끼")
	must(t, h.Store.Commit(ctx, whole(moon)))
	moon.Pack.Version++
	is(moon.Pack.ID, "ja", 7, 0, 1, 0)
	moon.Pack.State = catalog.StateBanned
	must(t, h.Store.Commit(ctx, whole(moon)))
	is("", "en", 4, 4, 0, 0)
}

// fill puts in zeros.
func fill(states map[translation.State]int) map[translation.State]int {
	all := map[translation.State]int{}
	for _, s := range translation.States() {
		all[s] = states[s]
	}
	return all
}

// wordRevisionsInOrder: what was done lately, and last to each word.
func wordRevisionsInOrder(t *testing.T, h Harness) {
	moon, _ := h.add(t, "moon")
	h.submit(t, &moon)
	for i, text := range []string{"one", "two", "three"} {
		h.write(t, &moon, "ja", catalog.WordTitle, text, translation.Revision{Number: i + 1, State: translation.Translated, At: At.Add(time.Duration(i) * time.Hour)})
	}
	h.write(t, &moon, "en", catalog.WordDescription, "Full moon", translation.Revision{Number: 1, State: translation.Translated, At: At})
	texts := func(since time.Time) []string {
		found, err := h.Store.WordRevisions(ctx, moon.Pack.ID, since)
		must(t, err)
		all := []string{}
		for _, r := range found {
			all = append(all, r.Forms["other"])
		}
		return all
	}
	same(t, []string{"Full moon", "three"}, slices.Sorted(slices.Values(texts(At.Add(24*time.Hour)))))
	same(t, []string{"Full moon", "three", "two"}, slices.Sorted(slices.Values(texts(At))))
	err := h.Store.Commit(ctx, catalog.Change{Pack: moon.Pack, Revisions: []translation.Revision{{
		Part: translation.Part{Project: i18n.PacksProject, Locale: "ja", Message: moon.Pack.ID + ".title"}, Number: 2, At: At,
	}}})
	want(t, err, translation.ErrStale)
}

// offersKeepTheirWords: what offers want of the words, and whether they got it.
func offersKeepTheirWords(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	d.Offers = []catalog.Offer{
		{Region: "JP", Audience: catalog.Everyone, Words: catalog.CompleteWords, Worded: true},
		{Region: "KR", Audience: catalog.Everyone, Words: catalog.ReviewedWords},
	}
	must(t, h.Store.Commit(ctx, whole(d)))
	got, err := h.Store.Draft(ctx, d.Pack.ID)
	must(t, err)
	same(t, d.Offers, got.Offers)
}
