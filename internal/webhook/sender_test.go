package webhook

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
	"github.com/hallyu-store/hallyu/journal/webhook/webhooktest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// stage is a journal, a sender and receivers, whose clock is moved by hand.
type stage struct {
	*webhooktest.Store
	service *webhook.Service
	sender  *Sender

	mu     sync.Mutex
	now    time.Time
	answer func(m Message) webhook.Outcome
	posted []Message
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{Store: webhooktest.NewStore(), now: noon}
	s.answer = func(Message) webhook.Outcome { return webhook.Outcome{Status: 200} }
	s.service = webhook.NewService(s.Store, s.Journal, webhook.Rules{Types: []string{"order.fulfilled", "order.refunded"}}, s.clock)
	s.sender = s.process()
	return s
}

// process is a further sender on the same store.
func (s *stage) process() *Sender {
	return New(Deps{
		Store: s.Store, Events: s.Journal, Post: s, Log: slog.New(slog.DiscardHandler), Now: s.clock, Random: func() float64 { return 0.5 }, Counted: func(string) {},
	})
}

func (s *stage) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *stage) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// Post implements Poster.
func (s *stage) Post(_ context.Context, m Message) webhook.Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posted = append(s.posted, m)
	return s.answer(m)
}

func (s *stage) look(t *testing.T) {
	t.Helper()
	if err := s.sender.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.sender.Wait()
}

