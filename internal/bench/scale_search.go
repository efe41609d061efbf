package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// queriesPerClass is how many different queries of a class are timed.
const queriesPerClass = 500

// typist makes up what people look for in a large catalog.
type typist struct {
	*catalogtest.Large
	rand *rand.Rand
	zipf *rand.Zipf
}

func newTypist(l *catalogtest.Large) typist {
	r := rand.New(rand.NewPCG(scaleSeed, 7))
	return typist{l, r, rand.NewZipf(r, 1.07, 8, 19_999)}
}

func (t typist) word(locale i18n.Locale) []rune { return []rune(t.Word(locale, int(t.zipf.Uint64()))) }

// searchClass is one way to look for something; text makes up the next query of a reader.
type searchClass struct {
	name string
	text func(t typist, reader i18n.Locale) string
}

var searchClasses = []searchClass{
	{"a word", func(t typist, l i18n.Locale) string { return string(t.word(l)) }},
	{"two words", func(t typist, l i18n.Locale) string { return string(t.word(l)) + " " + string(t.word(l)) }},
	{"four words", func(t typist, l i18n.Locale) string {
		return strings.Join([]string{string(t.word(l)), string(t.word(l)), string(t.word(l)), string(t.word(l))}, " ")
	}},
	{"a word in another language", func(t typist, _ i18n.Locale) string {
		return string(t.word(t.Locales()[t.rand.IntN(len(t.Locales()))]))
	}},
	{"as typed, two letters", func(t typist, l i18n.Locale) string { w := t.word(l); return string(w[:min(2, len(w))]) }},
	{"as typed, three letters", func(t typist, l i18n.Locale) string { w := t.word(l); return string(w[:min(3, len(w))]) }},
	{"one letter", func(t typist, l i18n.Locale) string { return string(t.word(l)[:1]) }},
	{"a letter of the alphabet", func(t typist, _ i18n.Locale) string { return string(rune('a' + t.rand.IntN(26))) }},
	{"the middle of a word", func(t typist, l i18n.Locale) string {
		w := t.word(l)
		return string(w[min(1, len(w)-1):max(len(w)-1, 1)])
	}},
	{"an emoji", func(t typist, _ i18n.Locale) string { return string(rune(0x1F600 + t.rand.IntN(60))) }},
	{"misspelt", func(t typist, l i18n.Locale) string {
		w := t.word(l)
		i := t.rand.IntN(len(w))
		return string(slices.Insert(w, i, w[i]))
	}},
	{"nothing like it", func(t typist, l i18n.Locale) string { w := t.word(l); slices.Reverse(w); return string(w) + "qxz" }},
	{"200 characters", func(t typist, l i18n.Locale) string {
		return string([]rune(strings.Repeat(string(t.word(l))+" ", 100))[:200])
	}},
}

// openPublisher opens a filled database and makes its first snapshot.
func openPublisher(ctx context.Context, d *largeData) (*catalog.Publisher, error) {
	speech := catalog.NewSpeech(d.Locales(), i18n.Chain)
	p := catalog.NewPublisher(catalog.PublisherConfig{
		Store: d.db.Catalog(), Settings: catalog.Settings{Regions: cldr.Regions()},
		Speech: func() catalog.Speech { return speech }, Now: d.Now,
	})
	return p, p.Refresh(ctx)
}

// timed is how long calls took.
type timed []time.Duration

func (t timed) at(share float64) time.Duration {
	slices.Sort(t)
	return t[int(share*float64(len(t)-1))]
}

// threadCPU is the processor time that the calling thread has taken: what other programs took in between
// is no property of a search.
func threadCPU() time.Duration {
	var now unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now) // fails for an unknown clock alone
	return time.Duration(now.Nano())
}

