// Package e2e drives the whole program as its users do: the command line, the HTTP API through
// package api's Client, real clients from npm, and pages in a real browser.
package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/app"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// server is a running store in a folder of its own.
type server struct {
	URL  string
	Data string
	env  []string
	stop func()
	http *http.Client
}

// seeded makes, once for all tests, a folder in which the demo has been brought in, and returns a copy
// of it.
func seeded(t testing.TB) string {
	t.Helper()
	if onServers {
		return seededOnServers(t)
	}
	template, err := seedOnce()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	err = os.CopyFS(folder, os.DirFS(template))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// shared is the folder that tests copy; "" until one needs it.
var shared string

var seedOnce = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "hallyu-e2e-")
	if err != nil {
		return "", err
	}
	shared = folder
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- runBinary(ctx, &servertest.Output{Open: address}, os.Environ(), folder, "--demo") }()
	select {
	case <-address:
		cancel()
		return folder, <-ended
	case err := <-ended:
		return folder, err
	}
})

// program is hallyu as its users run it, built once for all tests.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "hallyu-bin-")
	if err != nil {
		return "", err
	}
	built = folder
	path := filepath.Join(folder, "hallyu")
	build := exec.Command("go", "build", "-o", path, "../../cmd/hallyu")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// built is the folder of the binary; "" until one test needs it.
var built string

// serveArguments make a store serve on a free port.
func serveArguments(data string, args ...string) []string {
	return append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data, "--log-level", "warn"}, args...)
}

// runBinary serves in a process of its own until ctx is done.
func runBinary(ctx context.Context, printed *servertest.Output, env []string, data string, args ...string) error {
	path, err := program()
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, path, serveArguments(data, args...)...)
	command.Stdout, command.Stderr, command.Env = printed, printed, env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	err = command.Run()
	if ctx.Err() != nil && command.ProcessState.ExitCode() == 0 {
		return nil
	}
	return err
}

// run serves on a free port until ctx is done.
func run(ctx context.Context, printed *servertest.Output, env []string, data string, args ...string) error {
	return app.Run(ctx, app.Process{
		Args: serveArguments(data, args...), Env: env, Stdout: printed, Stderr: printed, Version: "test",
	})
}

// TestMain removes what the tests shared.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, folder := range []string{shared, built} {
		if folder != "" {
			_ = os.RemoveAll(folder)
		}
	}
	os.Exit(code)
}

// serve starts a store on the folder, in this process, and waits until it is open.
func serve(t testing.TB, data string, args ...string) *server {
	t.Helper()
	return start(t, data, run, args...)
}

// serveBinary does the same in a process of its own, with the binary that users run.
func serveBinary(t testing.TB, data string, args ...string) *server {
	t.Helper()
	return start(t, data, runBinary, args...)
}

type runner func(ctx context.Context, printed *servertest.Output, env []string, data string, args ...string) error

func start(t testing.TB, data string, run runner, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	address := make(chan string, 1)
	printed, ended := &servertest.Output{Open: address}, make(chan error, 1)
	env := environment(t, data)
	go func() { ended <- run(ctx, printed, env, data, args...) }()
	s := &server{Data: data, env: env, http: &http.Client{Timeout: time.Minute, CheckRedirect: stay}}
	s.stop = sync.OnceFunc(func() {
		cancel()
		err := <-ended
		if err != nil {
			t.Errorf("the store ended badly: %v\n%s", err, printed)
		}
	})
	select {
	case s.URL = <-address:
	case err := <-ended:
		ended <- nil
		t.Fatalf("the store did not start: %v\n%s", err, printed)
	}
	t.Cleanup(s.stop)
	s.http.Transport = held(t, s)
	return s
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// client speaks to the store with a key; every reply is held to the contract.
func (s *server) client(key string) *api.Client {
	return &api.Client{URL: s.URL, Key: key, HTTP: s.http}
}

// run runs a command on the store's folder and returns what it printed.
func (s *server) run(t testing.TB, args ...string) (string, error) {
	t.Helper()
	var out, errs servertest.Output
	err := app.Run(t.Context(), app.Process{
		Args: append(args, "--data", s.Data), Env: s.env, Stdout: &out, Stderr: &errs, Version: "test",
	})
	return out.String(), err
}

// json runs a command with --json and reads its report.
func (s *server) json(t testing.TB, report any, args ...string) {
	t.Helper()
	out, err := s.run(t, append(args, "--json")...)
	if err != nil {
		t.Fatalf("hallyu %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	err = json.Unmarshal([]byte(out), report)
	if err != nil {
		t.Fatalf("hallyu %s printed no JSON: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// app registers a chat app and returns its key.
func (s *server) app(t testing.TB, scopes ...string) string {
	t.Helper()
	args := []string{"admin", "app", "create", "a chat app"}
	for _, scope := range scopes {
		args = append(args, "--scope", scope)
	}
	var report struct{ Key string }
	s.json(t, &report, args...)
	return report.Key
}

// staff makes an account and returns its key.
func (s *server) staff(t testing.TB, email string, roles ...string) string {
	t.Helper()
	args := []string{"admin", "account", "create", email}
	for _, role := range roles {
		args = append(args, "--role", role)
	}
	var report struct{ Key string }
	s.json(t, &report, args...)
	return report.Key
}

// problem returns the problem that err is, and fails the test where it is none of that code.
func problem(t *testing.T, err error, code string) *api.Problem {
	t.Helper()
	var p *api.Problem
	if !errors.As(err, &p) || p.Code() != code {
		t.Fatalf("got %v, want the problem %s", err, code)
	}
	return p
}
