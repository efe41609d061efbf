package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/pprof"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/demo"
)

type serveCommand struct {
	Demo bool `help:"Bring in the demo's packs, unless they are there."`
}

// Run serves until the process is told to end, then finishes what it has begun.
func (s serveCommand) Run(ctx context.Context, p *Process, c *config.Config, env config.Environment) error {
	defer runtime.KeepAlive(headroom())
	log := newLogger(p.Stderr, c)
	for _, warning := range env.Unknown(elsewhere...) {
		log.Warn(warning)
	}
	t, err := tie(ctx, c, log, p)
	if err != nil {
		return err
	}
	if c.LogFormat == "json" {
		t.server.LogRequests(p.Stderr)
	}
	return errors.Join(s.serve(ctx, t, p, c), t.close())
}

// serve answers until ctx is done. What goes on beside requests ends after the last of them.
func (s serveCommand) serve(ctx context.Context, t *tied, p *Process, c *config.Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	listeners, err := listen(ctx, t, c)
	if err != nil {
		return err
	}
	loops, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	failed := listeners.start(cancel)
	t.run(loops)
	err = s.openDoors(ctx, t, p, listeners.address())
	if err == nil {
		<-ctx.Done()
		t.drain(c.ShutdownGrace, time.After)
	}
	return errors.Join(unlessTold(ctx, err), listeners.stop(t.log), failed())
}

// unlessTold forgives a start that was broken off because the process was told to end.
func unlessTold(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// drain goes on answering for the grace, while readyz already says that no more requests should come:
// whoever spreads the load needs that long to notice.
func (t *tied) drain(grace time.Duration, after func(time.Duration) <-chan time.Time) {
	t.server.Drain()
	t.log.Info("draining", "grace", grace)
	<-after(grace)
}

// openDoors does what must be done before the store answers: the operator, the demo, the first
// snapshot.
func (s serveCommand) openDoors(ctx context.Context, t *tied, p *Process, address string) error {
	password, err := t.accounts.EnsureOperator(ctx)
	if err != nil {
		return err
	}
	if s.Demo {
		fmt.Fprintln(p.Stdout, "hallyu: bringing in the demo, unless it is there ...")
		err = demo.Seed(ctx, t.catalog, time.Now())
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	err = firstSnapshot(ctx, t)
	if err != nil {
		return err
	}
	t.server.Open()
	greet(p, address, password)
	return nil
}

// tightGC is the garbage collector's percentage while the first snapshot is made, which is when a large
// catalog needs most memory: with 100,000 packs 0.9 GB instead of 1.14 at 50, for a fifth more time.
const tightGC = 25

// firstSnapshot reads all that is published.
func firstSnapshot(ctx context.Context, t *tied) error {
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(tightGC))
	}
	err := t.taxes.Refresh(ctx) // before anybody orders
	if err != nil {
		return err
	}
	return t.publisher.Refresh(ctx)
}

// greet says where the store is.
func greet(p *Process, address, password string) {
	fmt.Fprintf(p.Stdout, "hallyu %s is open\n  store     http://%s/\n  contract  http://%s/docs\n", p.Version, address, address)
	if password == "" {
		return
	}
	fmt.Fprintf(p.Stdout, "  operator  %s, password %s\n            shown this once; `hallyu admin account reset-password %s` gives another\n",
		accounts.FirstOperator, password, accounts.FirstOperator)
}

// adminHandler serves what is for operators alone.
func adminHandler(t *tied) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(t.server.Metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
