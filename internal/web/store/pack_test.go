package store

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
)

func TestPackPage(t *testing.T) {
	page := read(t, open(display(dokki, momo)), "/US/en/packs/dokki")
	if title := page.Find("title").Text(); title != "Dokki · hallyu" {
		t.Errorf("title %q", title)
	}
	want(t, page, "article.pack h1", 1)
	want(t, page, ".stickers > li > button.sticker[popovertarget]", 3)
	want(t, page, `.stickers .viewer[popover] .alt`, 3)
	want(t, page, ".viewer .keywords li", 6)
	want(t, page, `.viewer [data-way="next"][popovertarget="sticker-s1"]`, 1)
	want(t, page, "body.tinted", 1)
	want(t, page, `.row a[href="/US/en/packs/momo"]`, 1)
	if alt := page.Find("button.sticker img").First().AttrOr("alt", ""); alt != "dokki waves 0" {
		t.Errorf("alt %q", alt)
	}
	for selector, text := range map[string]string{
		".pack-words .by": "by Horn & Club", ".facts": "3 stickers", ".copyright": "© 2026 Horn & Club",
		".buy": "Get it free", ".lead": "All about dokki",
	} {
		if got := strings.TrimSpace(page.Find(selector).Text()); got != text {
			t.Errorf("%s says %q, want %q", selector, got, text)
		}
	}
}

// TestPricedPackShowsThePublicLadder sees that no page names what only owners may have.
func TestPricedPackShowsThePublicLadder(t *testing.T) {
	s := open(display(dokki, dal))
	for _, address := range []string{"/KR/ko", "/KR/ko/packs/dal", "/KR/ko/search?q=hello", "/JP/ja/packs/dal", "/US/en/packs/dal"} {
		html := ask(s, address).Body.String()
		for _, secret := range []string{"master", "still"} {
			name := assets.NameOf([]byte("dal 0"+secret), assets.WebP)
			if strings.Contains(html, string(name.Digest)) {
				t.Errorf("%s names the %s", address, secret)
			}
		}
	}
	page := read(t, s, "/KR/ko/packs/dal")
	want(t, page, "img[data-motion]", 0)
	if got := page.Find(".buy").Text(); got != "₩2,500" {
		t.Errorf("button %q", got)
	}
}

func TestFreePackMovesWhenAsked(t *testing.T) {
	page := read(t, open(display(neon)), "/US/en/packs/neon-tides")
	want(t, page, "button.sticker img[data-motion]", 2)
	want(t, page, `.viewer picture source[media*="prefers-reduced-motion"]`, 2)
	still := "/assets/" + assets.NameOf([]byte("neon-tides 0still"), assets.WebP).String()
	if source := page.Find("button.sticker img").First().AttrOr("src", ""); source != still {
		t.Errorf("shows %q before it is asked to move", source)
	}
}

func TestPackThatOpensSoon(t *testing.T) {
	s := open(display(dokki, dal))
	for locale, text := range map[string]string{
		"en": "Opens March 3, 2026 at 6:00\u202fPM UTC", "ko": "2026년 3월 3일 오후 6:00 UTC에 열려요", "ja": "2026年3月3日 18:00 UTCに公開します",
		"id": "Dibuka 3 Maret 2026 pukul 18.00 UTC", "es": "Se abre el 3 de marzo de 2026 a las 18:00 UTC",
	} {
		page := read(t, s, "/JP/"+locale+"/packs/dal")
		if got := strings.TrimSpace(page.Find(".notice").Text()); got != text {
			t.Errorf("%s: %q, want %q", locale, got, text)
		}
		want(t, page, `.notice time[datetime="2026-03-03T18:00:00Z"]`, 1)
		want(t, page, `.offer .pill[href="/KR/`+locale+`/packs/dal"]`, 1)
		want(t, page, ".stickers, .buy", 0)
	}
}

