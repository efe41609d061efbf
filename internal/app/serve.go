package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/demo"
)

// Limits of the listeners.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 2 * time.Minute
	writeTimeout      = 10 * time.Minute
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	shutdownTimeout   = 20 * time.Second
)

type serveCommand struct {
	Demo bool `help:"Bring in the demo's packs, unless they are there."`
}

// Run serves until the process is told to end, then finishes what it has begun.
func (s serveCommand) Run(ctx context.Context, p *Process, c *config.Config, env config.Environment) error {
	log := newLogger(p.Stderr, c)
	for _, warning := range env.Unknown(elsewhere...) {
		log.Warn(warning)
	}
	t, err := tie(ctx, c, log, p.Version)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	err = s.serve(ctx, cancel, t, p, c)
	cancel()
	return errors.Join(err, t.close())
}

func (s serveCommand) serve(ctx context.Context, cancel context.CancelFunc, t *tied, p *Process, c *config.Config) error {
	listeners, err := listen(ctx, t, c)
	if err != nil {
		return err
	}
	failed := listeners.start(cancel)
	t.run(ctx)
	err = s.openDoors(ctx, t, p, listeners.address())
	if err == nil {
		<-ctx.Done()
	}
	t.server.Drain()
	return errors.Join(err, listeners.stop(), failed())
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
	err = t.publisher.Refresh(ctx)
	if err != nil {
		return err
	}
	t.server.Open()
	greet(p, address, password)
	return nil
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

// listeners are the servers of one process: the store's, and the operator's if there is one.
type listeners struct {
	servers []*http.Server
	sockets []net.Listener
	errs    chan error
}

func listen(ctx context.Context, t *tied, c *config.Config) (*listeners, error) {
	l := &listeners{errs: make(chan error, 2)}
	err := l.add(ctx, c.Addr, t.server)
	if err == nil && c.AdminAddr != "" {
		err = l.add(ctx, c.AdminAddr, adminHandler(t))
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

func (l *listeners) add(ctx context.Context, address string, handler http.Handler) error {
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	l.sockets = append(l.sockets, socket)
	l.servers = append(l.servers, &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	})
	return nil
}

func (l *listeners) close() error {
	var errs []error
	for _, socket := range l.sockets {
		errs = append(errs, socket.Close())
	}
	return errors.Join(errs...)
}

// address is where the store listens.
func (l *listeners) address() string { return l.sockets[0].Addr().String() }

// start serves on every socket. A server that fails ends the program by cancel; the function returned
// says why, once all have ended.
func (l *listeners) start(cancel context.CancelFunc) func() error {
	for i, server := range l.servers {
		go func() {
			err := server.Serve(l.sockets[i])
			cancel()
			l.errs <- err
		}()
	}
	return func() error {
		var errs []error
		for range l.servers {
			if err := <-l.errs; !errors.Is(err, http.ErrServerClosed) {
				errs = append(errs, err)
			}
		}
		return errors.Join(errs...)
	}
}

// stop lets requests under way finish.
func (l *listeners) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	var errs []error
	for _, server := range l.servers {
		errs = append(errs, server.Shutdown(ctx))
	}
	return errors.Join(errs...)
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
