// Package googletest is a stand-in for Google: its Play Developer API, its token endpoint and the keys that it
// signs with. It keeps what it is told, sells when it is told to, and goes wrong on demand. Shapes are those of
// the API's discovery document, revision of 2026.
package googletest

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// What everything here is for.
const (
	Package  = "com.moon.chat"
	Account  = "store@moon.iam.gserviceaccount.com" // that asks
	Pusher   = "push@moon.iam.gserviceaccount.com"  // that pushes
	Audience = "https://store.example/v1/providers/google_play/events"
)

// Server is a Google with one app.
type Server struct {
	URL string

	mu        sync.Mutex
	account   *rsa.PrivateKey // of Account
	signing   []signer        // what pushes are signed with, the latest first
	purchases map[string]*purchase
	orders    map[string]*order
	voided    []voided
	perPage   int
	trouble   []trouble
	calls     map[string]int // by what was asked for
	granted   int            // access tokens
	access    string         // the one that holds
	n         int
}

// Trouble is how a request goes wrong.
type Trouble int

// The ways in which requests go wrong.
const (
	Fine    Trouble = iota
	Away            // the request is not done: 503
	Deaf            // it is done, and the connection breaks before the answer
	Slow            // it is done, and not answered until the caller has given up
	HTML            // it is done, and answered by somebody's error page
	Lost            // it is not done, and answered by an error page of somebody between: 404
	Wrong           // it is not done, and answered with other content
	Forbid          // it is not done: 403
	Limit           // it is not done: 429
	Unknown         // it is not done: 404, in Google's own words
)

type trouble struct {
	about string // a part of the address
	kind  Trouble
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{purchases: map[string]*purchase{}, orders: map[string]*order{}, calls: map[string]int{}, perPage: 2}
	s.account = newKey(t)
	s.Rotate(t)
	mux := http.NewServeMux()
	app := "/androidpublisher/v3/applications/{package}"
	mux.HandleFunc("POST /token", s.answer("token", s.grant))
	mux.HandleFunc("GET /certs", s.answer("certs", s.certs))
	mux.HandleFunc("GET "+app+"/purchases/productsv2/tokens/{token}", s.answer("purchase", s.allowed(s.purchase)))
	mux.HandleFunc("POST "+app+"/purchases/products/{product}/tokens/{verb}", s.answer("tell", s.allowed(s.tell)))
	mux.HandleFunc("GET "+app+"/purchases/voidedpurchases", s.answer("voided", s.allowed(s.listVoided)))
	mux.HandleFunc("GET "+app+"/orders/{order}", s.answer("order", s.allowed(s.order)))
	mux.HandleFunc("POST "+app+"/orders/{order}", s.answer("refund", s.allowed(s.refund)))
	server := httptest.NewUnstartedServer(mux)
	s.URL = "http://" + server.Listener.Addr().String() // known before anybody asks
	server.Start()
	t.Cleanup(server.Close)
	return s
}

func newKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Next has the next requests whose address has a part in it go wrong, in this order, and those after them go
// well; without any, none does.
func (s *Server) Next(about string, kinds ...Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = nil
	for _, kind := range kinds {
		s.trouble = append(s.trouble, trouble{about, kind})
	}
}

// next takes the trouble of a request.
func (s *Server) next(path string) Trouble {
	if len(s.trouble) == 0 || !strings.Contains(path, s.trouble[0].about) {
		return Fine
	}
	kind := s.trouble[0].kind
	s.trouble = s.trouble[1:]
	return kind
}

// Calls is how often something was asked for: token, certs, purchase, tell, voided, order or refund.
func (s *Server) Calls(of string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[of]
}

// fail is what Google refuses.
type fail struct {
	status int
	reason string
}

type handler func(w http.ResponseWriter, r *http.Request) (any, *fail)

// answer does what a request asks, unless it goes wrong.
func (s *Server) answer(name string, do handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.calls[name]++
		kind := s.next(r.URL.Path)
		status, body := wrong(kind)
		if status == 0 {
			status, body = done(do(w, r))
		}
		s.mu.Unlock()
		switch kind {
		case Deaf:
			panic(http.ErrAbortHandler)
		case Slow:
			<-r.Context().Done()
			return
		case HTML:
			status, body = http.StatusOK, errorPage
		}
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		if len(body) > 0 && body[0] == '<' {
			w.Header().Set("Content-Type", "text/html")
		}
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

var errorPage = []byte("<!DOCTYPE html><title>Something went wrong</title>")

// wrong is how a request is answered that is not done; the status is 0 for those that are.
func wrong(kind Trouble) (int, []byte) {
	switch kind {
	case Away:
		return refused(fail{http.StatusServiceUnavailable, "backendError"})
	case Lost:
		return http.StatusNotFound, errorPage
	case Wrong:
		return http.StatusOK, []byte(`{"kind":"something#else","orderId":"GPA.0","units":7}`)
	case Forbid:
		return refused(fail{http.StatusForbidden, "permissionDenied"})
	case Limit:
		return refused(fail{http.StatusTooManyRequests, "rateLimitExceeded"})
	case Unknown:
		return refused(fail{http.StatusNotFound, "purchaseTokenDoesNotExist"})
	}
	return 0, nil
}

func done(value any, f *fail) (int, []byte) {
	switch {
	case f != nil:
		return refused(*f)
	case value == nil:
		return http.StatusNoContent, nil
	}
	return http.StatusOK, encode(value)
}

func refused(f fail) (int, []byte) {
	return f.status, encode(map[string]any{"error": map[string]any{
		"code": f.status, "message": "The request was refused: " + f.reason, "status": "REFUSED",
		"errors": []any{map[string]any{"message": f.reason, "domain": "androidpublisher", "reason": f.reason}},
	}})
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own values
	}
	return b
}

func (s *Server) id(format string) string {
	s.n++
	return fmt.Sprintf(format, s.n)
}

// rfc3339 is a moment as Google writes it.
func rfc3339(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
