package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.yaml.in/yaml/v3"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/assets/cache"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/purchases"
)

// quiet is a store in a folder of its own that tells nobody what it does.
func quiet(t *testing.T) *tied {
	t.Helper()
	store, err := tie(t.Context(), &config.Config{Data: t.TempDir(), DefaultRegion: "KR", CacheMemory: 1 << 20}, slog.New(slog.DiscardHandler), &Process{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

func ask(t *testing.T, store *tied, path string) *httptest.ResponseRecorder {
	t.Helper()
	reply := httptest.NewRecorder()
	store.server.ServeHTTP(reply, httptest.NewRequest(http.MethodGet, path, nil))
	return reply
}

// exposed are the names of all metrics, as a scrape finds them.
func exposed(t *testing.T) map[string]bool {
	t.Helper()
	store := quiet(t)
	ask(t, store, "/livez")
	families, err := store.server.Metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{"up": true} // Prometheus' own
	for _, family := range families {
		names[family.GetName()] = true
		if family.GetType().String() == "HISTOGRAM" {
			for _, part := range []string{"_bucket", "_count", "_sum"} {
				names[family.GetName()+part] = true
			}
		}
	}
	return names
}

// metricName finds names of metrics in an expression, in which labels are in braces and brackets.
var (
	metricName = regexp.MustCompile(`\b(?:hallyu|http_server|db_client|process|go)_[a-z_]+\b`)
	labelPart  = regexp.MustCompile(`\{[^}]*\}|by \([^)]*\)`)
)

func namesIn(expression string) []string {
	return metricName.FindAllString(labelPart.ReplaceAllString(expression, ""), -1)
}

func deployFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAlertsAskForMetricsThatThereAre(t *testing.T) {
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(deployFile(t, "alerts.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	names := exposed(t)
	for _, rule := range file.Groups[0].Rules {
		found := namesIn(rule.Expr)
		if len(found) == 0 && !strings.HasPrefix(rule.Expr, "up{") || rule.Annotations["summary"] == "" {
			t.Errorf("%s asks for nothing, or says nothing: %s", rule.Alert, rule.Expr)
		}
		for _, name := range found {
			if !names[name] {
				t.Errorf("%s asks for %s, which is not exposed", rule.Alert, name)
			}
		}
	}
}

func TestDashboardShowsMetricsThatThereAre(t *testing.T) {
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(deployFile(t, "grafana.json"), &board); err != nil || len(board.Panels) == 0 {
		t.Fatal(len(board.Panels), err)
	}
	names := exposed(t)
	for _, panel := range board.Panels {
		for _, target := range panel.Targets {
			found := namesIn(target.Expr)
			if len(found) == 0 {
				t.Errorf("%s shows nothing: %s", panel.Title, target.Expr)
			}
			for _, name := range found {
				if !names[name] {
					t.Errorf("%s shows %s, which is not exposed", panel.Title, name)
				}
			}
		}
	}
}

func operatorsGuide(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "operators.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestOperatorsGuideKnowsEveryMetric(t *testing.T) {
	guide, names := operatorsGuide(t), exposed(t)
	for name := range names {
		ours := strings.HasPrefix(name, "hallyu_") || strings.HasPrefix(name, "db_")
		if ours && !names[histogramOf(name)] && !strings.Contains(guide, "`"+name) {
			t.Errorf("docs/operators.md does not name %s", name)
		}
	}
}

// histogramOf is the histogram that a name would be a part of.
func histogramOf(name string) string {
	for _, part := range []string{"_bucket", "_count", "_sum"} {
		if whole, found := strings.CutSuffix(name, part); found {
			return whole
		}
	}
	return ""
}

func TestOperatorsGuideKnowsEverySetting(t *testing.T) {
	guide := operatorsGuide(t)
	for _, name := range config.Variables() {
		if !strings.Contains(guide, "`"+name+"`") {
			t.Errorf("docs/operators.md does not name %s", name)
		}
	}
}

func TestHealthBeforeAndAfterTheDoorsOpen(t *testing.T) {
	store := quiet(t)
	for _, path := range []string{"/readyz", "/startupz"} {
		if reply := ask(t, store, path); reply.Code != http.StatusServiceUnavailable {
			t.Errorf("%s before: %d", path, reply.Code)
		}
	}
	if err := store.publisher.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	store.server.Open()
	reply := ask(t, store, "/readyz?verbose")
	want := "ok\ndoors: open\ndatabase: ok\nassets: ok\ncatalog: ok (revision "
	if reply.Code != http.StatusOK || !strings.HasPrefix(reply.Body.String(), want) {
		t.Errorf("%d %s", reply.Code, reply.Body)
	}
	store.server.Drain()
	reply = ask(t, store, "/readyz?verbose")
	if reply.Code != http.StatusServiceUnavailable || !strings.Contains(reply.Body.String(), "doors: draining") {
		t.Errorf("%d %s", reply.Code, reply.Body)
	}
	if reply := ask(t, store, "/startupz"); reply.Code != http.StatusOK {
		t.Errorf("/startupz while draining: %d", reply.Code)
	}
}

// What is degraded is told of, and closes no door.
func TestStaleCatalogIsDegraded(t *testing.T) {
	store := quiet(t)
	store.server.Open()
	reply := ask(t, store, "/readyz?verbose")
	if reply.Code != http.StatusOK || !strings.Contains(reply.Body.String(), "catalog: failing") {
		t.Errorf("a catalog that was never read: %d %s", reply.Code, reply.Body)
	}
}

// The caches before a bucket are told of by tier, and so is the bucket.
func TestAssetsAreCounted(t *testing.T) {
	bucket := newFiles(assetstest.NewStore(), func(context.Context) error { return nil }, func() error { return nil })
	f := bucket.behindCopies(&config.Config{Data: t.TempDir(), CacheDisk: 1 << 20}, slog.New(slog.DiscardHandler))
	defer f.close()
	f.tiers["disk"].(*cache.Folder).Keep(t.Context(), assets.Public, pictureName, picture)
	for range 3 {
		if _, err := assets.ReadAll(t.Context(), f, assets.Public, pictureName); err != nil {
			t.Fatal(err)
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(f)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			name := family.GetName()
			for _, label := range metric.GetLabel() {
				name += " " + label.GetValue()
			}
			got[name] = metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
		}
	}
	want := map[string]float64{
		"hallyu_assets_cache_reads_total hit disk": 3, "hallyu_assets_cache_reads_total miss disk": 0,
		"hallyu_assets_cache_evictions_total disk": 0, "hallyu_assets_cache_bytes disk": float64(len(picture)),
		"hallyu_assets_storage_failures_total": 0, "hallyu_assets_storage_away": 0,
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

var (
	picture     = []byte("a picture")
	pictureName = assets.NameOf(picture, assets.PNG)
)

// placing is a store of purchases that commits whatever is decided.
type placing struct{ purchases.Store }

func (placing) Transact(_ context.Context, _ purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	_, err := decide(purchases.State{})
	return err
}

func TestPurchasesAreCounted(t *testing.T) {
	c := newCounters()
	counted := countedPurchases{placing{}, c.purchases}
	for _, decide := range []func(purchases.State) (purchases.Changes, error){
		func(purchases.State) (purchases.Changes, error) {
			return purchases.Changes{Order: &purchases.Order{State: purchases.Fulfilled}}, nil
		},
		func(purchases.State) (purchases.Changes, error) { return purchases.Changes{}, nil }, // a replay
		func(purchases.State) (purchases.Changes, error) {
			return purchases.Changes{}, purchases.ErrOrderNotFound.With("order", "ord_1")
		},
		func(purchases.State) (purchases.Changes, error) { return purchases.Changes{}, errStale },
	} {
		_ = counted.Transact(t.Context(), purchases.Scope{}, decide)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(c.purchases)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, metric := range families[0].GetMetric() {
		got[metric.GetLabel()[0].GetValue()] = metric.GetCounter().GetValue()
	}
	for result, want := range map[string]float64{"fulfilled": 1, "order-not-found": 1, "failed": 1, "reserved": 0} {
		if got[result] != want {
			t.Errorf("%s: %v, want %v", result, got[result], want)
		}
	}
}
