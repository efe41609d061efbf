package corked_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/internal/corked"
)

// body is what the handler sends for a size: no two stretches of it are alike.
func body(size int) []byte {
	var text []byte
	for i := 0; len(text) < size; i++ {
		text = strconv.AppendInt(append(text, ' '), int64(i), 10)
	}
	return text[:size]
}

// answer sends as many bytes as the path says, by the verb before it.
func answer(w http.ResponseWriter, r *http.Request) {
	verb, number, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	size, _ := strconv.Atoi(number)
	w.Header().Set("Content-Length", number)
	switch verb {
	case "corked":
		_, _ = corked.Write(r.Context(), w, body(size))
	case "panic":
		_, _ = corked.Write(r.Context(), w, body(size))
		panic(http.ErrAbortHandler)
	case "copy":
		_, _ = io.Copy(w, io.LimitReader(bytes.NewReader(body(size)), int64(size)))
	default:
		_, _ = w.Write(body(size))
	}
}

// serve starts a server, and returns where it listens.
func serve(t *testing.T) string {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(answer), ConnContext: corked.Context}
	done := make(chan error, 1)
	go func() { done <- server.Serve(corked.Listener{Listener: socket}) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return socket.Addr().String()
}

// Bodies of every size around the buffers' arrive whole, one after the other on one connection.
func TestWrite(t *testing.T) {
	address := "http://" + serve(t)
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1}}
	defer client.CloseIdleConnections()
	sizes := []int{0, 1, 3071, 3072, 3073, 50_000, 1 << 20}
	for near := 3900; near < 4200; near += 7 {
		sizes = append(sizes, near, 2*near)
	}
	for _, size := range sizes {
		for _, verb := range []string{"corked", "plain", "copy", "corked"} {
			got := fetch(t, client, http.MethodGet, fmt.Sprintf("%s/%s/%d", address, verb, size))
			if !bytes.Equal(got, body(size)) {
				t.Fatalf("%s of %d bytes: %d came, or others", verb, size, len(got))
			}
		}
	}
	if got := fetch(t, client, http.MethodHead, address+"/corked/20000"); len(got) != 0 {
		t.Errorf("HEAD has a body of %d bytes", len(got))
	}
	if got := fetch(t, client, http.MethodGet, address+"/corked/20000"); len(got) != 20_000 {
		t.Errorf("after HEAD: %d bytes", len(got))
	}
}

func fetch(t *testing.T, client *http.Client, method, url string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	data, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What was written before a handler broke off has been sent.
func TestPanic(t *testing.T) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+serve(t)+"/panic/20000", nil)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	data, _ := io.ReadAll(reply.Body)
	if !bytes.Equal(data, body(20_000)) {
		t.Errorf("%d bytes came, or others", len(data))
	}
}

// Where there is no such connection, writing is writing.
func TestWriteElsewhere(t *testing.T) {
	var to httptest.ResponseRecorder
	to.Body = new(bytes.Buffer)
	n, err := corked.Write(context.Background(), &to, body(20_000))
	if n != 20_000 || err != nil || !bytes.Equal(to.Body.Bytes(), body(20_000)) {
		t.Errorf("wrote %d bytes, %v", n, err)
	}
}
