package webhook

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/journal/webhook"
)

// forbidden are addresses that no receiver has, with what they are.
var forbidden = map[string]string{
	"127.0.0.1": "loopback", "127.8.9.1": "loopback", "0.0.0.0": "unspecified", "0.1.2.3": "this network", "10.0.0.1": "private", "10.255.255.255": "private",
	"172.16.0.1": "private", "172.31.255.1": "private", "192.168.1.1": "private", "169.254.169.254": "metadata", "169.254.170.2": "metadata of containers",
	"100.64.0.1": "shared", "100.100.100.200": "metadata in shared space", "100.127.255.255": "shared", "192.0.0.192": "metadata of another cloud",
	"192.0.2.1": "documentation", "198.51.100.1": "documentation", "203.0.113.1": "documentation", "198.18.0.1": "benchmarks", "198.19.255.1": "benchmarks",
	"192.88.99.1": "6to4 relay", "224.0.0.1": "multicast", "239.255.255.250": "multicast", "240.0.0.1": "reserved", "255.255.255.255": "broadcast",
	"168.63.129.16": "a cloud's host", "::": "unspecified", "::1": "loopback", "::ffff:127.0.0.1": "mapped", "::ffff:10.0.0.1": "mapped", "::ffff:8.8.8.8": "mapped",
	"::ffff:169.254.169.254": "mapped metadata", "::127.0.0.1": "compatible", "fe80::1": "link-local", "fec0::1": "site-local", "fc00::1": "ULA", "fd00:ec2::254": "metadata",
	"fd12:3456::1": "ULA", "ff02::1": "multicast", "64:ff9b::7f00:1": "NAT64", "64:ff9b::a9fe:a9fe": "NAT64 metadata", "64:ff9b:1::1": "local NAT64",
	"2002:7f00:1::": "6to4", "2002:a9fe:a9fe::1": "6to4 metadata", "2001::1": "Teredo", "2001:0:7f00:1::": "Teredo", "2001:db8::1": "documentation",
	"3fff::1": "documentation", "5f00::1": "segment routing", "100::1": "discard",
}

func TestForbiddenAddressesAreNotDialled(t *testing.T) {
	if len(forbidden) < 40 {
		t.Fatalf("only %d cases", len(forbidden))
	}
	g, local := newGuard(false), newGuard(true)
	for text, what := range forbidden {
		ip := netip.MustParseAddr(text)
		address := netip.AddrPortFrom(ip, 443).String()
		if err := g.control(networkOf(ip), address, nil); err == nil {
			t.Errorf("%s (%s) is dialled", text, what)
		}
		if err := local.control(networkOf(ip), address, nil); (err == nil) != ip.Unmap().IsLoopback() {
			t.Errorf("for development, %s (%s): %v", text, what, err)
		}
	}
	for _, text := range []string{"8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"} {
		ip := netip.MustParseAddr(text)
		for port, ok := range map[uint16]bool{443: true, 8443: true, 80: false, 22: false, 25: false, 6379: false, 5432: false} {
			err := g.control(networkOf(ip), netip.AddrPortFrom(ip, port).String(), nil)
			if (err == nil) != ok {
				t.Errorf("%s port %d: %v", text, port, err)
			}
		}
	}
}

func networkOf(ip netip.Addr) string {
	if ip.Is4() {
		return "tcp4"
	}
	return "tcp6"
}

// TestNamesDoNotLeadInside calls a listener on this machine in every way of writing its address, and by names that
// lead to it: nothing is connected.
func TestNamesDoNotLeadInside(t *testing.T) {
	var connections atomic.Int64
	canary := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	canary.Config.ConnState = func(net.Conn, http.ConnState) { connections.Add(1) }
	canary.Start()
	defer canary.Close()
	port := canary.URL[strings.LastIndexByte(canary.URL, ':'):]
	client := NewClient(false, time.Now)
	for _, host := range []string{
		"127.0.0.1", "localhost", "LOCALHOST", "localhost.", "0", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
		"public@127.0.0.1", "127.0.0.1.", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]",
	} {
		for _, scheme := range []string{"http://", "https://"} {
			o := client.Post(t.Context(), Message{URL: scheme + host + port, ID: "evt_1", At: time.Now()})
			if o.OK() || o.Failure == "" {
				t.Errorf("%s%s: %+v", scheme, host, o)
			}
		}
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections", n)
	}
}

// TestANameIsCheckedWhenItIsDialled: a name that led elsewhere before does not lead inside now.
func TestANameIsCheckedWhenItIsDialled(t *testing.T) {
	asked := []string{}
	dialer := net.Dialer{Control: func(network, address string, raw syscall.RawConn) error {
		asked = append(asked, address)
		return newGuard(false).control(network, address, raw)
	}}
	_, err := dialer.DialContext(t.Context(), "tcp", "localhost:443")
	if err == nil || len(asked) == 0 {
		t.Errorf("dialled %v: %v", asked, err)
	}
}

func TestAnswers(t *testing.T) {
	var calls atomic.Int64
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		switch r.URL.Path {
		case "/redirect":
			http.Redirect(w, r, "/ok", http.StatusFound)
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte("\x1b[2Jbusy\x00\xff " + strings.Repeat("한", 100_000)))
		}
	}))
	defer receiver.Close()
	client := NewClient(true, time.Now)
	post := func(path string) webhook.Outcome {
		return client.Post(t.Context(), Message{URL: receiver.URL + path, ID: "evt_1", At: time.Now()})
	}
	if o := post("/ok"); !o.OK() {
		t.Errorf("ok: %+v", o)
	}
	if o := post("/redirect"); o.Status != 302 || o.OK() || calls.Load() != 2 {
		t.Errorf("redirect: %+v, %d calls", o, calls.Load())
	}
	o := post("/busy")
	if o.Status != 503 || o.RetryAfter != 2*time.Minute || !strings.HasPrefix(o.Excerpt, "[2Jbusy 한") || len([]rune(o.Excerpt)) > maxExcerpt {
		t.Errorf("busy: %d, %v, %.20q", o.Status, o.RetryAfter, o.Excerpt)
	}
	receiver.Close()
	if o := post("/ok"); o.Failure != webhook.FailedConnect {
		t.Errorf("nobody there: %+v", o)
	}
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if o := client.Post(late, Message{URL: receiver.URL}); o.Failure != webhook.FailedTimeout {
		t.Errorf("too late: %+v", o)
	}
	if got := retryAfter("Sun, 22 Nov 2026 12:00:30 GMT", time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)); got != 30*time.Second {
		t.Errorf("a date: %v", got)
	}
}
