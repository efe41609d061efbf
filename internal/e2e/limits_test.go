package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestLimits sends what is too much: each time the answer is a refusal, the next request is answered, and
// the store keeps its size.
func TestLimits(t *testing.T) {
	w := newWorld(t, serveBinary)
	process := w.procfs(t)
	before := process.memory(t)
	host := strings.TrimPrefix(w.URL, "http://")
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"a path of 64 KB":      {"GET /" + long[:64<<10] + " HTTP/1.1\r\nHost: x\r\n\r\n", 404},
		"a path of 1 MB":       {"GET /" + long + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
		"a header of 1 MB":     {"GET /livez HTTP/1.1\r\nHost: x\r\nX: " + long + "\r\n\r\n", 431},
		"10,000 headers":       {"GET /livez HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("A: b\r\n", 20_000) + "\r\n", 431},
		"10,000 parameters":    {"GET /v1/storefronts/KR/en/packs?" + strings.Repeat("a=b&", 10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 200},
		"a body said too long": {post("Content-Length: 99999999999999\r\n", "{}"), 413},
		"a length of less":     {post("Content-Length: -1\r\n", "{}"), 400},
		"two lengths":          {post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), 400},
		"chunks that lie":      {post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n"), 400},
		"a huge chunk":         {post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n{}\r\n"), 400},
		"another coding":       {post("Transfer-Encoding: gzip\r\n", "{}"), 501},
		"no HTTP":              {"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400},
		"HTTP of the future":   {"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505},
		"a space in the path":  {"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
		"NUL in the path":      {"GET /v1/stickers/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404},
		"NUL in a header":      {"GET /livez HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n", 400},
	} {
		if got := statusOf(t, host, c.request); got != c.status {
			t.Errorf("%s answered %d, want %d", name, got, c.status)
		}
	}
	w.slow(t, host)
	w.atOnce(t)
	reply, err := w.client("").Do(t.Context(), "GET", "/readyz", nil, nil)
	if err != nil || reply.Status != http.StatusOK {
		t.Errorf("afterwards: %+v, %v", reply, err)
	}
	process.settles(t, before+96<<20)
}

// post is a request with a body and headers that say of it what they like.
func post(headers, body string) string {
	return "POST /v1/stickers/resolve HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body
}

// statusOf sends bytes and returns the status of the answer.
func statusOf(t *testing.T, host, request string) int {
	t.Helper()
	connection, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(30 * time.Second))
	go func() { _, _ = io.WriteString(connection, request) }()
	var version string
	var status int
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err == nil {
		_, err = fmt.Sscan(line, &version, &status)
	}
	if err != nil {
		t.Errorf("%.60q: %v", request, err)
	}
	return status
}

// slow opens many connections that never finish their heads or bodies; others are answered meanwhile.
func (w *world) slow(t *testing.T, host string) {
	t.Helper()
	for i := range 200 {
		connection, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		begun := "GET /livez HTTP/1.1\r\nHost: x\r\nX-"
		if i%2 == 0 {
			begun = post("Content-Length: 1000\r\n", `{"refs":[`)
		}
		_, err = io.WriteString(connection, begun)
		if err != nil {
			t.Fatal(err)
		}
	}
	reply, err := w.client("").Do(t.Context(), "GET", "/v1/storefronts/KR/en", nil, nil)
	if err != nil || reply.Status != http.StatusOK {
		t.Errorf("beside 200 slow ones: %+v, %v", reply, err)
	}
}

// atOnce uploads many pictures at the same time.
func (w *world) atOnce(t *testing.T) {
	t.Helper()
	operator := w.client(w.operator)
	var wait sync.WaitGroup
	for i := range 60 {
		picture := dot(t, uint8(i+100))
		wait.Go(func() {
			_, err := operator.PutUpload(t.Context(), digest(string(picture)), picture)
			if err != nil {
				refusal(t, "many at once", err)
			}
		})
	}
	wait.Wait()
}
