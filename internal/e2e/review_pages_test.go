package e2e

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/api"
)

// reader is a browser without script.
type reader struct {
	http.Client
	site string
}

// signedIn is a browser in which an account of that role is signed in.
func signedIn(t *testing.T, s *server, email, role string) *reader {
	t.Helper()
	var account struct{ Password string }
	s.json(t, &account, "admin", "account", "create", email, "--role", role)
	jar := must(cookiejar.New(nil))(t)
	r := &reader{http.Client{Jar: jar}, s.URL}
	status, page := r.ask(t, "/studio/sign-in", url.Values{"email": {email}, "password": {account.Password}})
	if status != http.StatusOK || page.Find(".notice.bad").Length() > 0 {
		t.Fatalf("sign-in: %d %s", status, page.Text())
	}
	return r
}

// ask sends a form, or asks for a page when there is none.
func (r *reader) ask(t *testing.T, path string, form url.Values) (int, *goquery.Document) {
	t.Helper()
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	request := must(http.NewRequestWithContext(t.Context(), method, r.site+path, strings.NewReader(form.Encode())))(t)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Accept", "text/html")
	reply := must(r.Do(request))(t)
	defer reply.Body.Close()
	return reply.StatusCode, must(goquery.NewDocumentFromReader(reply.Body))(t)
}

// TestReviewPages walks a reviewer through the studio without script: the queue, a refused decision that
// says why, a rejection of one sticker, and the next release with what changed.
func TestReviewPages(t *testing.T) {
	s := serve(t, t.TempDir())
	designer := s.client(s.staff(t, "designer@example.com", "operator"))
	pack := brought(t, designer, "moon", "")
	must(designer.SubmitPack(t.Context(), "moon"))(t)
	browser := signedIn(t, s, "reviewer@example.com", "reviewer")
	_, queue := browser.ask(t, "/studio/review", nil)
	address, found := queue.Find(".review-queue a").Attr("href")
	if !found || address != "/studio/review/"+pack.ID {
		t.Fatalf("queue: %s", queue.Find("main").Text())
	}
	status, page := browser.ask(t, address, nil)
	if status != http.StatusOK || page.Find(".review-stickers > li").Length() != 2 || page.Find(".review-stickers img").Length() != 2 {
		t.Fatalf("page: %d %s", status, page.Find("main").Text())
	}
	first := pack.Stickers[0].ID
	status, page = browser.ask(t, address, url.Values{"release": {"1"}, "decision": {"rejected"}, "code." + first: {"other"}})
	if status != http.StatusUnprocessableEntity || page.Find(".review-stickers .error").Length() != 1 {
		t.Fatalf("a reason without a note: %d %s", status, page.Find("main").Text())
	}
	status, page = browser.ask(t, address, url.Values{"release": {"1"}, "decision": {"rejected"}, "code." + first: {"other"}, "note." + first: {"upside down"}})
	if status != http.StatusOK || page.Find(".notice.good").Length() != 1 {
		t.Fatalf("rejected: %d %s", status, page.Find("main").Text())
	}
	releases := must(designer.Releases(t.Context(), "moon"))(t).Items
	steps := releases[0].Steps
	if releases[0].State != "rejected" || steps[1].Reasons[0].Sticker != first || steps[1].Reasons[0].Note != "upside down" {
		t.Fatalf("releases: %+v", releases)
	}
	must(designer.ImportPack(t.Context(), pack.PackDraft))(t)
	must(designer.SubmitPack(t.Context(), "moon"))(t)
	_, page = browser.ask(t, address, nil)
	if !strings.Contains(page.Find("#history").Parent().Text(), "upside down") {
		t.Errorf("history: %s", page.Find("main").Text())
	}
	browser.ask(t, address, url.Values{"release": {"2"}, "decision": {"approved"}})
	must(designer.PublishPack(t.Context(), "moon", api.Publication{Release: 2}))(t)
	status, _ = signedIn(t, s, "designer2@example.com", "designer").ask(t, "/studio/review", nil)
	if status != http.StatusForbidden {
		t.Errorf("a designer sees the queue: %d", status)
	}
}
