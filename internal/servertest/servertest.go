// Package servertest starts real servers for tests, on loopback and in folders that are thrown away.
package servertest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// patience is how long a server may take to answer for the first time.
const patience = 30 * time.Second

// Find returns the path of a binary that .ci/setup puts into .tools/bin. Without it the test is skipped,
// or fails where CI is set.
func Find(t testing.TB, name string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		path := filepath.Join(folder, ".tools", "bin", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: run .ci/setup", name)
	}
	t.Skipf("%s is missing: run .ci/setup", name)
	return ""
}

// Program is a server to start.
type Program struct {
	Command func(folder, host, port string) []string // may write below folder
	Env     []string                                 // besides that of this process
	Health  string                                   // a path that it answers once it is up
}

// untilWeEnd runs a program until its standard input ends, which happens when the process that holds
// the other end is gone, and then removes its folder.
const untilWeEnd = `folder=$1; shift; "$@" >"$folder/log" 2>&1 & cat >/dev/null; kill -9 $!; rm -rf "$folder"`

// lifelines are the servers' standard inputs. They are closed by the end of this process, however it ends.
var lifelines []io.Closer

// Start starts a server that ends with this process, and returns its URL once it answers. Callers start
// one after the other.
func Start(p Program) (string, error) {
	folder, err := os.MkdirTemp("", "hallyu-test-")
	if err != nil {
		return "", err
	}
	host, port, err := freeAddress()
	if err != nil {
		return "", err
	}
	run := exec.Command("sh", append([]string{"-c", untilWeEnd, "sh", folder}, p.Command(folder, host, port)...)...)
	run.Env = append(os.Environ(), p.Env...)
	lifeline, err := run.StdinPipe()
	if err != nil {
		return "", err
	}
	lifelines = append(lifelines, lifeline)
	if err := run.Start(); err != nil {
		return "", err
	}
	url := "http://" + net.JoinHostPort(host, port)
	return url, answers(url+p.Health, filepath.Join(folder, "log"))
}

func freeAddress() (host, port string, err error) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	host, port, err = net.SplitHostPort(socket.Addr().String())
	if err != nil {
		return "", "", err
	}
	return host, port, socket.Close()
}

// answers waits until a GET of url is answered.
func answers(url, log string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			return response.Body.Close()
		}
		select {
		case <-ctx.Done():
			said, _ := os.ReadFile(log)
			return fmt.Errorf("%s does not answer: %w\n%s", url, err, said)
		case <-tick.C:
		}
	}
}
