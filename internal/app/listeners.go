package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/corked"
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
	l.sockets = append(l.sockets, corked.Listener{Listener: socket})
	l.servers = append(l.servers, &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes, ConnContext: corked.Context,
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

// stop takes no more connections and lets requests under way finish. What has not finished within
// shutdownTimeout is cut off: that is told, and no failure of the program.
func (l *listeners) stop(log *slog.Logger) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	var errs []error
	for _, server := range l.servers {
		err := server.Shutdown(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			log.Warn("requests were cut off", "after", shutdownTimeout)
			err = server.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