func (s *stage) create(t *testing.T, d webhook.Draft) webhook.Webhook {
	t.Helper()
	if d.URL == "" {
		d.URL = "https://chat.example/hook"
	}
	w, err := s.service.Create(t.Context(), journal.Origin{}, "app_a", d)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (s *stage) happen(t *testing.T, ledger, typ string, subjects ...string) []string {
	t.Helper()
	var ids []string
	for _, subject := range subjects {
		e := journal.NewEvent(ledger, typ, subject, nil, s.clock())
		if err := s.Journal.Append(t.Context(), journal.Record{Events: []journal.Event{e}}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	return ids
}

func (s *stage) sent() []string {
	ids := []string{}
	for _, m := range s.posted {
		ids = append(ids, m.ID)
	}
	return ids
}

func (s *stage) read(t *testing.T, w webhook.Webhook) webhook.Webhook {
	t.Helper()
	got, err := s.Webhook(t.Context(), w.Ledger, w.ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestFiveHundredEventsArrive lets three attempts of ten fail: every event arrives, signed, those of each order in
// their order, and what is taken at once leaves nothing behind.
func TestFiveHundredEventsArrive(t *testing.T) {
	s := newStage(t)
	w := s.create(t, webhook.Draft{})
	judge, err := standardwebhooks.NewWebhook(string(w.Secrets[0].Key))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	arrived := map[string]bool{}
	attempts := 0
	var order []string
	s.answer = func(m Message) webhook.Outcome {
		attempts++
		header := http.Header{}
		header.Set("webhook-id", m.ID)
		header.Set("webhook-timestamp", strconv.FormatInt(m.At.Unix(), 10))
		header.Set("webhook-signature", m.Signature)
		if err := judge.VerifyIgnoringTimestamp(m.Body, header); err != nil {
			t.Error(err)
		}
		if random.Float64() < 0.3 {
			return webhook.Outcome{Status: 500}
		}
		if !arrived[m.ID] {
			order = append(order, m.ID)
		}
		arrived[m.ID] = true
		return webhook.Outcome{Status: 200}
	}
	perOrder := map[string][]string{}
	for i := range 500 {
		subject := "ord_" + strconv.Itoa(i%120)
		perOrder[subject] = append(perOrder[subject], s.happen(t, "app_a", "order.fulfilled", subject)...)
		s.happen(t, "app_b", "order.fulfilled", "ord_other")
	}
	began := s.clock()
	for looks := range 3000 {
		s.look(t)
		if waiting, _ := s.Waiting(t.Context()); waiting == 0 && len(arrived) == 500 {
			break
		}
		s.pass(5 * time.Second)
		if looks > 1000 {
			s.pass(5 * time.Minute)
		}
	}
	if len(arrived) != 500 {
		t.Fatalf("%d of 500 arrived", len(arrived))
	}
	for subject, want := range perOrder {
		got := slices.DeleteFunc(slices.Clone(order), func(id string) bool { return !slices.Contains(want, id) })
		if !slices.Equal(got, want) {
			t.Errorf("%s arrived as %v, happened as %v", subject, got, want)
		}
	}
	t.Logf("%d attempts for 500 events, all there after %v", attempts, s.clock().Sub(began))
}

func TestOnlyFailuresLeaveDeliveries(t *testing.T) {
	s := newStage(t)
	w := s.create(t, webhook.Draft{Types: []string{"order.fulfilled"}})
	want := s.happen(t, "app_a", "order.fulfilled", "ord_1", "ord_2")
	s.happen(t, "app_a", "order.refunded", "ord_1")
	s.look(t)
	s.look(t)
	left, _ := s.Deliveries(t.Context(), w.ID, webhook.Place{}, 10)
	if !slices.Equal(s.sent(), want) || len(left) != 0 || s.read(t, w).Position != 3 {
		t.Errorf("sent %v, %d deliveries, position %d", s.sent(), len(left), s.read(t, w).Position)
	}
}

// TestAProcessThatDies sends what it did not live to write down again: with the same id, and not before its lease
// is over.
func TestAProcessThatDies(t *testing.T) {
	s := newStage(t)
	w := s.create(t, webhook.Draft{})
	ids := s.happen(t, "app_a", "order.fulfilled", "ord_1")
	_, mine, err := s.Lease(t.Context(), w.ID, "who died", s.clock(), s.clock().Add(leaseFor))
	if !mine || err != nil {
		t.Fatal(mine, err)
	}
	s.posted = append(s.posted, Message{ID: ids[0]}) // and then it was killed
	s.look(t)
	if len(s.posted) != 1 {
		t.Error("sent while another has the lease")
	}
	s.pass(leaseFor)
	s.look(t)
	if got := s.sent(); !slices.Equal(got, []string{ids[0], ids[0]}) {
		t.Errorf("sent %v", got)
	}
}

// TestTwoProcessesSendOnce lets both look at once.
func TestTwoProcessesSendOnce(t *testing.T) {
	s := newStage(t)
	s.create(t, webhook.Draft{})
	for range 20 {
		s.happen(t, "app_a", "order.fulfilled", "ord_1", "ord_2", "ord_3")
		other := s.process()
		if err := other.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.look(t)
		other.Wait()
	}
	if len(s.posted) != 60 {
		t.Errorf("%d sent for 60", len(s.posted))
	}
}

// TestASlowReceiverHoldsUpNobody: the others get theirs while one does not answer.
func TestASlowReceiverHoldsUpNobody(t *testing.T) {
	s := newStage(t)
	s.create(t, webhook.Draft{URL: "https://slow.example/"})
	s.create(t, webhook.Draft{URL: "https://quick.example/"})
	slow, quick := make(chan struct{}), make(chan struct{})
	s.sender.Post = postFunc(func(_ context.Context, m Message) webhook.Outcome {
		if m.URL == "https://slow.example/" {
			<-slow
		} else {
			close(quick)
		}
		return webhook.Outcome{Status: 200}
	})
	s.happen(t, "app_a", "order.fulfilled", "ord_1")
	if err := s.sender.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-quick
	close(slow)
	s.sender.Wait()
}

type postFunc func(context.Context, Message) webhook.Outcome

// Post implements Poster.
func (f postFunc) Post(ctx context.Context, m Message) webhook.Outcome { return f(ctx, m) }

// TestWhoFailsForLongIsDisabled: after 75 hours nothing is sent any more, which is told; enabled again,
// what waited and what happened meanwhile arrives.
func TestWhoFailsForLongIsDisabled(t *testing.T) {
	s := newStage(t)
	w := s.create(t, webhook.Draft{})
	ids := s.happen(t, "app_a", "order.fulfilled", "ord_1", "ord_2")
	s.answer = func(Message) webhook.Outcome { return webhook.Outcome{Failure: webhook.FailedTimeout} }
	for s.read(t, w).Disabled == "" && s.clock().Sub(noon) < 200*time.Hour {
		s.look(t)
		s.pass(10 * time.Minute)
	}
	if got := s.read(t, w); got.Disabled != webhook.Failing || got.Failure != webhook.FailedTimeout || s.clock().Sub(noon) < webhook.GiveUpAfter {
		t.Fatalf("after %v: %+v", s.clock().Sub(noon), got)
	}
	told, err := s.Journal.Events(t.Context(), "app_a", 2, 10)
	if err != nil || len(told) != 1 || told[0].Type != webhook.TypeDisabled {
		t.Errorf("told %+v, %v", told, err)
	}
	ids = append(ids, s.happen(t, "app_a", "order.refunded", "ord_1")...)
	attempts := len(s.posted)
	s.look(t)
	if len(s.posted) != attempts {
		t.Error("sent to one that is disabled")
	}
	s.answer = func(Message) webhook.Outcome { return webhook.Outcome{Status: 200} }
	s.posted = nil
	_, err = s.service.Change(t.Context(), webhook.Edit{Ledger: "app_a", ID: w.ID}, func(d *webhook.Draft) { d.Disabled = false })
	if err != nil {
		t.Fatal(err)
	}
	s.pass(25 * time.Hour)
	s.look(t)
	if got := s.sent(); !slices.Contains(got, ids[1]) || !slices.Contains(got, ids[2]) { // the first was given up
		t.Errorf("sent %v of %v", got, ids)
	}
}

func TestGoneIsDisabledAtOnce(t *testing.T) {
	s := newStage(t)
	w := s.create(t, webhook.Draft{})
	s.answer = func(Message) webhook.Outcome { return webhook.Outcome{Status: 410} }
	s.happen(t, "app_a", "order.fulfilled", "ord_1", "ord_2")
	s.look(t)
	if got := s.read(t, w); got.Disabled != webhook.Gone || len(s.posted) != 1 {
		t.Errorf("%d sent, %+v", len(s.posted), got)
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	s := newStage(t)
	s.create(t, webhook.Draft{})
	s.answer = func(Message) webhook.Outcome { return webhook.Outcome{Status: 503, RetryAfter: time.Hour} }
	s.happen(t, "app_a", "order.fulfilled", "ord_1", "ord_2")
	s.look(t)
	s.pass(59 * time.Minute)
	s.look(t)
	if len(s.posted) != 1 {
		t.Errorf("%d sent within the hour", len(s.posted))
	}
	s.answer = func(Message) webhook.Outcome { return webhook.Outcome{Status: 200} }
	s.pass(time.Minute)
	s.look(t)
	if len(s.posted) != 3 {
		t.Errorf("%d sent after it", len(s.posted))
	}
}

func TestPingsAndReplays(t *testing.T) {
	s := newStage(t)
	w := s.create(t, webhook.Draft{})
	first := s.happen(t, "app_a", "order.fulfilled", "ord_1")
	s.pass(time.Hour)
	later := s.happen(t, "app_a", "order.fulfilled", "ord_2", "ord_3")
	s.look(t)
	s.posted = nil
	ping, err := s.service.Ping(t.Context(), journal.Origin{}, "app_a", w.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.service.Replay(t.Context(), journal.Origin{}, "app_a", w.ID, first[0])
	if err != nil {
		t.Fatal(err)
	}
	s.look(t)
	if got := s.sent(); !slices.Equal(got, []string{ping.Event, first[0]}) {
		t.Errorf("sent %v", got)
	}
	s.posted = nil
	err = s.service.ReplaySince(t.Context(), journal.Origin{}, "app_a", w.ID, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	s.look(t)
	if got := s.sent(); !slices.Equal(got, later) {
		t.Errorf("since the hour: %v, want %v", got, later)
	}
}
