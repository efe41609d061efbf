package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// counters count what the domain does, from outside: no package of the domain knows of metrics.
type counters struct {
	purchases *prometheus.CounterVec
	rejects   *prometheus.CounterVec
	decisions prometheus.Histogram
	webhooks  *prometheus.CounterVec
}

func newCounters() *counters {
	c := &counters{
		purchases: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hallyu_purchases_total",
			Help: "Orders that were changed, by the state that they came to, or by the code of the fault that refused it.",
		}, []string{"result"}),
		rejects: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hallyu_decode_rejects_total", Help: "Uploads that are no pictures of ours, by the code of the fault.",
		}, []string{"reason"}),
		decisions: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hallyu_review_first_decision_seconds", Help: "From a submission to the first decision about it.",
			Buckets: []float64{3600, 4 * 3600, 12 * 3600, 24 * 3600, 48 * 3600, 72 * 3600, 168 * 3600},
		}),
		webhooks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hallyu_webhook_attempts_total",
			Help: "Attempts to deliver events to webhooks, by what came of them: delivered, http_ and a status, or why there was no answer.",
		}, []string{"result"}),
	}
	c.webhooks.WithLabelValues("delivered")
	for _, state := range []purchases.OrderState{purchases.Reserved, purchases.Fulfilled, purchases.RefundDue, purchases.Refunded} {
		c.purchases.WithLabelValues(string(state)) // so that a rate can be told from the first on
	}
	c.rejects.WithLabelValues(assets.ErrImageTruncated.Code())
	return c
}

// codeOf is the fault's code, or "failed" for what is none.
func codeOf(err error) string {
	if f := fault.As(err); f != nil {
		return f.Code()
	}
	return "failed"
}

// countedPurchases counts what becomes of orders.
type countedPurchases struct {
	purchases.Store
	total *prometheus.CounterVec
}

// Transact implements purchases.Store.
func (s countedPurchases) Transact(ctx context.Context, scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	var last *purchases.Order
	err := s.Store.Transact(ctx, scope, func(state purchases.State) (purchases.Changes, error) {
		changes, err := decide(state)
		last = changes.Order
		return changes, err
	})
	switch {
	case err != nil && ctx.Err() == nil:
		s.total.WithLabelValues(codeOf(err)).Inc()
	case err == nil && last != nil:
		s.total.WithLabelValues(string(last.State)).Inc()
	}
	return err
}

// Look implements purchases.Store.
func (s countedPurchases) Look(ctx context.Context, scope purchases.Scope, judge func(purchases.State) error) error {
	err := s.Store.Look(ctx, scope, judge)
	if err != nil && ctx.Err() == nil {
		s.total.WithLabelValues(codeOf(err)).Inc()
	}
	return err
}

// countedDeriver counts uploads that are refused.
type countedDeriver struct {
	assets.Deriver
	rejects *prometheus.CounterVec
}

// Derive implements assets.Deriver.
func (d countedDeriver) Derive(ctx context.Context, data []byte) (assets.Derived, error) {
	derived, err := d.Deriver.Derive(ctx, data)
	if f := fault.As(err); f != nil {
		d.rejects.WithLabelValues(f.Code()).Inc()
	}
	return derived, err
}

// countedCatalog tells how long submissions wait for their first decision.
type countedCatalog struct {
	catalog.Store
	decisions prometheus.Histogram
}

// Commit implements catalog.Store.
func (s countedCatalog) Commit(ctx context.Context, change catalog.Change) error {
	err := s.Store.Commit(ctx, change)
	if r := change.Release; err == nil && change.Step != nil && !r.Decided.IsZero() && r.Decided.Equal(change.Step.At) {
		s.decisions.Observe(r.Decided.Sub(r.At).Seconds())
	}
	return err
}
