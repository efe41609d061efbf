package store

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web"
)

// opening is when the fixture's shops look at their catalog.
var opening = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var spoken = []i18n.Locale{"en", "ko", "ja", "id", "ms", "fil", "th", "vi", "es", "ar"}

// words are the program's own, as the server has them.
type words struct{ *i18n.Project }

func (w words) Negotiate(header string) string { return string(w.Negotiator().Header(header)) }

func (w words) Revision() string { return w.Release() }

// onDisplay is a catalog with the details that it names.
type onDisplay struct {
	snapshot *catalog.Snapshot
	details  map[string]*catalog.Detail
}

func (d onDisplay) Current() *catalog.Snapshot { return d.snapshot }

func (d onDisplay) Detail(_ context.Context, p *catalog.Summary) (*catalog.Detail, error) {
	detail, known := d.details[p.ID]
	if !known {
		return nil, fmt.Errorf("no detail of %s", p.ID)
	}
	return detail, nil
}

// sample is a pack of the fixture.
type sample struct {
	slug   string
	titles map[i18n.Locale]string
	count  int // of stickers
	offers []catalog.Offer
	tags   []string
	moves  bool

	licence *catalog.Licence
}

var (
	world = []catalog.Offer{{Region: catalog.World, Audience: catalog.Everyone}}
	dokki = sample{slug: "dokki", titles: map[i18n.Locale]string{"en": "Dokki", "ko": "도키", "ar": "دوكي"}, count: 3, offers: world}
	neon  = sample{slug: "neon-tides", titles: map[i18n.Locale]string{"en": "Neon Tides"}, count: 2, offers: world, moves: true}
	momo  = sample{slug: "momo", titles: map[i18n.Locale]string{"en": "Momo", "ja": "もも"}, count: 2, offers: world}
	dal   = sample{
		slug: "dal", titles: map[i18n.Locale]string{"en": "Dal", "ko": "달"}, count: 4, tags: []string{"holiday"}, moves: true,
		offers: []catalog.Offer{
			{Region: "JP", Audience: catalog.Everyone, From: opening.Add(54 * time.Hour)},
			{Region: "KR", Audience: catalog.Everyone, Price: &catalog.Price{Amount: 2500, Currency: "KRW"}},
		},
	}
)

// display publishes samples.
func display(samples ...sample) onDisplay {
	d := onDisplay{details: map[string]*catalog.Detail{}}
	var changes catalog.Changes
	for i, s := range samples {
		published, detail := s.publish(i + 1)
		changes.Packs = append(changes.Packs, published)
		d.details[published.Pack] = detail
		changes.Sequence = published.Sequence
	}
	empty := catalog.Empty(catalog.Settings{Regions: cldr.Regions()})
	d.snapshot = catalog.Build(empty, changes, catalog.NewSpeech(spoken, i18n.Chain), opening)
	return d
}

func (s sample) publish(n int) (catalog.Published, *catalog.Detail) {
	id := fmt.Sprintf("pck_%032d", n)
	p := catalog.Published{
		Sequence: int64(n), Pack: id, Slug: s.slug, State: catalog.StateOnSale, Release: 1, SourceLocale: "en",
		Titles: s.titles, Creator: catalog.Creator{ID: "crt_1", Slug: "horn", Name: "Horn & Club"},
		Usage: catalog.UsageSticker, Licence: s.licence, Tags: s.tags, Animated: s.moves, Offers: s.offers,
		PublishedAt: opening.Add(-time.Duration(n) * time.Hour), UpdatedAt: opening,
		Keywords: map[i18n.Locale][]string{"en": {}},
	}
	d := &catalog.Detail{Pack: id, Release: 1, SourceLocale: "en", Copyright: "© 2026 Horn & Club", Words: catalog.Words{}}
	d.Words.Set("en", catalog.WordDescription, "All about "+s.slug)
	for locale, title := range s.titles {
		d.Words.Set(locale, catalog.WordTitle, title)
	}
	for i := range s.count {
		sticker := catalog.Sticker{
			ID: fmt.Sprintf("stk_%08d-0000-7000-8000-%012d", n, i), Shortcode: fmt.Sprintf("s%d", i), Emoji: []string{"👋"},
			Images: map[i18n.Locale]catalog.Picture{catalog.Base: drawn(fmt.Sprintf("%s %d", s.slug, i), s.moves)},
		}
		d.Stickers = append(d.Stickers, sticker)
		d.Words.Set("en", catalog.AltKey(sticker.ID), fmt.Sprintf("%s waves %d", s.slug, i))
		d.Words.Set("en", catalog.KeywordsKey(sticker.ID), "hello\nwave")
		p.Stickers = append(p.Stickers, catalog.PublishedSticker{ID: sticker.ID, Shortcode: sticker.Shortcode, Emoji: sticker.Emoji})
		p.Keywords["en"] = append(p.Keywords["en"], "hello\nwave")
	}
	p.Cover = d.Stickers[0].Images[catalog.Base]
	return p, d
}

// drawn is a picture whose files nobody reads.
func drawn(seed string, moves bool) catalog.Picture {
	image := func(name string, side int) catalog.Image {
		return catalog.Image{Name: assets.NameOf([]byte(seed+name), assets.WebP), Width: side, Height: side, Bytes: 1000}
	}
	p := catalog.Picture{
		Animated: moves, Master: image("master", 512), Still: image("still", 512),
		StillSmall: image("small", 256), Thumb: image("thumb", 128), ThumbHash: "3OcRJYB4d3h/iIeHeEh3eIhw+j3A",
	}
	p.Ladder = []catalog.Image{p.Master}
	if !moves {
		p.Still = p.Master
		p.Ladder = append(p.Ladder, p.StillSmall, p.Thumb)
	}
	return p
}

// open opens a shop with what is on display.
func open(d onDisplay, change ...func(*web.Config)) *web.Server {
	config := web.Config{DefaultRegion: "KR"}
	for _, c := range change {
		c(&config)
	}
	s := web.New(config, web.Deps{
		Words: words{i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()},
		Log:   slog.New(slog.DiscardHandler), Now: func() time.Time { return opening },
	})
	s.Open()
	Mount(s, Services{Publisher: d, Details: d})
	return s
}

// ask makes a request; headers are given as name, value.
func ask(s *web.Server, address string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	reply := httptest.NewRecorder()
	s.ServeHTTP(reply, request)
	return reply
}

// read reads a page that must be there.
func read(t *testing.T, s *web.Server, address string) *goquery.Document {
	t.Helper()
	return parse(t, ask(s, address), http.StatusOK)
}

func parse(t *testing.T, reply *httptest.ResponseRecorder, status int) *goquery.Document {
	t.Helper()
	if reply.Code != status {
		t.Fatalf("status %d, want %d: %s", reply.Code, status, reply.Body)
	}
	if kind := reply.Header().Get("Content-Type"); kind != "text/html; charset=utf-8" {
		t.Fatalf("content type %q", kind)
	}
	document, err := goquery.NewDocumentFromReader(strings.NewReader(reply.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return document
}
