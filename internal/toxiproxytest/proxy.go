// Package toxiproxytest puts toxiproxy between a client and a server, so that tests can cut, slow and
// break what they say to each other.
package toxiproxytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hallyu-store/hallyu/internal/servertest"
)

var (
	once    sync.Once
	control string // toxiproxy's own address
	failure error
	count   atomic.Int64
)

// Proxy is a way to a server that a test spoils and mends.
type Proxy struct {
	Address string // host:port for clients
	path    string
	toxics  []string
}

// Start puts a proxy before upstream, a host:port. Without the binary the test is skipped, or fails where
// CI is set.
func Start(t testing.TB, upstream string) *Proxy {
	t.Helper()
	binary := servertest.Find(t, "toxiproxy")
	once.Do(func() {
		control, failure = servertest.Start(servertest.Program{Health: "/version", Command: func(_, host, port string) []string {
			return []string{binary, "-host", host, "-port", port}
		}})
	})
	if failure != nil {
		t.Fatal(failure)
	}
	name := fmt.Sprintf("proxy-%d", count.Add(1))
	var made struct{ Listen string }
	call(t, http.MethodPost, "/proxies", map[string]any{"name": name, "listen": "127.0.0.1:0", "upstream": upstream, "enabled": true}, &made)
	return &Proxy{Address: made.Listen, path: "/proxies/" + name}
}

// Cut closes all connections and refuses new ones.
func (p *Proxy) Cut(t testing.TB) {
	t.Helper()
	call(t, http.MethodPost, p.path, map[string]any{"enabled": false}, nil)
}

// Silence swallows what clients say: connections stay open, and nothing comes back.
func (p *Proxy) Silence(t testing.TB) {
	t.Helper()
	p.add(t, "timeout", "upstream", map[string]any{"timeout": 0})
}

// Poison adds a toxic to what the server says: latency, reset_peer, limit_data, bandwidth or another that
// toxiproxy knows, with its attributes.
func (p *Proxy) Poison(t testing.TB, kind string, attributes map[string]any) {
	t.Helper()
	p.add(t, kind, "downstream", attributes)
}

func (p *Proxy) add(t testing.TB, kind, stream string, attributes map[string]any) {
	t.Helper()
	call(t, http.MethodPost, p.path+"/toxics", map[string]any{
		"name": kind, "type": kind, "stream": stream, "toxicity": 1.0, "attributes": attributes,
	}, nil)
	p.toxics = append(p.toxics, kind)
}

// Mend takes back every Cut, Silence and Poison.
func (p *Proxy) Mend(t testing.TB) {
	t.Helper()
	for _, toxic := range p.toxics {
		call(t, http.MethodDelete, p.path+"/toxics/"+toxic, nil, nil)
	}
	p.toxics = nil
	call(t, http.MethodPost, p.path, map[string]any{"enabled": true}, nil)
}

// call asks toxiproxy for something and reads its answer into result, unless that is nil.
func call(t testing.TB, method, path string, body, result any) {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, control+path, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		t.Fatalf("toxiproxy: %s %s: %s %s %v", method, path, response.Status, said, err)
	}
	if result != nil {
		if err := json.Unmarshal(said, result); err != nil {
			t.Fatal(err)
		}
	}
}
