package purge_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/purge"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
)

// marks is purge.Marks in memory.
type marks map[string]int64

func (m marks) Mark(_ context.Context, name string) (int64, error) { return m[name], nil }

func (m marks) SetMark(_ context.Context, name string, value int64) error {
	m[name] = max(m[name], value)
	return nil
}

// edge keeps copies: it answers what it is told to, and remembers what it heard.
type edge struct {
	*httptest.Server
	status  int
	secrets []string
	notices []purge.Notice
}

func newEdge(t *testing.T) *edge {
	e := &edge{status: http.StatusNoContent}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var notice purge.Notice
		err := json.NewDecoder(r.Body).Decode(&notice)
		if err != nil || r.Method != http.MethodPost {
			t.Errorf("%s, %v", r.Method, err)
		}
		e.secrets, e.notices = append(e.secrets, r.Header.Get("Authorization")), append(e.notices, notice)
		w.Header().Set("Location", "http://elsewhere.example/")
		w.WriteHeader(e.status)
	}))
	t.Cleanup(e.Close)
	return e
}

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newHook(t *testing.T, e *edge, events purge.Events, m purge.Marks, clock func() time.Time) *purge.Hook {
	t.Helper()
	h, err := purge.New(purge.Config{Address: e.URL + "/hook", Secret: "sesame"}, purge.Deps{Events: events, Marks: m, Log: slog.New(slog.DiscardHandler), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// happen commits an event.
func happen(t *testing.T, s *journaltest.Store, kind string, data any) journal.Event {
	t.Helper()
	e := journal.NewEvent("", kind, "pck_1", data, now.Add(-10*time.Second))
	err := s.Append(t.Context(), journal.Record{Events: []journal.Event{e}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

type object = map[string]any

// TestTellsOnce: of what changed, each once, with the secret; not of what is no pack's business; again only
// what was not taken.
func TestTellsOnce(t *testing.T) {
	events, e, m, clock := journaltest.NewStore(), newEdge(t), marks{}, now
	h := newHook(t, e, events, m, func() time.Time { return clock })
	happen(t, events, "order.fulfilled", object{})
	if err := h.Deliver(t.Context()); err != nil || len(e.notices) != 0 {
		t.Fatalf("of an order: %v, %+v", err, e.notices)
	}
	happen(t, events, "pack.published", object{"slug": "moon"})
	last := happen(t, events, "pack.banned", object{"pack": object{"slug": "moon"}, "takedown": object{"revoked": []string{"abc"}}})
	for _, status := range []int{http.StatusInternalServerError, http.StatusFound} {
		e.status = status
		if h.Deliver(t.Context()) == nil {
			t.Fatalf("%d counts as taken", status)
		}
		heard := len(e.notices)
		if err := h.Deliver(t.Context()); err != nil || len(e.notices) != heard {
			t.Fatalf("told again at once: %v", err)
		}
		clock = clock.Add(time.Hour)
	}
	e.status = http.StatusOK
	again := newHook(t, e, events, m, func() time.Time { return clock }) // the process ended meanwhile
	if err := again.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	heard := e.notices[len(e.notices)-1]
	for _, path := range []string{"/*/*/packs/moon", "/v1/storefronts/*/*/packs/pck_1", "/assets/abc.*", "/v1/assets/revoked"} {
		if !slices.Contains(heard.Paths, path) {
			t.Errorf("%s is missing in %q", path, heard.Paths)
		}
	}
	if len(e.notices) != 3 || heard.ID != last.ID || e.notices[0].ID != last.ID || slices.ContainsFunc(e.secrets, func(s string) bool { return s != "Bearer sesame" }) {
		t.Errorf("heard %+v with %q", e.notices, e.secrets)
	}
	if err := again.Deliver(t.Context()); err != nil || len(e.notices) != 3 {
		t.Errorf("told again: %v", err)
	}
}

// TestFreshEventsRest: what happened a moment ago is told later, when all replicas have seen it.
func TestFreshEventsRest(t *testing.T) {
	events, e, m, clock := journaltest.NewStore(), newEdge(t), marks{}, now.Add(-8*time.Second)
	h := newHook(t, e, events, m, func() time.Time { return clock })
	happen(t, events, "pack.published", object{"slug": "moon"})
	if err := h.Deliver(t.Context()); err != nil || len(e.notices) != 0 || m["purge"] != 0 {
		t.Fatalf("after two seconds: %v, %+v", err, e.notices)
	}
	clock = now
	if err := h.Deliver(t.Context()); err != nil || len(e.notices) != 1 || m["purge"] != 1 {
		t.Errorf("after ten seconds: %v, %+v", err, e.notices)
	}
}

// TestManyEvents: more than fit into one notice are told in several, all of them.
func TestManyEvents(t *testing.T) {
	events, e, m := journaltest.NewStore(), newEdge(t), marks{}
	h := newHook(t, e, events, m, func() time.Time { return now })
	for range 250 {
		happen(t, events, "pack.published", object{"slug": "moon"})
	}
	if err := h.Deliver(t.Context()); err != nil || len(e.notices) != 3 || m["purge"] != 250 {
		t.Errorf("%v: %d notices, mark %d", err, len(e.notices), m["purge"])
	}
}

func TestAddressesThatAreNotCalled(t *testing.T) {
	for _, address := range []string{"", "cdn.example", "ftp://cdn.example", "file:///etc/passwd", "http://user:secret@cdn.example", "http://", "://"} {
		_, err := purge.New(purge.Config{Address: address}, purge.Deps{})
		if !errors.Is(err, purge.ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{"http://169.254.169.254/latest", "http://[fe80::1]/", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/", "http://224.0.0.1/"} {
		events := journaltest.NewStore()
		happen(t, events, "pack.published", object{"slug": "moon"})
		h, err := purge.New(purge.Config{Address: address}, purge.Deps{Events: events, Marks: marks{}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }})
		if err == nil {
			err = h.Deliver(t.Context())
		}
		if err == nil || !strings.Contains(err.Error(), "is not called") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
