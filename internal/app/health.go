package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/config"
)

type healthCommand struct{}

// healthTimeout is how long the server may take to say how it is.
const healthTimeout = 3 * time.Second

// Run asks the server on this machine whether it is ready, and prints what it says: for containers,
// which have no other program to ask with.
func (healthCommand) Run(ctx context.Context, p *Process, c *config.Config) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return usageError{err}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz?verbose", nil)
	if err != nil {
		return usageError{err}
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %w", remote.ErrUnreachable, err)
	}
	defer reply.Body.Close()
	_, err = io.Copy(p.Stdout, io.LimitReader(reply.Body, 64<<10))
	if err == nil && reply.StatusCode != http.StatusOK {
		err = fmt.Errorf("%w: %s", remote.ErrUnreachable, reply.Status)
	}
	return err
}
