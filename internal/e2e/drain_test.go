package e2e

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/servertest"
)

// process is a store in a process of its own that the test sends signals to.
type process struct {
	command *exec.Cmd
	printed *servertest.Output
	url     string
	ended   chan error
}

func spawn(t *testing.T, args ...string) *process {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	p := &process{printed: &servertest.Output{Open: address}, ended: make(chan error, 1)}
	p.command = exec.Command(path, serveArguments(t.TempDir(), args...)...)
	p.command.Stdout, p.command.Stderr = p.printed, p.printed
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.command.Wait() }()
	select {
	case p.url = <-address:
	case err := <-p.ended:
		t.Fatalf("the store did not start: %v\n%s", err, p.printed)
	}
	t.Cleanup(func() { _ = p.command.Process.Kill() })
	return p
}

func (p *process) tell(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// end waits for the process and returns how it ended.
func (p *process) end(t *testing.T) error {
	t.Helper()
	select {
	case err := <-p.ended:
		return err
	case <-time.After(30 * time.Second):
		t.Fatalf("it did not end:\n%s", p.printed)
		return nil
	}
}

// drained waits until readyz asks for no more requests, and returns that reply.
func (p *process) drained(t *testing.T) *http.Response {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		reply, err := http.Get(p.url + "/readyz")
		if err != nil {
			t.Fatalf("no longer answered: %v\n%s", err, p.printed)
		}
		reply.Body.Close()
		if reply.StatusCode == http.StatusServiceUnavailable {
			return reply
		}
	}
	t.Fatal("readyz never said 503")
	return nil
}

// upload is a request whose body the test has sent a part of.
type upload struct {
	net.Conn
	rest string
}

func (p *process) beginUpload(t *testing.T) upload {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	const body = `{"locale":"en","messages":[{"id":"problem.not-ready.title"}]}`
	_, err = fmt.Fprintf(conn, "POST /v1/strings/store/production/render HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	if err != nil {
		t.Fatal(err)
	}
	// The server asks for the body once a handler reads it, so the request is under way.
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q, %v", line, err)
	}
	return upload{conn, body}
}

func (u upload) finish(t *testing.T) *http.Response {
	t.Helper()
	if _, err := io.WriteString(u.Conn, u.rest); err != nil {
		t.Fatal(err)
	}
	reply, err := http.ReadResponse(bufio.NewReader(u.Conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// Told to end, the store says so to whoever spreads the load, answers on, finishes what is under way
// and ends well.
func TestDrain(t *testing.T) {
	p := spawn(t, "--shutdown-grace", "3s") // less than a body may take
	under := p.beginUpload(t)
	p.tell(t, syscall.SIGTERM)
	reply := p.drained(t)
	if !reply.Close {
		t.Error("readyz keeps the connection")
	}
	page, err := http.Get(p.url + "/v1/storefronts")
	if err != nil {
		t.Fatal("in the grace nothing was answered:", err)
	}
	page.Body.Close()
	if page.StatusCode != http.StatusOK || !page.Close {
		t.Errorf("in the grace: %s, connection closed: %v", page.Status, page.Close)
	}
	p.closed(t)
	if reply := under.finish(t); reply.StatusCode != http.StatusOK {
		t.Errorf("the request under way ended with %s", reply.Status)
	}
	if err := p.end(t); err != nil {
		t.Errorf("%v\n%s", err, p.printed)
	}
}

// closed waits until no connection is taken any more.
func (p *process) closed(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			return
		}
		conn.Close()
	}
	t.Fatal("connections are taken after the grace")
}

// A second signal does not wait for anybody.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	p := spawn(t, "--shutdown-grace", "1h")
	p.beginUpload(t)
	p.tell(t, os.Interrupt)
	p.drained(t)
	p.tell(t, os.Interrupt)
	var exit *exec.ExitError
	if err := p.end(t); !errors.As(err, &exit) {
		t.Errorf("ended with %v", err)
	}
}
