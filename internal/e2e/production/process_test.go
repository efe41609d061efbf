package production

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// process is one run of a store.
type process struct {
	url     string
	command *exec.Cmd
	printed *servertest.Output
	ended   chan struct{} // closed when the process is gone
}

// start runs a store, with settings of its own, and waits until it is open.
func start(t *testing.T, d deployment, settings ...string) *process {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	p := &process{command: exec.Command(path, "serve"), printed: &servertest.Output{Open: address}, ended: make(chan struct{})}
	p.command.Env = append(d.environment(t), settings...)
	p.command.Stdout, p.command.Stderr = p.printed, p.printed
	p.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: d.group}
	err = p.command.Start()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.command.Wait()
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	select {
	case p.url = <-address:
	case <-p.ended:
		t.Fatalf("the store did not start:\n%s", p.printed)
	case <-time.After(time.Minute):
		t.Fatalf("the store is not open after a minute:\n%s", p.printed)
	}
	return p
}

// gone says whether the process has ended.
func (p *process) gone() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// kill ends the process without giving it a chance, and returns when it is gone.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	<-p.ended
}

// stop asks the process to end, as an orchestrator does, and returns how long it took and its exit code.
func (p *process) stop() (took time.Duration, code int) {
	begin := time.Now()
	_ = p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(time.Minute):
		p.kill()
	}
	return time.Since(begin), p.command.ProcessState.ExitCode()
}

// client speaks to the store with a key.
func (p *process) client(key string) *api.Client {
	return &api.Client{URL: p.url, Key: key, HTTP: &http.Client{Timeout: 20 * time.Second}}
}

// command runs one of the program's commands and reads its report.
func (d deployment) command(t *testing.T, report any, args ...string) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, append(args, "--json")...)
	command.Env = d.environment(t)
	out, err := command.Output()
	if err == nil {
		err = json.Unmarshal(out, report)
	}
	if err != nil {
		t.Fatal(fmt.Errorf("hallyu %v: %w: %s", args, err, out))
	}
}
