package load

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestRunCountsEveryReply: bodies with a length, in chunks and without any are followed to their ends.
func TestRunCountsEveryReply(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/long":
			w.Header().Set("Content-Length", "300000")
			_, _ = w.Write(bytes.Repeat([]byte("x"), 300000))
		case "/chunks":
			for range 3 {
				_, _ = w.Write(bytes.Repeat([]byte("y"), 5000))
				w.(http.Flusher).Flush()
			}
		default:
			w.WriteHeader(http.StatusNotModified)
		}
	}))
	defer server.Close()
	for path, status := range map[string]int{"/long": 200, "/chunks": 200, "/none": 304} {
		asked.Store(0)
		target := Target{strings.TrimPrefix(server.URL, "http://"), [][]byte{[]byte("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")}, status}
		sample, err := Run(t.Context(), target, Shape{Conns: 4, Took: 50 * time.Millisecond, Rate: 400})
		if err != nil {
			t.Fatal(path, err)
		}
		if asked.Load() != 20 || sample.P50 <= 0 || sample.P99 < sample.P50 {
			t.Errorf("%s: %d asked, %+v", path, asked.Load(), sample)
		}
	}
}

// TestRunRefusesAnotherStatus: a load that is answered with failures measures nothing.
func TestRunRefusesAnotherStatus(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	target := Target{strings.TrimPrefix(server.URL, "http://"), [][]byte{[]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")}, 200}
	_, err := Run(t.Context(), target, Shape{Conns: 1, Took: time.Millisecond})
	if err == nil {
		t.Error("404 was taken for 200")
	}
}
