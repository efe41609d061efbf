package store

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

func TestWelcomeChoosesTheStorefront(t *testing.T) {
	s := open(display(dokki))
	for _, test := range []struct{ address, accept, want string }{
		{"/", "", "/KR/ko"},
		{"/", "ja-JP,ja;q=0.9", "/JP/ja"},
		{"/", "en", "/KR/en"},
		{"/?region=ID", "ko-KR", "/ID/ko"},
		{"/th", "", "/TH/ko"},
	} {
		reply := ask(s, test.address, "Accept-Language", test.accept)
		if got := reply.Header().Get("Location"); reply.Code != http.StatusFound || !strings.HasPrefix(got, test.want[:4]) {
			t.Errorf("%s in %q: %d %s, want %s", test.address, test.accept, reply.Code, got, test.want)
		}
		if vary := reply.Header().Get("Vary"); vary != "Accept-Language" {
			t.Errorf("%s: Vary %q", test.address, vary)
		}
	}
}

func TestAddressesThatAreWrittenInAnotherWay(t *testing.T) {
	s := open(display(dokki))
	for address, want := range map[string]string{
		"/kr/ko":                        "/KR/ko",
		"/KR/KO":                        "/KR/ko",
		"/ID/ID":                        "/ID/id",
		"/KR/ko-KR/packs/dokki?from=a":  "/KR/ko/packs/dokki?from=a",
		"/KR/de/search?q=%F0%9F%98%82":  "/KR/en/search?q=%F0%9F%98%82",
		"/KR/zh-Hant-TW/packs/%20dokki": "/KR/en/packs/%20dokki",
	} {
		reply := ask(s, address)
		if got := reply.Header().Get("Location"); reply.Code != http.StatusTemporaryRedirect || got != want {
			t.Errorf("%s: %d %s, want %s", address, reply.Code, got, want)
		}
	}
}

// TestSlashesAtTheEnd: an address with a slash behind it leads to the page, if there is one, and never out
// of the store.
func TestSlashesAtTheEnd(t *testing.T) {
	s := open(display(dokki))
	for address, want := range map[string]string{
		"/KR/":                           "/KR",
		"/KR/ko/":                        "/KR/ko",
		"/KR/ko/?from=a&to=//evil.test/": "/KR/ko?from=a&to=//evil.test/",
		"/kr/ko/packs/dokki/":            "/kr/ko/packs/dokki",
		"/KR/ko/packs/a%20b/":            "/KR/ko/packs/a%20b",
		"/KR/ko/search/?q=%F0%9F%98%82":  "/KR/ko/search?q=%F0%9F%98%82",
		"/%4BR/ko/":                      "/%4BR/ko",
		"/KR/%0d%0aSet-Cookie:a=b/":      "/KR/%0d%0aSet-Cookie:a=b",
		"http://evil.test/KR/ko/":        "/KR/ko",
		"//":                             "", // these are no pages
		"//evil.test/":                   "",
		"//evil.test/%2e%2e/":            "",
		"/%2Fevil.test/":                 "",
		"/%5Cevil.test/":                 "",
		"/KR/ko/packs/a%2Fb/":            "",
		"/KR/ko//":                       "",
		"/KR/ko/nothing/":                "",
		"/pages/KR/ko/":                  "",
		"/v1/storefronts/":               "",
		"/assets/":                       "",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			reply := httptest.NewRecorder()
			s.ServeHTTP(reply, httptest.NewRequest(method, address, nil))
			status := http.StatusPermanentRedirect
			if want == "" {
				status = http.StatusNotFound
			}
			if got := reply.Header().Get("Location"); reply.Code != status || got != want {
				t.Errorf("%s %s: %d %q, want %d %q", method, address, reply.Code, got, status, want)
			}
		}
	}
	reply := httptest.NewRecorder()
	s.ServeHTTP(reply, httptest.NewRequest(http.MethodPost, "/KR/ko/", nil))
	if reply.Code < 400 || reply.Header().Get("Location") != "" {
		t.Errorf("POST: %d %s", reply.Code, reply.Header().Get("Location"))
	}
}

