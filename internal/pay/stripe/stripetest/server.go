// Package stripetest is a stand-in for Stripe that keeps what it is told, pays when it is told to, and
// goes wrong on demand. Its shapes are those of stripe-mock, which the same client is held to.
package stripetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Server is a Stripe with one account.
type Server struct {
	URL string

	mu       sync.Mutex
	intents  map[string]*intent
	refunds  []*refund
	disputes []*dispute
	once     map[string][]byte // answers by idempotency key
	trouble  []Trouble
	n        int
}

// Trouble is how a request goes wrong.
type Trouble int

// The ways in which requests go wrong.
const (
	Fine   Trouble = iota
	Away           // the request is not done: 503
	Deaf           // it is done, and the connection breaks before the answer
	HTML           // it is done, and answered by somebody's error page
	Refuse         // it is refused: 400
)

type intent struct {
	ID             string            `json:"id"`
	Object         string            `json:"object"`
	Amount         int64             `json:"amount"`
	AmountReceived int64             `json:"amount_received"`
	Currency       string            `json:"currency"`
	Status         string            `json:"status"`
	ClientSecret   string            `json:"client_secret"`
	Metadata       map[string]string `json:"metadata"`
	LastError      *failure          `json:"last_payment_error"`
	LatestCharge   *charge           `json:"latest_charge"`
}

type charge struct {
	ID       string `json:"id"`
	Object   string `json:"object"`
	Disputed bool   `json:"disputed"`
}

type refund struct {
	ID            string            `json:"id"`
	Object        string            `json:"object"`
	Amount        int64             `json:"amount"`
	Currency      string            `json:"currency"`
	Status        string            `json:"status"`
	PaymentIntent string            `json:"payment_intent"`
	Metadata      map[string]string `json:"metadata"`
}

type dispute struct {
	ID            string `json:"id"`
	Object        string `json:"object"`
	Amount        int64  `json:"amount"`
	Currency      string `json:"currency"`
	Status        string `json:"status"`
	PaymentIntent string `json:"payment_intent"`
}

