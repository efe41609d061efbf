package web

import (
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/i18n"
)

// mute has no words.
type mute struct{}

func (mute) Negotiate(string) string     { return "en" }
func (mute) In(i18n.Locale) i18n.Speaker { return i18n.Speaker{} }
func (mute) Revision() string            { return "words" }

// unread is a reply that nobody reads.
type unread struct {
	header http.Header
	status int
}

func (u *unread) Header() http.Header         { return u.header }
func (u *unread) WriteHeader(status int)      { u.status = status }
func (u *unread) Write(p []byte) (int, error) { return len(p), nil }

// hot is a server with one page of 20 KB, all that every request passes switched on.
func hot(tb testing.TB) *Server {
	devNull, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = devNull.Close() })
	s := New(Config{}, Deps{Words: mute{}, Log: slog.New(slog.NewJSONHandler(devNull, nil)), Now: time.Now})
	s.LogRequests(devNull)
	s.Open()
	text := strings.Repeat("stickers ", 20_000/9)
	Plain[struct{}, struct{ Body string }](s, Operation{Method: "GET", Path: "/v1/{region}/packs/{pack}", ID: "hot", Summary: "hot"},
		func(c echo.Context) error {
			return s.Read(c, Reading{Revision: "revision", Make: func() (*Body, error) { return JSON(text, time.Time{}) }})
		})
	return s
}

func ask(header ...string) *http.Request {
	r, err := http.NewRequest(http.MethodGet, "/v1/KR/packs/momo", nil)
	if err != nil {
		panic(err)
	}
	r.RequestURI = "/v1/KR/packs/momo"
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// TestReadsAllocateLittle: the request's id and its place in the header, what Echo makes of a middleware,
// and the handler's own closure. More than that has crept in.
func TestReadsAllocateLittle(t *testing.T) {
	s, reply, request := hot(t), &unread{header: http.Header{}}, ask("Accept-Encoding", "gzip")
	allocations := testing.AllocsPerRun(200, func() { s.ServeHTTP(reply, request) })
	if allocations > 4+lostByPools {
		t.Errorf("%v allocations for a page that is in memory", allocations)
	}
}

func BenchmarkRead(b *testing.B) {
	s := hot(b)
	for name, request := range map[string]*http.Request{
		"plain": ask(), "gzip": ask("Accept-Encoding", "gzip, br"), "304": ask("If-None-Match", "*"),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			reply := &unread{header: http.Header{}}
			for b.Loop() {
				clear(reply.header)
				s.ServeHTTP(reply, request)
			}
		})
	}
}
