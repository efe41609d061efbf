package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

// child is a process that runs Serve.
type child struct {
	command  *exec.Cmd
	yielding bool
	in, out  *os.File
	said     *beginning
	ended    chan struct{} // closed when the process has ended
	uploads  int
}

// death is the end of a child that was not asked to end.
type death struct {
	reason string // one of the reasons
	said   string
}

func (d *death) Error() string { return "worker: a child died of " + d.reason + ": " + d.said }

// verdict is what the death says of the upload, unless nobody waits for it any more.
func (d *death) verdict(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return assets.ErrImageTooCostly.With("reason", d.reason).Because(d)
}

// startup is how long a child may take until it is ready.
const startup = 30 * time.Second

// start starts a child and waits until it is ready. Where it cannot be started the error is no fault: the
// upload has nothing to do with it.
func start(command []string, yielding bool) (*child, error) {
	c := &child{yielding: yielding, said: &beginning{}, ended: make(chan struct{})}
	c.command = exec.Command(command[0], command[1:]...)
	c.command.Env, c.command.Dir = []string{"PATH=" + os.Getenv("PATH")}, "/" // for its encoders, and nothing else
	c.command.Stderr, c.command.WaitDelay = c.said, time.Second
	c.command.SysProcAttr = attributes()
	err := c.run()
	if err != nil {
		return nil, fmt.Errorf("worker: no child could be started: %w", err)
	}
	_ = c.out.SetReadDeadline(time.Now().Add(startup))
	hello, err := readFrame(c.out, maxHead)
	if err != nil || string(hello) != greeting {
		c.end()
		return nil, fmt.Errorf("worker: a child did not become ready: %q, %w: %s", hello, err, c.said)
	}
	return c, c.out.SetReadDeadline(time.Time{})
}

// run starts the process with pipes to it.
func (c *child) run() error {
	childIn, in, err := os.Pipe()
	if err != nil {
		return err
	}
	defer childIn.Close()
	out, childOut, err := os.Pipe()
	if err != nil {
		return errors.Join(err, in.Close())
	}
	defer childOut.Close()
	c.in, c.out = in, out
	c.command.Stdin, c.command.Stdout = childIn, childOut
	started := make(chan error)
	go c.watch(started)
	err = <-started
	if err != nil {
		return errors.Join(err, in.Close(), out.Close())
	}
	return nil
}

// watch starts the process and waits for its end, all on one thread of the system that nobody else uses:
// what the thread may not gain its child may not either, and the child is told to end when the thread ends.
func (c *child) watch(started chan<- error) {
	runtime.LockOSThread() // never unlocked, so that the thread ends with this goroutine
	err := renounce()
	if err == nil && c.yielding {
		err = yield()
	}
	if err == nil {
		err = c.command.Start()
	}
	started <- err
	if err != nil {
		return
	}
	_ = c.command.Wait()
	close(c.ended)
}

// do hands over one upload and reads what was made of it. A child that does not answer is killed; the
// error is then a *death.
func (c *child) do(ctx context.Context, deadline time.Duration, j job, data []byte) (reply, error) {
	c.uploads++
	ctx, cancel := context.WithTimeoutCause(ctx, deadline, errTooLate)
	defer cancel()
	defer context.AfterFunc(ctx, c.kill)()
	err := writeJob(c.in, j, data)
	if err == nil {
		var r reply
		if r, err = readReply(c.out, j); err == nil {
			return r, r.failure
		}
	}
	c.kill() // also one that answers nonsense
	<-c.ended
	return reply{}, &death{c.reason(ctx), c.said.String()}
}

// errTooLate says that the deadline of an upload has passed.
var errTooLate = errors.New("worker: the deadline has passed")

// outOfCPU is what a child says last when it has computed for too long.
const outOfCPU = "out of CPU time"

// reason says what a child died of.
func (c *child) reason(ctx context.Context) string {
	said := c.said.String()
	switch {
	case context.Cause(ctx) == errTooLate, strings.Contains(said, outOfCPU):
		return reasonTime
	case strings.Contains(said, "out of memory"), strings.Contains(said, "cannot allocate memory"):
		return reasonMemory
	case strings.Contains(said, "segmentation violation") && peak(c.command.ProcessState) > MemoryLimit/2:
		return reasonMemory // Go's collector does not expect that it gets none for itself
	}
	return reasonCrash
}

// end ends the child, if it still lives.
func (c *child) end() {
	c.kill()
	<-c.ended
	_, _ = c.in.Close(), c.out.Close()
}

// kill ends the child and the encoders that it runs.
func (c *child) kill() {
	select {
	case <-c.ended: // its number may be another's by now
	default:
		killGroup(c.command.Process)
	}
}

// beginning keeps the beginning of what a child said: the runtime names the cause of its death first.
type beginning struct {
	mu   sync.Mutex
	text []byte
}

const maxSaid = 2 << 10

// Write implements io.Writer.
func (b *beginning) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = append(b.text, p[:min(len(p), maxSaid-len(b.text))]...)
	return len(p), nil
}

// String is what was kept.
func (b *beginning) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return string(b.text)
}
