package load

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

// patience is how long the last replies are waited for.
const patience = 5 * time.Second

// driver is one round of load.
type driver struct {
	target Target
	shape  Shape
	epoll  int
	conns  []*conn
	idle   []*conn
	busy   int
	sent   int

	latencies []time.Duration
	took      time.Duration // from the first request to the last reply
}

func newDriver(target Target, shape Shape) (*driver, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	d := &driver{target: target, shape: shape, epoll: epoll, latencies: make([]time.Duration, 0, 1<<18)}
	for i := range shape.Conns {
		c, err := d.dial(i)
		if err != nil {
			d.close()
			return nil, fmt.Errorf("connecting to %s: %w", target.Addr, err)
		}
		d.conns = append(d.conns, c)
	}
	d.idle = append(d.idle, d.conns...)
	return d, nil
}

// dial makes connection i and registers it.
func (d *driver) dial(i int) (*conn, error) {
	addr, err := netip.ParseAddrPort(d.target.Addr)
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		unix.Connect(fd, &unix.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().As4()}),
		unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1),
		unix.SetNonblock(fd, true),
		unix.EpollCtl(d.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)}),
	)
	if err != nil {
		return nil, errors.Join(err, unix.Close(fd))
	}
	return &conn{fd: fd, buf: make([]byte, 64<<10)}, nil
}

func (d *driver) close() {
	for _, c := range d.conns {
		_ = unix.Close(c.fd)
	}
	_ = unix.Close(d.epoll)
}

// drive sends what is to be sent and waits for the last reply.
func (d *driver) drive(ctx context.Context) error {
	start := time.Now()
	for {
		d.took = time.Since(start)
		if d.took > d.shape.Took+patience {
			return fmt.Errorf("%d replies of %d did not come", d.busy, d.sent)
		}
		if d.more() {
			err := d.send(start)
			if err != nil {
				return err
			}
		} else if d.busy == 0 {
			return nil
		}
		err := errors.Join(ctx.Err(), d.receive())
		if err != nil {
			return err
		}
	}
}

// more reports whether there is something to send, now or later.
func (d *driver) more() bool {
	if d.shape.Rate > 0 {
		return float64(d.sent) < d.shape.Rate*d.shape.Took.Seconds()
	}
	return d.took < d.shape.Took
}

// send gives requests to idle connections: all of them, or as many as are due.
func (d *driver) send(start time.Time) error {
	for len(d.idle) > 0 && d.more() {
		due := time.Now()
		if d.shape.Rate > 0 {
			now := due
			due = start.Add(time.Duration(float64(d.sent) / d.shape.Rate * float64(time.Second)))
			if due.After(now) {
				return nil
			}
		}
		c := d.idle[len(d.idle)-1]
		err := c.ask(d.target.Requests[d.sent%len(d.target.Requests)], due)
		if err != nil {
			return err
		}
		d.idle = d.idle[:len(d.idle)-1]
		d.sent++
		d.busy++
	}
	return nil
}

// receive reads what has come, and does not wait for it: the next request may be due at once, and to wake a
// load that sleeps would be the server's work, the more often the slower it is.
func (d *driver) receive() error {
	var events [128]unix.EpollEvent
	n, err := unix.EpollWait(d.epoll, events[:], 0)
	if err != nil && !errors.Is(err, unix.EINTR) {
		return err
	}
	for _, event := range events[:max(n, 0)] {
		c := d.conns[event.Fd]
		whole, err := c.read(d.target.Status)
		if err != nil {
			return err
		}
		if whole {
			d.latencies = append(d.latencies, time.Since(c.asked))
			d.idle = append(d.idle, c)
			d.busy--
		}
	}
	return nil
}
