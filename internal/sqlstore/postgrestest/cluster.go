// Package postgrestest starts PostgreSQL for tests: a throw-away cluster on loopback, made by the
// system's own programs, that is gone when the process that started it is.
package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// ErrMissing says that this machine has no PostgreSQL (Debian: apt-get install postgresql).
var ErrMissing = errors.New("postgrestest: PostgreSQL is not installed")

// Variable names a running server, with the right to make databases, that tests use in place of one of
// their own.
const Variable = "HALLYU_TEST_POSTGRES_URL"

const (
	superuser = "hallyu"
	// Password stands in every URL. The server asks for none: tests look for it where it must not be.
	Password = "hush-hush"

	startTimeout = 30 * time.Second
	startTries   = 5
)

// initArgs make a cluster that sorts as people do: what needs the order of bytes must ask for it.
var initArgs = []string{
	"-U", superuser, "-A", "trust", "--no-sync", "--no-instructions", "-E", "UTF8",
	"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US",
}

// Cluster is a server of its own. Its methods may be called from many goroutines.
type Cluster struct {
	folder   string
	port     int
	settings []string
	programs programs

	mu    sync.Mutex
	guard *guard // nil while the server is stopped
}

// Start makes a cluster and starts it. settings, as name=value, are the server's: fsync is off unless
// they say otherwise, so that tests are quick. What survives the end of the server's process does not
// need it.
func Start(settings ...string) (*Cluster, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("/tmp", "hallyu-pg-") // short: a socket's path ends at 107 bytes
	if err != nil {
		return nil, err
	}
	c := &Cluster{folder: folder, programs: programs, settings: append([]string{"fsync=off", "max_connections=400"}, settings...)}
	err = c.make()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return c, nil
}

func (c *Cluster) make() error {
	err := c.programs.own(c.folder)
	if err != nil {
		return err
	}
	command := c.programs.command("initdb", append([]string{"-D", c.data()}, initArgs...)...)
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("postgrestest: initdb: %w\n%s", err, output)
	}
	return c.Resume()
}

// Folder is where the cluster lies.
func (c *Cluster) Folder() string { return c.folder }

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }

// Resume starts a server that was stopped, on the port that it had.
func (c *Cluster) Resume() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var err error
	for range startTries {
		port := c.port
		if port == 0 {
			port, err = freePort()
			if err != nil {
				return err
			}
		}
		c.guard, err = c.start(port)
		if err == nil {
			c.port = port
			return nil
		}
	}
	return err
}

func (c *Cluster) start(port int) (*guard, error) {
	args := []string{"-D", c.data(), "-k", c.folder, "-h", "127.0.0.1", "-p", strconv.Itoa(port)}
	for _, setting := range c.settings {
		args = append(args, "-c", setting)
	}
	_ = os.Remove(filepath.Join(c.data(), "postmaster.pid")) // of a server that was killed
	log, err := os.OpenFile(filepath.Join(c.folder, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	g, err := c.programs.guard(c.folder, log, args)
	if err != nil {
		return nil, err
	}
	err = g.await(c.data())
	if err != nil {
		g.end("QUIT")
		said, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w\n%s", err, said)
	}
	return g, nil
}

// Kill ends the server at once, as a power cut of its process would: nothing is finished.
func (c *Cluster) Kill() { c.stop("QUIT") }

// Halt ends the server in good order: connections are cut, transactions undone.
func (c *Cluster) Halt() { c.stop("INT") }

func (c *Cluster) stop(signal string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.guard != nil {
		c.guard.end(signal)
		c.guard = nil
	}
}

// Close ends the server and removes what it wrote.
func (c *Cluster) Close() error {
	c.Kill()
	return os.RemoveAll(c.folder)
}

// URL names a database of the cluster.
func (c *Cluster) URL(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, Password), Host: c.Address(), Path: "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Address is where the server listens.
func (c *Cluster) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)) }

func freePort() (int, error) {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// guard is the shell that ends the server when the pipe to it closes: on request, or because the
// process that held it is no more.
type guard struct {
	shell *exec.Cmd
	lease io.WriteCloser
	done  chan struct{} // closed when the shell has ended
}

// guardScript runs the server until a line, or the end, of its input. The line names a signal.
const guardScript = `
folder=$1; shift
exec 3<&0
"$@" 3<&- & server=$!
{
	read -r signal <&3 || touch "$folder/orphan"
	kill -s "${signal:-QUIT}" $server
} & listener=$!
wait $server
kill $listener 2>/dev/null
[ ! -e "$folder/orphan" ] || rm -rf "$folder"
`

// end sends the server a signal and waits for its end.
func (g *guard) end(signal string) {
	_, _ = io.WriteString(g.lease, signal+"\n")
	<-g.done
	_ = g.lease.Close()
}

// await waits until the server says that it is ready.
func (g *guard) await(data string) error {
	deadline := time.NewTimer(startTimeout)
	defer deadline.Stop()
	for tick := time.NewTicker(10 * time.Millisecond); ; {
		if ready(data) {
			tick.Stop()
			return nil
		}
		select {
		case <-tick.C:
		case <-g.done:
			return errors.New("postgrestest: the server ended")
		case <-deadline.C:
			return errors.New("postgrestest: the server does not become ready")
		}
	}
}