func TestPackThatIsNotOfferedHere(t *testing.T) {
	page := parse(t, ask(open(display(dokki, dal)), "/US/en/packs/dal"), http.StatusNotFound)
	want(t, page, `meta[name="robots"][content="noindex"]`, 1)
	want(t, page, `.offer .pill[href="/KR/en/packs/dal"]`, 1)
	if notice := page.Find(".notice").Text(); !strings.Contains(notice, "United States") {
		t.Errorf("notice %q", notice)
	}
}

func TestLostReadersFindAWayHome(t *testing.T) {
	s := open(display(dokki, momo))
	for address, home := range map[string]string{
		"/KR/ja/packs/unknown": "/KR/ja", "/KR/ja/nowhere": "/KR/ja", "/XX/ja": "/KR/ja", "/KR/not_a_locale": "/KR/ko",
		"/XX": "/KR/ko", "/?region=XXXX": "/KR/ko",
	} {
		reply := ask(s, address, "Accept-Language", "ko")
		page := parse(t, reply, reply.Code)
		if reply.Code < 400 || reply.Code >= 500 || reply.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", address, reply.Code, reply.Header().Get("Cache-Control"))
		}
		want(t, page, `.state a.button[href="`+home+`"]`, 1)
		want(t, page, `.row a[href="`+home+`/packs/dokki"]`, 1)
	}
}

func TestStrangersGetPagesAndProgramsGetProblems(t *testing.T) {
	s := open(display(dokki, momo))
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, address := range []string{"/nope", "/problems/nope", "/unknown/ko", "/static/old/js/store.js"} {
		reply := ask(s, address, "Accept", browser, "Accept-Language", "ar")
		page := parse(t, reply, http.StatusNotFound)
		holdPage(t, address, "ar", page)
		holdHeaders(t, address, reply.Header())
		want(t, page, `.state a.button[href="/KR/ar"]`, 1)
		wantProblem(t, ask(s, address, "Accept", "*/*"), address)
	}
	for _, address := range []string{"/v1", "/v1/unknown", "/assets/x.png", "/locales/x", "/openapi.json/x"} {
		wantProblem(t, ask(s, address, "Accept", browser), address)
	}
}

func wantProblem(t *testing.T, reply *httptest.ResponseRecorder, address string) {
	t.Helper()
	if kind := reply.Header().Get("Content-Type"); reply.Code != http.StatusNotFound || kind != "application/problem+json" {
		t.Errorf("%s: %d %s", address, reply.Code, kind)
	}
}

func TestSharedLinkShowsACard(t *testing.T) {
	page := read(t, open(display(dokki)), "/KR/en/packs/dokki")
	want(t, page, `[property="og:url"], [property="og:image"], [rel="canonical"]`, 0)
	want(t, page, `[property="og:title"][content="Dokki · hallyu"], [property="og:type"][content="website"]`, 2)
	page = read(t, open(display(dokki), withAddress), "/KR/en/packs/dokki")
	for property, content := range map[string]string{
		"og:title": "Dokki · hallyu", "og:url": "https://stickers.example/KR/en/packs/dokki", "og:description": "All about dokki",
	} {
		want(t, page, `meta[property="`+property+`"][content="`+content+`"]`, 1)
	}
	want(t, page, `meta[property="og:image"][content^="https://stickers.example/assets/"]`, 1)
	front := read(t, open(display(dokki), withAddress), "/KR/en")
	want(t, front, `meta[property="og:image"][content^="https://stickers.example/assets/"]`, 1)
	want(t, front, `meta[property="og:url"][content="https://stickers.example/KR/en"]`, 1)
	want(t, page, `link[rel="alternate"][hreflang="ar"][href="https://stickers.example/KR/ar/packs/dokki"]`, 1)
}

func TestTextIsInItsOwnLanguage(t *testing.T) {
	page := read(t, open(display(momo)), "/KR/ko/packs/momo")
	want(t, page, `article h1:not([dir]) > bdi[lang="en"]`, 1)
	want(t, page, `.lead:not([dir]) > bdi[lang="en"]`, 1)
	page = read(t, open(display(momo)), "/JP/ja/packs/momo")
	want(t, page, `article h1 [lang]`, 0)
}
