package app

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/journal"
)

// TestFirstDecisionIsTimed: the first decision about a release is timed once, submissions and later decisions are not.
func TestFirstDecisionIsTimed(t *testing.T) {
	c := newCounters()
	registry := prometheus.NewRegistry()
	registry.MustRegister(c.decisions)
	store := countedCatalog{catalogtest.NewStore(), c.decisions}
	creator := catalogtest.Creator("moon")
	d := catalogtest.Draft("moon", creator, 1)
	at := catalogtest.At
	r := catalog.Release{Pack: d.Pack.ID, Number: 1, State: catalog.ReleaseSubmitted, At: at, Waiting: at}
	err := store.SaveCreator(t.Context(), creator, journal.Record{})
	for i, decided := range []time.Time{{}, at.Add(2 * time.Hour), at.Add(2 * time.Hour)} {
		r.Decided = decided
		step := catalog.ReviewStep{Pack: r.Pack, Number: i + 1, Release: 1, At: at.Add(time.Duration(2*i) * time.Hour)}
		if err == nil {
			err = store.Commit(t.Context(), catalog.Change{Pack: d.Pack, Release: &r, Step: &step})
		}
		d.Pack.Version++
	}
	if err != nil {
		t.Fatal(err)
	}
	families, err := registry.Gather()
	if err != nil || len(families) != 1 {
		t.Fatalf("%v: %v", err, families)
	}
	if h := families[0].Metric[0].Histogram; h.GetSampleCount() != 1 || h.GetSampleSum() != 7200 {
		t.Errorf("timed %d, %v s", h.GetSampleCount(), h.GetSampleSum())
	}
}
