package app

import (
	"github.com/prometheus/client_golang/prometheus"
)

// What the caches of assets have done. A tier is memory, or disk before a bucket.
var (
	descCacheReads     = describe("hallyu_assets_cache_reads_total", "Reads of assets, by whether the tier had them.", "tier", "result")
	descCacheEvictions = describe("hallyu_assets_cache_evictions_total", "Copies that went for their room.", "tier")
	descCacheBytes     = describe("hallyu_assets_cache_bytes", "What the tier holds.", "tier")
	descStorageFailed  = describe("hallyu_assets_storage_failures_total", "Calls of the bucket that failed, or were answered too late.")
	descStorageAway    = describe("hallyu_assets_storage_away", "1 while the bucket counts as away: copies are given, the rest is refused at once.")
)

// Describe implements prometheus.Collector: by saying nothing, it may collect anything.
func (*files) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (f *files) Collect(out chan<- prometheus.Metric) {
	for name, tier := range f.tiers {
		figures := tier.Figures()
		count(out, descCacheReads, figures.Hits, name, "hit")
		count(out, descCacheReads, figures.Misses, name, "miss")
		count(out, descCacheEvictions, figures.Evictions, name)
		tell(out, descCacheBytes, float64(figures.Bytes), name)
	}
	failures, away := int64(0), false
	if f.remote != nil {
		failures, away = f.remote.Health()
	}
	count(out, descStorageFailed, failures)
	tell(out, descStorageAway, oneIf(away))
}

func count(out chan<- prometheus.Metric, what *prometheus.Desc, n int64, labels ...string) {
	out <- prometheus.MustNewConstMetric(what, prometheus.CounterValue, float64(n), labels...)
}
