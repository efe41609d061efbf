package production

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/pay/stripe/stripetest"
)

// till is a stand-in for Stripe that outlives the store, and kills it when it is told to. What it holds of each payment is
// what payers paid and did not get back, whatever the store believes.
type till struct {
	*stripetest.Server
	url string // that the store is given

	mu     sync.Mutex
	point  string // "stripe.asked" or "stripe.answered"
	left   int    // requests until then
	killed func()
}

const tillSecret = "whsec_of_the_store"

func newTill(t *testing.T) *till {
	s := &till{Server: stripetest.New(t)}
	behind, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(behind)
	forward.ErrorLog = log.New(io.Discard, "", 0) // a store that is killed hangs up
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.reach("stripe.asked")
		answer := httptest.NewRecorder()
		forward.ServeHTTP(answer, r)
		s.reach("stripe.answered")
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
	t.Cleanup(front.Close)
	s.url = front.URL
	return s
}

// environment has a store take money with it.
func (s *till) environment() []string {
	return []string{
		"HALLYU_STRIPE_KEY=sk_live_store", "HALLYU_STRIPE_PUBLIC_KEY=pk_live_store",
		"HALLYU_STRIPE_WEBHOOK_SECRET=" + tillSecret, "HALLYU_STRIPE_URL=" + s.url,
	}
}

// arm has the store killed at a request: before it is done, or before its answer is given.
func (s *till) arm(point string, requests int, kill func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.point, s.left, s.killed = point, requests, kill
}

// reach kills the store at the chosen point, and leaves the connection without an answer.
func (s *till) reach(point string) {
	s.mu.Lock()
	if point != s.point {
		s.mu.Unlock()
		return
	}
	s.left--
	now := s.left == 0
	s.mu.Unlock()
	if now {
		s.killed()
		panic(http.ErrAbortHandler)
	}
}

// pay has the payer of an order pay, once, and the store told.
func (s *till) pay(ctx context.Context, backend *api.Client, order string) error {
	payment := s.PaymentOf(order)
	if s.Held(payment) == 0 {
		s.Pay(payment)
	}
	return s.tell(ctx, backend, "payment_intent.succeeded", payment)
}

// tell sends the store an event about a payment, as Stripe does until it is taken.
func (s *till) tell(ctx context.Context, backend *api.Client, typ, payment string) error {
	body, signature := s.Event(typ, payment, tillSecret, true, time.Now())
	reply, err := backend.Do(ctx, http.MethodPost, "/v1/providers/stripe/events", body,
		http.Header{"Stripe-Signature": {signature}, "Content-Type": {"application/json"}})
	if err == nil && reply.Status != http.StatusNoContent {
		err = &api.Problem{Status: reply.Status, Detail: fmt.Sprintf("%s: %s", typ, reply.Body)}
	}
	return err
}
