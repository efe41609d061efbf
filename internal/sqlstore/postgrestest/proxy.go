package postgrestest

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"sync"
)

// Cut says when a Proxy ends the connection on which a COMMIT comes by.
type Cut int

// The cuts. In all but Never, the client does not learn what became of its transaction.
const (
	Never       Cut = iota
	BeforeOnce      // once, before the server sees the COMMIT
	AfterOnce       // once, when the server has answered it
	AfterAlways     // every time, when the server has answered it
)

// commit is the message that the driver ends a transaction with: Query, its length, the statement.
var commit = []byte("Q\x00\x00\x00\x0bcommit\x00")

// Proxy stands between clients and a server, on loopback.
type Proxy struct {
	server   string
	listener net.Listener

	mu   sync.Mutex
	cut  Cut
	cuts int
}

// NewProxy listens for clients of a server, given as host:port.
func NewProxy(server string) (*Proxy, error) {
	var config net.ListenConfig
	l, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{server: server, listener: l}
	go p.serve()
	return p, nil
}

// Through is a URL of the server with the proxy in its place.
func (p *Proxy) Through(server string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err)
	}
	u.Host = p.listener.Addr().String()
	return u.String()
}

// Close turns new clients away.
func (p *Proxy) Close() error { return p.listener.Close() }

// Set says what becomes of the COMMITs that come from now on.
func (p *Proxy) Set(cut Cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = cut
}

// Cuts returns how many connections were ended.
func (p *Proxy) Cuts() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cuts
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		link := &link{proxy: p, client: client, server: server}
		go link.up()
		go link.down()
	}
}

// due returns the cut for a COMMIT that comes by.
func (p *Proxy) due() Cut {
	p.mu.Lock()
	defer p.mu.Unlock()
	cut := p.cut
	if cut == BeforeOnce || cut == AfterOnce {
		p.cut = Never
	}
	if cut != Never {
		p.cuts++
	}
	return cut
}

// link is a client's connection and the one to the server that belongs to it.
type link struct {
	proxy          *Proxy
	client, server net.Conn

	mu   sync.Mutex
	deaf bool // what the server says next is kept from the client, and ends the link
}

func (l *link) end() { _, _ = l.client.Close(), l.server.Close() }

// up carries what the client says. A client waits for the answer to its COMMIT, so one is a message of
// its own.
func (l *link) up() {
	defer l.end()
	for message := make([]byte, 64<<10); ; {
		n, err := l.client.Read(message)
		if err != nil {
			return
		}
		if bytes.Equal(message[:n], commit) {
			switch l.proxy.due() {
			case BeforeOnce:
				return
			case AfterOnce, AfterAlways:
				l.mu.Lock()
				l.deaf = true
				l.mu.Unlock()
			}
		}
		if _, err := l.server.Write(message[:n]); err != nil {
			return
		}
	}
}

// down carries what the server says.
func (l *link) down() {
	defer l.end()
	for message := make([]byte, 64<<10); ; {
		n, err := l.server.Read(message)
		if err != nil {
			return
		}
		l.mu.Lock()
		deaf := l.deaf
		l.mu.Unlock()
		if deaf {
			return
		}
		if _, err := l.client.Write(message[:n]); err != nil {
			return
		}
	}
}