type failure struct {
	Type        string `json:"type"`
	Code        string `json:"code"`
	DeclineCode string `json:"decline_code,omitempty"`
	Message     string `json:"message"`
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{intents: map[string]*intent{}, once: map[string][]byte{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/payment_intents", s.answer(s.create))
	mux.HandleFunc("GET /v1/payment_intents/{id}", s.answer(s.retrieve))
	mux.HandleFunc("POST /v1/payment_intents/{id}/cancel", s.answer(s.cancel))
	mux.HandleFunc("POST /v1/refunds", s.answer(s.refund))
	mux.HandleFunc("GET /v1/refunds", s.answer(s.listRefunds))
	mux.HandleFunc("GET /v1/disputes", s.answer(s.listDisputes))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Next has the next requests go wrong, in this order, and those after them go well.
func (s *Server) Next(trouble ...Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = trouble
}

type handler func(r *http.Request) (any, *failure)

// answer does what a request asks, once for each of its idempotency keys, unless it goes wrong.
func (s *Server) answer(do handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		trouble := Fine
		if len(s.trouble) > 0 {
			trouble, s.trouble = s.trouble[0], s.trouble[1:]
		}
		var status int
		var body []byte
		switch trouble {
		case Away:
			status, body = http.StatusServiceUnavailable, encode(map[string]any{"error": failure{Type: "api_error", Message: "away"}})
		case Refuse:
			status, body = refused(failure{Type: "invalid_request_error", Code: "account_invalid", Message: "no"})
		default:
			status, body = s.done(r, do)
		}
		switch trouble {
		case Deaf:
			panic(http.ErrAbortHandler)
		case HTML:
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<!DOCTYPE html><title>502 Bad Gateway</title>"))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if s.keeps(r) && trouble == Fine {
			w.Header().Set("Stripe-Should-Retry", "false")
		}
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

func (s *Server) keeps(r *http.Request) bool { return r.Method == http.MethodPost }

func (s *Server) done(r *http.Request, do handler) (int, []byte) {
	key := r.Header.Get("Idempotency-Key")
	if body, again := s.once[key]; again && s.keeps(r) && key != "" {
		return http.StatusOK, body
	}
	if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer sk_") || r.ParseForm() != nil {
		return http.StatusUnauthorized, encode(map[string]any{"error": failure{Type: "invalid_request_error", Message: "key"}})
	}
	value, fail := do(r)
	if fail != nil {
		return refused(*fail)
	}
	body := encode(value)
	if key != "" {
		s.once[key] = body
	}
	return http.StatusOK, body
}

func refused(f failure) (int, []byte) {
	return http.StatusBadRequest, encode(map[string]any{"error": f})
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own structs
	}
	return b
}

func (s *Server) id(prefix string) string {
	s.n++
	return fmt.Sprintf("%s_%06d", prefix, s.n)
}

func metadata(r *http.Request) map[string]string {
	found := map[string]string{}
	for name, values := range r.Form {
		if key, ok := strings.CutPrefix(name, "metadata["); ok {
			found[strings.TrimSuffix(key, "]")] = values[0]
		}
	}
	return found
}

func amountOf(r *http.Request) int64 {
	amount, _ := strconv.ParseInt(r.Form.Get("amount"), 10, 64)
	return amount
}

func (s *Server) create(r *http.Request) (any, *failure) {
	if amountOf(r) <= 0 || len(r.Form.Get("currency")) != 3 {
		return nil, &failure{Type: "invalid_request_error", Code: "parameter_invalid_integer", Message: "amount"}
	}
	p := &intent{
		ID: s.id("pi"), Object: "payment_intent", Amount: amountOf(r), Currency: r.Form.Get("currency"),
		Status: "requires_payment_method", Metadata: metadata(r),
	}
	p.ClientSecret = p.ID + "_secret_" + strconv.Itoa(s.n)
	s.intents[p.ID] = p
	return p, nil
}

func (s *Server) retrieve(r *http.Request) (any, *failure) {
	p := s.intents[r.PathValue("id")]
	if p == nil {
		return nil, &failure{Type: "invalid_request_error", Code: "resource_missing", Message: "no such payment"}
	}
	return p, nil
}

func (s *Server) cancel(r *http.Request) (any, *failure) {
	p := s.intents[r.PathValue("id")]
	if p == nil || p.Status == "succeeded" || p.Status == "canceled" {
		return nil, &failure{Type: "invalid_request_error", Code: "payment_intent_unexpected_state", Message: "too late"}
	}
	p.Status = "canceled"
	return p, nil
}

func (s *Server) refund(r *http.Request) (any, *failure) {
	p := s.intents[r.Form.Get("payment_intent")]
	if p == nil || p.Status != "succeeded" || amountOf(r) > s.left(p) {
		return nil, &failure{Type: "invalid_request_error", Code: "charge_already_refunded", Message: "nothing left"}
	}
	if p.LatestCharge.Disputed {
		return nil, &failure{Type: "invalid_request_error", Code: "charge_disputed", Message: "disputed"}
	}
	return s.giveBack(p, amountOf(r), metadata(r)), nil
}

func (s *Server) giveBack(p *intent, amount int64, metadata map[string]string) *refund {
	made := &refund{
		ID: s.id("re"), Object: "refund", Amount: amount, Currency: p.Currency, Status: "succeeded", PaymentIntent: p.ID, Metadata: metadata,
	}
	s.refunds = append(s.refunds, made)
	return made
}

func (s *Server) left(p *intent) int64 {
	left := p.AmountReceived
	for _, r := range s.refunds {
		if r.PaymentIntent == p.ID && r.Status != "failed" {
			left -= r.Amount
		}
	}
	return left
}

// list is one page that holds all.
func list[T any](url string, items []T) any {
	return map[string]any{"object": "list", "url": url, "has_more": false, "data": append([]T{}, items...)}
}

func (s *Server) listRefunds(r *http.Request) (any, *failure) {
	var found []*refund
	for i := len(s.refunds) - 1; i >= 0; i-- { // newest first
		if s.refunds[i].PaymentIntent == r.Form.Get("payment_intent") {
			found = append(found, s.refunds[i])
		}
	}
	return list("/v1/refunds", found), nil
}

func (s *Server) listDisputes(r *http.Request) (any, *failure) {
	var found []*dispute
	for _, d := range s.disputes {
		if d.PaymentIntent == r.Form.Get("payment_intent") {
			found = append(found, d)
		}
	}
	return list("/v1/disputes", found), nil
}
