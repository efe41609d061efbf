package app

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// The store's own figures, besides those of HTTP requests. Names of things that OpenTelemetry's
// semantic conventions know are theirs, as Prometheus spells them.
var (
	descBuildInfo   = describe("hallyu_build_info", "Always 1; what runs is in the labels.", "version", "go_version")
	descPacks       = describe("hallyu_catalog_packs", "Packs that were ever published.")
	descSequence    = describe("hallyu_catalog_sequence", "Publications that this replica has seen.")
	descLookedAt    = describe("hallyu_catalog_looked_timestamp_seconds", "When the catalog was last looked at with success.")
	descEvents      = describe("hallyu_events_sequence", "Events that were recorded.")
	descDeliveries  = describe("hallyu_webhook_deliveries_waiting", "Deliveries to webhooks that wait for another attempt.")
	descUntold      = describe("hallyu_payments_unacknowledged", "Payments whose provider was not told yet what was given for them.")
	descToldBy      = describe("hallyu_payments_acknowledge_by_timestamp_seconds", "When the first of their providers gives the money back; 0 is none.")
	descReviews     = describe("hallyu_reviews_waiting", "Releases that wait for a reviewer's decision.")
	descReviewAt    = describe("hallyu_reviews_oldest_timestamp_seconds", "Since when the longest of them waits; 0 is none.")
	descBackupAt    = describe("hallyu_backup_last_success_timestamp_seconds", "When the last backup was made; 0 is never.")
	descFindings    = describe("hallyu_locale_findings", "What is wrong with the locale files in force.", "severity")
	descImbalanced  = describe("hallyu_ledger_imbalance", "Transfers of the ledger that do not sum to zero: must be 0.")
	descAuditedAt   = describe("hallyu_ledger_checked_timestamp_seconds", "When the ledger was last added up; 0 is not yet.")
	descCheckOK     = describe("hallyu_check_ok", "1 while the check of /readyz?verbose is fine.", "check")
	descGitFetched  = describe("hallyu_git_fetch_last_success_timestamp_seconds", "When the repository of the locale files was last fetched; 0 is never.")
	descGitPushed   = describe("hallyu_git_push_last_success_timestamp_seconds", "When words were last pushed there; 0 is never.")
	descGitFailures = describe("hallyu_git_failures_total", "Times that git refused.", "step")
	descConnections = describe("db_client_connection_count", "Connections to the database.",
		"db_client_connection_pool_name", "db_client_connection_state")
	descConnectionsMax = describe("db_client_connection_max", "Connections that the pool may open; 0 is any number.",
		"db_client_connection_pool_name")
	descConnectionWaits = prometheus.NewDesc("hallyu_db_connection_waits_total", "Times that someone waited for a connection.",
		[]string{"db_client_connection_pool_name"}, nil)
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

// figures is what a scrape reads of the store. What cannot be read at the moment is left out.
type figures struct {
	t       *tied
	version string
}

// Describe implements prometheus.Collector: by saying nothing, it may collect anything.
func (figures) Describe(chan<- *prometheus.Desc) {}

// scrapeTimeout bounds what a scrape asks of the database.
const scrapeTimeout = time.Second

// Collect implements prometheus.Collector.
func (f figures) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	snapshot := f.t.publisher.Current()
	tell(out, descBuildInfo, 1, f.version, runtime.Version())
	tell(out, descPacks, float64(snapshot.PackCount()))
	tell(out, descSequence, float64(snapshot.Sequence()))
	tell(out, descLookedAt, seconds(f.t.looked.last()))
	tell(out, descImbalanced, float64(f.t.audit.wrong.Load()))
	tell(out, descAuditedAt, float64(f.t.audit.at.Load()))
	for severity, n := range f.t.localeFindings() {
		tell(out, descFindings, float64(n), string(severity))
	}
	gitFigures(out, f.t.tree)
	for name, pool := range f.t.db.Pools() {
		tellPool(out, name, pool)
	}
	if read, err := f.t.db.Figures(ctx); err == nil {
		tell(out, descEvents, float64(read.Events))
		tell(out, descReviews, float64(read.Reviews))
		tell(out, descDeliveries, float64(read.Deliveries))
		tell(out, descReviewAt, seconds(read.Oldest))
		tell(out, descUntold, float64(read.Unacknowledged))
		tell(out, descToldBy, seconds(read.AcknowledgeBy))
		tell(out, descBackupAt, seconds(read.LastBackup))
	}
	for _, check := range f.t.checks() {
		tell(out, descCheckOK, oneIf(check.OK(ctx)), check.Name)
	}
}

func tellPool(out chan<- prometheus.Metric, name string, pool sqlstore.Pool) {
	tell(out, descConnections, float64(pool.Used), name, "used")
	tell(out, descConnections, float64(pool.Idle), name, "idle")
	tell(out, descConnectionsMax, float64(pool.Max), name)
	count(out, descConnectionWaits, pool.Waits, name)
}

func tell(out chan<- prometheus.Metric, what *prometheus.Desc, value float64, labels ...string) {
	out <- prometheus.MustNewConstMetric(what, prometheus.GaugeValue, value, labels...)
}

// seconds is Unix time in seconds; the zero time is 0.
func seconds(at time.Time) float64 {
	if at.IsZero() || at.UnixNano() == 0 {
		return 0
	}
	return float64(at.UnixMilli()) / 1000
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// audit is what came of adding up the ledger last.
type audit struct {
	wrong atomic.Int64
	at    atomic.Int64 // Unix time in seconds
}

// auditEvery is how often the whole ledger is added up; the first time at the start.
const auditEvery = 15 * time.Minute

// addUp makes sure, over and over, that the books balance. That they do not is a defect, and somebody
// must look.
func (t *tied) addUp(ctx context.Context) error {
	for tick := time.Tick(auditEvery); ; {
		wrong, err := t.purchases.Imbalance(ctx)
		switch {
		case err == nil:
			t.audit.wrong.Store(int64(len(wrong)))
			t.audit.at.Store(time.Now().Unix())
		case ctx.Err() == nil:
			t.log.Error("ledger not added up", "error", err)
		}
		if len(wrong) > 0 {
			t.log.Error("the ledger does not balance", "transfers", len(wrong), "first", wrong[0].Transfer)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
	}
}