func TestFrontPage(t *testing.T) {
	page := read(t, open(display(dokki, neon, momo, dal)), "/KR/ko")
	want(t, page, `html[lang="ko"][dir="ltr"]`, 1)
	want(t, page, "head title", 1)
	want(t, page, "h1", 1)
	want(t, page, `.mood[href^="/KR/ko/search?q="] img`, 1)
	want(t, page, `section.story a[href="/KR/ko/packs/dal"]`, 2)
	want(t, page, "section.story .story-art img", 4)
	want(t, page, "#row-new", 1)
	want(t, page, `#row-new + .strip a.cover[href="/KR/ko/packs/momo"]`, 1)
	want(t, page, "#row-free, #row-top, #row-featured", 0) // all of it is in the row above
	want(t, page, `.languages a[lang="ar"][href="/KR/ar"]`, 1)
	want(t, page, `.languages a[aria-current="true"]`, 1)
	want(t, page, `#places a[href="/KR/ko"][aria-current="true"]`, 1)
	if price := page.Find(`.cover[href="/KR/ko/packs/dal"] .price`).First().Text(); price != "₩2,500" {
		t.Errorf("price %q", price)
	}
	if title := page.Find(`.cover[href="/KR/ko/packs/dal"] .title`).First().Text(); title != "달" {
		t.Errorf("title %q", title)
	}
}

func TestRowsShowSomethingNew(t *testing.T) {
	small, large := []sample{dal}, []sample{dal}
	for i := range 16 {
		s := sample{slug: fmt.Sprintf("pack-%d", i), titles: map[i18n.Locale]string{"en": "Pack"}, count: 1, offers: world}
		if i < 4 {
			small = append(small, s)
		}
		large = append(large, s)
	}
	page := read(t, open(display(small...)), "/KR/en")
	want(t, page, ".shelf", 1)
	want(t, page, "#row-new", 1)
	seen := map[string]bool{}
	read(t, open(display(large...)), "/KR/en").Find(".shelf").Each(func(_ int, shelf *goquery.Selection) {
		fresh := false
		shelf.Find("a.cover, a.ranked").Each(func(_ int, cover *goquery.Selection) {
			address := cover.AttrOr("href", "")
			fresh = fresh || !seen[address]
			seen[address] = true
		})
		if !fresh {
			t.Errorf("%q shows what was shown above it", shelf.Find("h2").Text())
		}
	})
}

func TestRegionsSeeTheirOwnShop(t *testing.T) {
	s := open(display(dokki, dal))
	if read(t, s, "/KR/en").Find(`a[href="/KR/en/packs/dal"]`).Length() == 0 {
		t.Error("Korea does not see what is open there")
	}
	if read(t, s, "/JP/en").Find(`a[href="/JP/en/packs/dal"]`).Length() != 0 {
		t.Error("Japan sees what is not open there")
	}
}

func TestFrontPageOfAnEmptyShop(t *testing.T) {
	page := read(t, open(display()), "/KR/en")
	want(t, page, "section.state h2", 1)
	want(t, page, ".moods, .story, .row", 0)
}

func TestFrontPageOffersOtherPlacesWhenItIsEmpty(t *testing.T) {
	page := read(t, open(display(dal)), "/MY/en")
	want(t, page, `section.state .choices a[href="/KR/en"]`, 1)
}

func TestArabicReadsFromTheRight(t *testing.T) {
	reply := ask(open(display(dokki)), "/SA/ar")
	if !strings.Contains(reply.Body.String(), `<html lang="ar" dir="rtl">`) {
		t.Error(reply.Body.String()[:200])
	}
}

// TestTextsInTheOtherDirection sees that they are isolated in blocks that begin where the page begins.
func TestTextsInTheOtherDirection(t *testing.T) {
	s := open(display(neon, momo, dokki, dal))
	page := read(t, s, "/KR/ar")
	want(t, page, `#q[dir], .title[dir], .lead[dir], h2[dir]`, 0)
	want(t, page, `.cover[href="/KR/ar/packs/momo"] .title > bdi[lang="en"]`, 1)
	want(t, page, `#story > bdi[lang="en"]`, 1)
	want(t, page, `.story .lead > bdi[lang="en"]`, 1)
	want(t, read(t, s, "/KR/ar/search?q=wave"), `.found .of > bdi`, 11)
}

// idOfMessage is what stands in a page where a message is missing.
var idOfMessage = regexp.MustCompile(`(page|problem)\.[a-z_]+[.-][a-z_]+`)

// TestEveryPageInEveryLanguage holds all pages to what all of them have.
func TestEveryPageInEveryLanguage(t *testing.T) {
	s := open(display(dokki, neon, momo, dal))
	for _, locale := range spoken {
		for _, path := range []string{
			"", "/packs/dokki", "/packs/dal", "/search?q=hello", "/search?q=%F0%9F%91%8B", "/search?q=nothing", "/search", "/packs/unknown", "/nowhere",
		} {
			for _, region := range []string{"/KR/", "/JP/", "/US/"} {
				address := region + string(locale) + path
				reply := ask(s, address)
				html := reply.Body.String()
				if found := idOfMessage.FindString(html); found != "" {
					t.Errorf("%s: bare message id %s", address, found)
				}
				holdPage(t, address, string(locale), parse(t, reply, reply.Code))
				holdHeaders(t, address, reply.Header())
			}
		}
	}
}

