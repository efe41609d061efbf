package studio_test

import (
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
	"github.com/hallyu-store/hallyu/internal/web/studio"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/payout/payouttest"
)

// words are the program's own, as the server has them.
type words struct{ *i18n.Project }

func (w words) Negotiate(header string) string { return string(w.Negotiator().Header(header)) }

func (w words) Revision() string { return w.Release() }

// house is a studio with its accounts, and a clock that stands still.
type house struct {
	*httptest.Server
	accounts *accounts.Service
	journal  *journaltest.Store
	packs    *catalogtest.Store
	money    *payouttest.Store
	payouts  *payout.Service
	clock    atomic.Int64 // seconds since opening
}

var opening = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{packs: catalogtest.NewStore(), money: payouttest.NewStore()}
	now := func() time.Time { return opening.Add(time.Duration(h.clock.Load()) * time.Second) }
	people := accountstest.NewStore()
	h.accounts, h.journal = accounts.NewService(people, now), people.Journal
	store := i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
	s := web.New(web.Config{DefaultRegion: "KR"}, web.Deps{
		Words: words{store}, Auth: h.accounts, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: now,
	})
	page.Mount(s)
	h.payouts = payout.NewService(h.money, h.packs, now)
	studio.Mount(s, studio.Services{Accounts: h.accounts, Catalog: catalog.NewService(catalog.Config{Store: h.packs, Now: now}), Languages: store.Locales, Mails: true, Money: h.payouts})
	web.Plain[struct{}, struct{}](s, web.Operation{
		Method: http.MethodPost, Path: "/v1/try", ID: "try", Tag: "Test", Action: accounts.WritePacks, Status: http.StatusNoContent, Type: "text/plain",
	}, tried)
	s.Open()
	h.Server = httptest.NewServer(s)
	t.Cleanup(h.Close)
	return h
}

func (h *house) pass(d time.Duration) { h.clock.Add(int64(d / time.Second)) }

// hire makes an account and returns its password.
func (h *house) hire(t *testing.T, email string, roles ...accounts.Role) string {
	t.Helper()
	_, secrets, err := h.accounts.CreateAccount(t.Context(), journal.Origin{Actor: "test"}, accounts.NewAccount{Email: email, Roles: roles})
	if err != nil {
		t.Fatal(err)
	}
	return secrets.Password
}

// browser keeps cookies as browsers do and says where its requests come from.
type browser struct {
	t     *testing.T
	house *house
	http.Client
	site  string // Sec-Fetch-Site
	agent string // User-Agent
}

func (h *house) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, house: h, site: "same-origin"}
	b.Jar = jar
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b
}

// answer is a reply, read.
type answer struct {
	*http.Response
	*goquery.Document
}

func (b *browser) send(method, path string, form url.Values) answer {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.house.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	request.Header.Set("Accept-Language", "en")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", b.site)
	request.Header.Set("User-Agent", b.agent)
	response, err := b.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	document, err := goquery.NewDocumentFromReader(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{response, document}
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.send(http.MethodGet, path, nil) }

func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.send(http.MethodPost, path, form)
}

// signIn signs in and fails the test when it cannot.
func (b *browser) signIn(email, password string) {
	b.t.Helper()
	reply := b.post("/studio/sign-in", "email", email, "password", password)
	if reply.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("sign-in of %s: %d %s", email, reply.StatusCode, reply.Find(".notice").Text())
	}
}

// leads checks that a reply sends the browser to an address.
func (b *browser) leads(reply answer, to string) {
	b.t.Helper()
	if reply.StatusCode != http.StatusSeeOther || reply.Header.Get("Location") != to {
		b.t.Errorf("%s answers %d to %q, want 303 to %q", reply.Request.URL.Path, reply.StatusCode, reply.Header.Get("Location"), to)
	}
}

// letter is the latest letter, which must be of a kind.
func (h *house) letter(t *testing.T, kind string) journal.Letter {
	t.Helper()
	letters := h.journal.Letters()
	if len(letters) == 0 || letters[len(letters)-1].Kind != kind {
		t.Fatalf("no letter of %s among %d", kind, len(letters))
	}
	return letters[len(letters)-1]
}

// token is that of the address that a letter leads to.
func token(t *testing.T, l journal.Letter) string {
	t.Helper()
	address, err := url.Parse(l.Facts["path"])
	if err != nil {
		t.Fatal(err)
	}
	return address.Query().Get("token")
}
