// Package corked sends the head and the body of a reply by one write to the system. net/http gathers the
// first 4 KiB of a reply and writes what follows apart, and each write costs as much as all that a hot
// read does otherwise: the kernel sends a packet and wakes its reader. A connection that is corked, as
// TCP_CORK has it (tcp(7)), waits for the second write and sends both by writev(2).
package corked

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
)

// Listener makes the connections that it accepts ones that can be corked.
type Listener struct{ net.Listener }

// Accept implements net.Listener.
func (l Listener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: accepted}, nil
}

type connKey struct{}

// Context is for http.Server.ConnContext: it lets Write find the connection of a request.
func Context(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// gathered is how much net/http keeps back before it writes to a connection, in bytes.
const gathered = 4 << 10

// small is the size of a body, in bytes, that leaves room for most heads in what net/http gathers: both
// are one write without our help.
const small = gathered - 1<<10

// Write writes a whole body whose Content-Length is set, and sends it with its head at once, where ctx
// is that of a request from a Listener's connection. Elsewhere it writes to w as usual.
func Write(ctx context.Context, w http.ResponseWriter, body []byte) (int, error) {
	c, found := ctx.Value(connKey{}).(*conn)
	flusher, able := w.(http.Flusher)
	if !found || !able || len(body) <= small {
		return w.Write(body)
	}
	c.cork()
	defer c.uncork()
	n, err := w.Write(body)
	flusher.Flush()
	return n, err
}

// conn keeps back, while it is corked, what is written first. One goroutine at a time writes to a
// connection of net/http, so nothing here is locked.
type conn struct {
	net.Conn
	held  *[gathered]byte // nil unless corked
	n     int             // bytes held
	parts [2][]byte
	bufs  net.Buffers // of parts
}

// heads are for the first bytes of replies that are being sent.
var heads = sync.Pool{New: func() any { return new([gathered]byte) }}

func (c *conn) cork() { c.held = heads.Get().(*[gathered]byte) }

// uncork sends what is held still. Its failure is found by whoever writes or reads next.
func (c *conn) uncork() {
	_ = c.send(nil)
	heads.Put(c.held)
	c.held = nil
}

// Write implements io.Writer.
func (c *conn) Write(p []byte) (int, error) {
	if c.held == nil {
		return c.Conn.Write(p)
	}
	if c.n == 0 && len(p) <= len(c.held) {
		c.n = copy(c.held[:], p)
		return len(p), nil
	}
	return len(p), c.send(p)
}

// send sends what is held, and then p.
func (c *conn) send(p []byte) error {
	if c.n == 0 && len(p) == 0 {
		return nil
	}
	c.parts = [2][]byte{c.held[:c.n], p}
	c.bufs = c.parts[:]
	c.n = 0
	_, err := c.bufs.WriteTo(c.Conn)
	c.parts = [2][]byte{}
	return err
}

// ReadFrom implements io.ReaderFrom, so that the kernel still copies a file to the connection.
func (c *conn) ReadFrom(r io.Reader) (int64, error) {
	if err := c.send(nil); err != nil {
		return 0, err
	}
	return io.Copy(c.Conn, r)
}
