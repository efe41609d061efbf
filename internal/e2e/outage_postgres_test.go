package e2e

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// TestOutageOfPostgreSQL kills the database beneath a store that serves. Visitors notice nothing;
// buyers are told to come again; when it is back, so is everything, without a restart.
func TestOutageOfPostgreSQL(t *testing.T) {
	cluster := sqlstoretest.Cluster(t)
	t.Setenv("HALLYU_DATABASE_URL", cluster.URL("postgres"))
	s := serve(t, t.TempDir(), "--demo")
	buyer := s.client(s.app(t, "orders:write", "orders:read"))
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	packs, err := buyer.Packs(t.Context(), "KR", "ko", nil, "")
	if err != nil || len(packs.Items) < 2 {
		t.Fatal(packs.Items, err)
	}
	buy := func(key string) error {
		_, err := buyer.PlaceOrder(t.Context(), "fan", key, api.NewOrder{
			Pack: packs.Items[0].ID, Region: "KR", PayWith: api.PayWith{Provider: "external"},
		})
		return err
	}
	if err := buy("before"); err != nil {
		t.Fatal(err)
	}
	cluster.Kill()
	begin := time.Now()
	refused := problem(t, buy("during"), "store-unavailable")
	if took := time.Since(begin); took > 5*time.Second || refused.Status != http.StatusServiceUnavailable {
		t.Errorf("status %d after %v", refused.Status, took)
	}
	s.expect(t, "/v1/storefronts/KR/ko/packs", http.StatusOK)
	s.expect(t, "/v1/storefronts/KR/ko/packs/"+packs.Items[0].ID, http.StatusOK)
	s.expect(t, "/KR/ko", http.StatusOK)
	if err := cluster.Resume(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	eventually(t, "orders", deadline, func() bool { return buy("during") == nil })
	eventually(t, "staff", deadline, func() bool { // other connections may be found dead later
		_, err = operator.StopPack(t.Context(), packs.Items[1].ID)
		return err == nil
	})
	eventually(t, "the catalog follows", deadline, func() bool {
		now, err := buyer.Packs(t.Context(), "KR", "ko", nil, "")
		return err == nil && len(now.Items) == len(packs.Items)-1
	})
	s.expect(t, "/readyz", http.StatusOK)
}

// expect fetches an address.
func (s *server) expect(t *testing.T, path string, status int) {
	t.Helper()
	reply, err := http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != status {
		t.Errorf("%s: %s, want %d", path, strconv.Itoa(reply.StatusCode), status)
	}
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, deadline time.Time, so func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		if time.Now().After(deadline) {
			t.Fatal("too late:", what)
		}
		<-tick.C
	}
}
