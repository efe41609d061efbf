package e2e

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// crawl is a walk through pages in a pseudo-locale.
type crawl struct {
	t     *testing.T
	base  *url.URL
	http  *http.Client
	seen  map[string]bool
	pages []string
	names map[string]bool   // texts that are names
	demo  string            // what the demo's packs say of themselves
	bare  map[string]string // text that no translation reached → page
}

// kind takes out of an address what the page is about, so that of each kind one page is read.
var kind = regexp.MustCompile(`[a-z]{3}_[0-9a-f-]{20,}|\d+|=[^&]*|(packs|words|creators|collabs|messages)/[^/?]+`)

// page reads a page and notes its bare texts and where it leads.
func (c *crawl) page(address string) {
	reply, err := c.http.Get(c.base.String() + address)
	if err != nil {
		c.t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode >= http.StatusInternalServerError {
		c.t.Errorf("%s: %d", address, reply.StatusCode)
	}
	if !strings.HasPrefix(reply.Header.Get("Content-Type"), "text/html") {
		return
	}
	document, err := goquery.NewDocumentFromReader(reply.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if lang := document.Find("html").AttrOr("lang", ""); lang != "qps-Ploc" {
		return
	}
	c.pages = append(c.pages, address)
	for _, n := range document.Nodes {
		c.texts(address, n)
	}
	document.Find("a[href]").Each(func(_ int, a *goquery.Selection) { c.note(a.AttrOr("href", "")) })
}

func (c *crawl) note(href string) {
	to, err := c.base.Parse(href)
	if err != nil || to.Host != c.base.Host {
		return
	}
	if strings.Contains(to.Path, "sign-out") || !strings.HasPrefix(to.Path, "/studio") && !strings.HasPrefix(to.Path, "/KR/qps-Ploc") {
		return
	}
	key := kind.ReplaceAllString(to.RequestURI(), "#")
	if c.seen[key] {
		return
	}
	c.seen[key] = true
	c.page(to.RequestURI())
}

// theirs are elements whose text is not the program's: code, names and texts of people, in a language of their own.
var theirs = []string{"script", "style", "code", "kbd", "bdi", "time", "textarea", "pre"}

func (c *crawl) texts(address string, n *html.Node) {
	if n.Type == html.ElementNode && (slices.Contains(theirs, n.Data) || n.Data != "html" && attribute(n, "lang") != "" ||
		attribute(n, "dir") == "auto" || attribute(n, "translate") == "no") {
		return
	}
	if n.Type == html.ElementNode {
		for _, name := range []string{"aria-label", "placeholder", "title", "alt", "content"} {
			if name != "content" || attribute(n, "name") == "description" {
				c.text(address, attribute(n, name))
			}
		}
	}
	if n.Type == html.TextNode {
		c.text(address, n.Data)
	}
	for child := range n.ChildNodes() {
		c.texts(address, child)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var (
	letters  = regexp.MustCompile(`[A-Za-z]{2,}`)
	mail     = regexp.MustCompile(`^\S+@\S+$`)
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
)

func (c *crawl) text(address, text string) {
	text = strings.TrimSpace(text)
	said := strings.TrimSuffix(text, " · hallyu")
	if letters.MatchString(text) && !strings.ContainsAny(text, "⟦⟧") && !c.names[said] && !currency.MatchString(text) && !mail.MatchString(text) &&
		!strings.Contains(c.demo, said) {
		c.bare[text] = address
	}
}

// demoWords are what designers wrote, which translators of packs have, not those of the pages.
func demoWords(t *testing.T) string {
	t.Helper()
	files := must(filepath.Glob("../demo/packs/*/pack.yaml"))(t)
	var all strings.Builder
	for _, file := range files {
		all.Write(must(os.ReadFile(file))(t))
	}
	return all.String()
}

// names are those of files' formats, and of places and languages, which are in English where the pages' language is none
// of CLDR's.
func names() map[string]bool {
	names := map[string]bool{"hallyu": true}
	for _, name := range translation.Formats() {
		names[name] = true
	}
	for _, region := range cldr.Regions() {
		names[cldr.RegionName("en", region)] = true
	}
	for _, locale := range cldr.Locales() {
		names[cldr.LocaleName("en", locale)], names[cldr.NativeName(locale)] = true, true
	}
	return names
}

// TestEveryWordIsTranslatable walks the pages of the demo in a pseudo-locale: what has no marks no translator can reach.
func TestEveryWordIsTranslatable(t *testing.T) {
	s := serve(t, seeded(t), "--pseudo-locales")
	base, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	roles := []string{"operator", "designer", "translator", "reviewer", "editor", "finance", "support", "auditor"}
	jar.SetCookies(base.JoinPath("/studio"), []*http.Cookie{
		{Name: "hallyu_language", Value: "qps-Ploc", Path: "/studio"}, {Name: "hallyu_session", Value: s.staff(t, "all@example.com", roles...), Path: "/"},
	})
	c := &crawl{t: t, base: base, http: &http.Client{Jar: jar}, seen: map[string]bool{}, names: names(), demo: demoWords(t), bare: map[string]string{}}
	c.note("/KR/qps-Ploc")
	c.note("/studio")
	if len(c.pages) < 40 {
		t.Errorf("only %d pages: %v", len(c.pages), c.pages)
	}
	for text, address := range c.bare {
		t.Errorf("%s: %q", address, text)
	}
}
