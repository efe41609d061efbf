package production

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

const replicas = 3

// TestReplicas runs several processes on one database and one bucket: what one learns, all know.
func TestReplicas(t *testing.T) {
	d := onServers(t)
	c := begin(t, d, nil)
	var running []*process
	for range replicas {
		running = append(running, start(t, d))
	}
	t.Run("a publication is seen", func(t *testing.T) { publicationIsSeen(t, c, running) })
	t.Run("one order of many", func(t *testing.T) { oneOrderOfMany(t, c, running) })
	t.Run("limits are shared", func(t *testing.T) { limitsAreShared(t, c, running) })
	t.Run("a revoked key is refused", func(t *testing.T) { revokedKeyIsRefused(t, c, running) })
}

// pollEvery is so long that polling reaches no limit of its own.
const pollEvery = 25 * time.Millisecond

// within polls until it is so, and returns how long it took.
func within(t *testing.T, limit time.Duration, so func() bool) time.Duration {
	t.Helper()
	begin := time.Now()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for !so() {
		if time.Since(begin) > limit {
			t.Errorf("not so after %v", limit)
			break
		}
		<-tick.C
	}
	return time.Since(begin)
}

func publicationIsSeen(t *testing.T, c *campaign, running []*process) {
	designer := &designer{slug: "seen-by-all"}
	for i, from := range running {
		designer.asked++
		err := designer.push(t.Context(), from.client(c.operator))
		if err != nil {
			t.Fatal(err)
		}
		designer.acked++
		for j, p := range running {
			took := within(t, time.Second, func() bool { return designer.check(t.Context(), p.client("")) == nil })
			t.Logf("published by replica %d, seen by replica %d after %v", i, j, took)
		}
	}
}

// oneOrderOfMany sends one request, with one key, to every replica at once, many times.
func oneOrderOfMany(t *testing.T, c *campaign, running []*process) {
	var mu sync.Mutex
	orders := map[string]bool{}
	var askers sync.WaitGroup
	for i := range 30 {
		askers.Go(func() {
			backend := running[i%replicas].client(c.backend)
			order, err := backend.PlaceOrder(t.Context(), "one-of-many", "the-key", api.NewOrder{
				Pack: c.pack, Region: "KR", PayWith: api.PayWith{Provider: "external"},
			})
			var refused *api.Problem
			if errors.As(err, &refused) && refused.Status == http.StatusConflict {
				return // the first one is still under way
			}
			mu.Lock()
			defer mu.Unlock()
			if orders[order.ID] = true; err != nil {
				t.Error(err)
			}
		})
	}
	askers.Wait()
	if len(orders) != 1 {
		t.Errorf("one request, sent to all, made %d orders", len(orders))
	}
}

// limitsAreShared lets one holder use up what they may ask at one replica: within a second the others
// refuse them as well, and nobody else.
func limitsAreShared(t *testing.T, c *campaign, running []*process) {
	ask := func(p *process, holder string) int {
		reply, err := p.client(c.backend).Do(t.Context(), "GET", "/v1/holders/"+holder+"/orders", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return reply.Status
	}
	for ask(running[0], "greedy") == http.StatusOK {
	}
	for _, p := range running[1:] {
		took := within(t, time.Second, func() bool {
			_ = ask(running[0], "greedy")
			return ask(p, "greedy") == http.StatusTooManyRequests
		})
		t.Logf("another replica refuses after %v", took)
	}
	if status := ask(running[1], "modest"); status != http.StatusOK {
		t.Errorf("another holder gets %d", status)
	}
}

// revokedKeyIsRefused revokes a key at one replica, after all have let it in.
func revokedKeyIsRefused(t *testing.T, c *campaign, running []*process) {
	operator := running[0].client(c.operator)
	app, err := operator.CreateApp(t.Context(), api.NewApp{Name: "short-lived", Scopes: []string{"orders:read"}})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	refused := func(p *process) bool {
		asked++ // another holder each time, so that no limit is reached
		_, err := p.client(app.Keys[0].Secret).Orders(t.Context(), fmt.Sprint("holder-", asked), "")
		var problem *api.Problem
		if err != nil && (!errors.As(err, &problem) || problem.Code() != "key-revoked") {
			t.Fatal(err)
		}
		return err != nil
	}
	for _, p := range running {
		if refused(p) {
			t.Fatal("a new key is refused")
		}
	}
	err = operator.RevokeKey(t.Context(), app.ID, app.Keys[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range running {
		took := within(t, 5*time.Second, func() bool { return refused(p) })
		t.Logf("replica %d refuses after %v", i, took)
	}
}

// TestRollingRestart replaces every replica under load, as an orchestrator does: no request fails.
func TestRollingRestart(t *testing.T) {
	d := onServers(t)
	c := begin(t, d, nil)
	front := newBalancer(t)
	settings := []string{"HALLYU_SHUTDOWN_GRACE=1s"}
	var running []*process
	for range replicas {
		p := start(t, d, settings...)
		running = append(running, p)
		front.add(p.url)
	}
	ctx, stop := context.WithCancel(t.Context())
	load := goShopping(ctx, t, c, front.server.URL)
	for i, old := range running {
		replacement := start(t, d, settings...)
		front.add(replacement.url)
		took, code := old.stop()
		t.Logf("replica %d ended after %v with code %d", i, took, code)
		if code != 0 || took > 30*time.Second {
			t.Errorf("replica %d ended badly:\n%s", i, old.printed)
		}
	}
	stop()
	load.wait(t)
}

// shopping is people who read, look at pictures and buy, all the time.
type shopping struct {
	done             sync.WaitGroup
	answered, failed atomic.Int64
	first            atomic.Pointer[error]
}

const shoppers = 8

func goShopping(ctx context.Context, t *testing.T, c *campaign, url string) *shopping {
	s := &shopping{}
	client := func(key string) *api.Client {
		return &api.Client{URL: url, Key: key, HTTP: &http.Client{Timeout: 20 * time.Second}}
	}
	pack, err := client("").Pack(ctx, "KR", "en", c.pack)
	if err != nil {
		t.Fatal(err)
	}
	for i := range shoppers {
		s.done.Go(func() {
			reader, backend := client(""), client(c.backend)
			for n := 0; ctx.Err() == nil; n++ {
				b := &buyer{holder: fmt.Sprintf("shopper-%d-%d", i, n), pack: pack.ID}
				s.count(b.live(context.WithoutCancel(ctx), backend, refunded))
				_, err := reader.FrontPage(context.WithoutCancel(ctx), "KR", "en")
				s.count(err)
				s.count(whole(context.WithoutCancel(ctx), reader, *pack.Cover))
			}
		})
	}
	return s
}

func (s *shopping) count(err error) {
	s.answered.Add(1)
	if err != nil {
		s.failed.Add(1)
		s.first.CompareAndSwap(nil, &err)
	}
}

// wait waits for the last answers and asks that none is an error.
func (s *shopping) wait(t *testing.T) {
	t.Helper()
	s.done.Wait()
	t.Logf("%d journeys, %d failed", s.answered.Load(), s.failed.Load())
	if err := s.first.Load(); err != nil {
		t.Errorf("%d of %d failed, the first with: %v", s.failed.Load(), s.answered.Load(), *err)
	}
}