// measureSearch prints what searches of each class take on their processor, of each query the fastest of
// three, and returns the 99th percentile of all.
func (b *Bench) measureSearch(s *catalog.Snapshot, l *catalogtest.Large) (time.Duration, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	table := Table{Head: []string{"search", "p50", "p99", "packs found", "stickers found"}}
	var all timed
	for _, class := range searchClasses {
		t, took := newTypist(l), timed{}
		packs, stickers := 0, 0
		for i := range queriesPerClass {
			reader := l.Locales()[i%len(l.Locales())]
			front, err := s.Storefront([]string{"KR", "ID", "TH", "SA"}[i%4], reader)
			if err != nil {
				return 0, err
			}
			text, best := class.text(t, reader), time.Hour
			for range 3 {
				begun := threadCPU()
				found := front.Search(text)
				best = min(best, threadCPU()-begun)
				packs, stickers = packs+len(found.Packs), stickers+len(found.Stickers)
			}
			took = append(took, best)
		}
		all = append(all, took...)
		table.Add(class.name, took.at(0.5), took.at(0.99), float64(packs)/3/queriesPerClass, float64(stickers)/3/queriesPerClass)
	}
	b.Table(table)
	return all.at(0.99), nil
}

// measureLists prints what pages of lists take that are not in the memory of the web server.
func (b *Bench) measureLists(s *catalog.Snapshot) error {
	front, err := s.Storefront("KR", "ko")
	if err != nil {
		return err
	}
	yes := true
	deep := catalog.Query{Sort: catalog.SortTitle, Limit: 1}
	page, err := front.Packs(catalog.Query{Sort: catalog.SortTitle, Limit: catalog.MaxLimit})
	if err != nil {
		return err
	}
	deep.After = page.Next
	table := Table{Head: []string{"page of 30", "median"}}
	for _, list := range []struct {
		name  string
		query catalog.Query
	}{
		{"newest", catalog.Query{}}, {"popular", catalog.Query{Sort: catalog.SortPopular}}, {"by title", catalog.Query{Sort: catalog.SortTitle}},
		{"by title, behind a cursor", deep},
		{"a common tag", catalog.Query{Tag: "tag-0"}}, {"a rare tag", catalog.Query{Tag: "tag-399"}}, {"a tag of none", catalog.Query{Tag: "none"}},
		{"a creator", catalog.Query{Creator: "studio-10"}}, {"emoticons", catalog.Query{Usage: catalog.UsageEmoticon}},
		{"animated", catalog.Query{Animated: &yes}}, {"free", catalog.Query{Free: &yes}},
		{"free, animated emoticons of a rare tag", catalog.Query{Free: &yes, Animated: &yes, Usage: catalog.UsageEmoticon, Tag: "tag-399"}},
	} {
		var took timed
		for range 21 {
			begun := time.Now()
			_, err = front.Packs(list.query)
			if err != nil {
				return err
			}
			took = append(took, time.Since(begun))
		}
		table.Add(list.name, took.at(0.5))
	}
	var sections, regions timed
	for range 21 {
		begun := time.Now()
		front.Sections()
		sections = append(sections, time.Since(begun))
		begun = time.Now()
		s.Regions()
		regions = append(regions, time.Since(begun))
	}
	table.Add("front page", sections.at(0.5))
	table.Add("regions", regions.at(0.5))
	b.Table(table)
	return nil
}

func init() { roles["scale"] = scaleAgain }

// scaleAgain measures a database that an earlier run has left: its folder is the argument.
func scaleAgain(ctx context.Context, args []string) error {
	db, err := sqlstore.Open(ctx, sqlstore.Config{URL: args[0] + "/hallyu.db"})
	if err != nil {
		return err
	}
	b := &Bench{Out: stdout}
	_, err = b.measureInside(ctx, &largeData{catalogtest.NewLarge(scaleSeed), args[0], db})
	return err
}

// measureInside measures what is not seen through the web server, and returns the 99th percentile of
// searches.
func (b *Bench) measureInside(ctx context.Context, d *largeData) (time.Duration, error) {
	begun := time.Now()
	p, err := openPublisher(ctx, d)
	if err != nil {
		return 0, err
	}
	b.Printf("\nFirst snapshot in this process: %.1f s, CPU time of the process %.1f s.\n", time.Since(begun).Seconds(), ownCPU().Seconds())
	err = b.measureLists(p.Current())
	if err != nil {
		return 0, err
	}
	p99, err := b.measureSearch(p.Current(), d.Large)
	if err == nil {
		b.Printf("\nSearch, all classes together: p99 %s.\n", fmt.Sprint(p99))
	}
	return p99, err
}
