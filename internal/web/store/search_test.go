package store

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	s := open(display(dokki, momo, dal))
	page := read(t, s, "/KR/en/search?q=wave")
	want(t, page, `.found a[href^="/KR/en/packs/dokki#sticker-s"]`, 3)
	want(t, page, `.found img[alt="dokki waves 0"]`, 1)
	want(t, page, `input[name="q"][value="wave"]`, 1)
	want(t, page, `meta[name="robots"]`, 1)
	want(t, read(t, s, "/KR/ko/search?q="+url.QueryEscape("도키")), `.covers a[href="/KR/ko/packs/dokki"]`, 1)
	want(t, read(t, s, "/KR/ko/search?q="+url.QueryEscape("👋")), ".found a", 9)
}

func TestSearchThatFindsNothing(t *testing.T) {
	page := read(t, open(display(dokki, momo)), "/KR/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
	want(t, page, "p.none", 1)
	want(t, page, ".moods .mood", 1)
	want(t, page, ".row .cover", 2)
	if heading := page.Find("h1").Text(); !strings.Contains(heading, "<script>alert(1)</script>") {
		t.Errorf("heading %q", heading)
	}
	want(t, read(t, open(display()), "/KR/en/search?q=a"), "section.state", 1)
}

func TestSearchThatIsTooLong(t *testing.T) {
	reply := ask(open(display(dokki)), "/KR/en/search?q="+strings.Repeat("a", 201))
	page := parse(t, reply, http.StatusUnprocessableEntity)
	want(t, page, "section.state h1", 1)
}