// holdPage checks the bones that every page has.
func holdPage(t *testing.T, address, locale string, page *goquery.Document) {
	t.Helper()
	for selector, count := range map[string]int{
		`html[lang="` + locale + `"]`: 1, "main#main": 1, "header.top": 1, "footer": 1, "h1": 1,
		`a.skip[href="#main"]`: 1, "[role=search] label[for=q]": 1, "img:not([alt])": 0, "img:not([width])": 0,
		"[style]": 0, "style": 0, "script:not([src])": 0, "[onclick]": 0, `[href^="http"], [src^="http"]`: 0,
		`meta[name="viewport"]`: 1, `[property="og:title"]`: 1, `[property="og:type"]`: 1,
		`[property="og:description"]`: 1, `meta[content=""]`: 0,
	} {
		if got := page.Find(selector).Length(); got != count {
			t.Errorf("%s: %d of %s, want %d", address, got, selector, count)
		}
	}
	holdNames(t, address, page)
}

// holdNames checks that whatever can be pressed has a name, that ids are unique, and that what points
// at an id points at one.
func holdNames(t *testing.T, address string, page *goquery.Document) {
	t.Helper()
	ids := map[string]bool{}
	page.Find("[id]").Each(func(_ int, element *goquery.Selection) {
		id := element.AttrOr("id", "")
		if ids[id] {
			t.Errorf("%s: id %s twice", address, id)
		}
		ids[id] = true
	})
	for _, attribute := range []string{"popovertarget", "aria-labelledby"} {
		page.Find("[" + attribute + "]").Each(func(_ int, element *goquery.Selection) {
			if id := element.AttrOr(attribute, ""); !ids[id] {
				t.Errorf("%s: %s points at %q", address, attribute, id)
			}
		})
	}
	page.Find("a:not([aria-hidden]), button").Each(func(_ int, element *goquery.Selection) {
		name := element.AttrOr("aria-label", "") + strings.TrimSpace(element.Text()) + element.Find("img").AttrOr("alt", "")
		if name == "" {
			html, _ := goquery.OuterHtml(element)
			t.Errorf("%s: no name: %s", address, html)
		}
	})
}

func holdHeaders(t *testing.T, address string, header http.Header) {
	t.Helper()
	if policy := header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("%s: policy %q", address, policy)
	}
	for name, value := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"} {
		if header.Get(name) != value {
			t.Errorf("%s: %s %q", address, name, header.Get(name))
		}
	}
}

func TestPagesAreKept(t *testing.T) {
	s := open(display(dokki))
	first := ask(s, "/KR/ko")
	if first.Header().Get("Content-Language") != "ko" || first.Header().Get("Cache-Control") == "" {
		t.Error(first.Header())
	}
	again := ask(s, "/KR/ko", "If-None-Match", first.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("status %d", again.Code)
	}
	packed := ask(s, "/KR/ko", "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= first.Body.Len() {
		t.Error(packed.Header())
	}
}

func TestFrontPageIsLight(t *testing.T) {
	s := open(display(dokki, neon, momo, dal))
	page := ask(s, "/KR/ko", "Accept-Encoding", "gzip")
	sum := page.Body.Len()
	document := read(t, s, "/KR/ko")
	document.Find(`link[rel="stylesheet"], script[src]`).Each(func(_ int, element *goquery.Selection) {
		reply := ask(s, element.AttrOr("href", element.AttrOr("src", "")), "Accept-Encoding", "gzip")
		if reply.Code != http.StatusOK {
			t.Errorf("status %d", reply.Code)
		}
		sum += reply.Body.Len()
	})
	if sum > 100<<10 {
		t.Errorf("%d bytes before images", sum)
	}
}

func TestDoorsOfTheAPIStayItsOwn(t *testing.T) {
	s := open(display(dokki))
	for _, address := range []string{"/v1/unknown", "/v1/storefronts/KR", "/pages/KR/ko", "/unknown/ko", "/assets/x.png"} {
		reply := ask(s, address)
		if kind := reply.Header().Get("Content-Type"); reply.Code != http.StatusNotFound || kind != "application/problem+json" {
			t.Errorf("%s: %d %s", address, reply.Code, kind)
		}
	}
}

// want counts what a selector finds.
func want(t *testing.T, page *goquery.Document, selector string, count int) {
	t.Helper()
	if got := page.Find(selector).Length(); got != count {
		t.Errorf("%d of %s, want %d", got, selector, count)
	}
}

func withAddress(c *web.Config) { c.PublicURL = "https://stickers.example" }
