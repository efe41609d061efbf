package v1

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/cache"
	"github.com/hallyu-store/hallyu/assets/local"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
)

// withFiles is a store that serves one picture from files.
func withFiles(t testing.TB, files assets.Store, data []byte) (*web.Server, string) {
	t.Helper()
	name := assets.NameOf(data, assets.WebP)
	if err := files.Put(t.Context(), assets.Public, name, data); err != nil {
		t.Fatal(err)
	}
	s := bare()
	Mount(s, Services{Files: files, Published: catalog.NewPublisher(catalog.PublisherConfig{})})
	s.Open()
	return s, "/assets/" + name.String()
}

func folder(t testing.TB) assets.Store {
	t.Helper()
	files, err := local.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files
}

func get(s *web.Server, method, path, header, value string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, nil)
	request.Header.Set("X-Request-Id", "same")
	if header != "" {
		request.Header.Set(header, value)
	}
	reply := httptest.NewRecorder()
	s.ServeHTTP(reply, request)
	return reply
}

// A picture in memory is answered as it is from disk, to the letter.
func TestAssetsInMemoryAndOnDisk(t *testing.T) {
	data := bytes.Repeat([]byte("picture "), 1000)
	disk, path := withFiles(t, folder(t), data)
	memory, _ := withFiles(t, cache.NewMemory(folder(t), 1<<20), data)
	etag := `"` + string(assets.DigestOf(data)) + `"`
	for _, c := range []struct {
		method, header, value string
		status, size          int
	}{
		{"GET", "", "", 200, 8000},
		{"GET", "", "", 200, 8000}, // once more: now it is in memory
		{"HEAD", "", "", 200, 0},
		{"GET", "Range", "bytes=0-9", 206, 10},
		{"GET", "Range", "bytes=-100", 206, 100},
		{"GET", "If-None-Match", etag, 304, 0},
		{"GET", "If-None-Match", `"another", ` + etag, 304, 0},
		{"GET", "If-None-Match", `"another"`, 200, 8000},
		{"GET", "If-Match", `"another"`, 412, 0},
		{"GET", "If-Modified-Since", "Sun, 22 Nov 2026 00:00:00 GMT", 200, 8000},
	} {
		from, held := get(disk, c.method, path, c.header, c.value), get(memory, c.method, path, c.header, c.value)
		if from.Code != c.status || from.Body.Len() != c.size {
			t.Errorf("%s %s %s: %d, %d bytes", c.method, c.header, c.value, from.Code, from.Body.Len())
		}
		if held.Code != from.Code || !bytes.Equal(held.Body.Bytes(), from.Body.Bytes()) {
			t.Errorf("%s %s %s: from memory %d, %d bytes", c.method, c.header, c.value, held.Code, held.Body.Len())
		}
		if d := cmp.Diff(from.Result().Header, held.Result().Header); d != "" {
			t.Errorf("%s %s %s: headers from disk and from memory:\n%s", c.method, c.header, c.value, d)
		}
	}
	for _, s := range []*web.Server{disk, memory} {
		if reply := get(s, "GET", path, "Range", "bytes=9000-"); reply.Code != http.StatusRequestedRangeNotSatisfiable {
			t.Errorf("a range outside: %d", reply.Code)
		}
	}
}

func BenchmarkAsset(b *testing.B) {
	data := bytes.Repeat([]byte("picture "), 50_000/8)
	for name, files := range map[string]assets.Store{"disk": folder(b), "memory": cache.NewMemory(folder(b), 1<<20)} {
		s, path := withFiles(b, files, data)
		request := httptest.NewRequest("GET", path, nil)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.ServeHTTP(&discarding{header: http.Header{}}, request)
			}
		})
	}
}

// discarding is a reply that nobody reads.
type discarding struct{ header http.Header }

func (d *discarding) Header() http.Header         { return d.header }
func (d *discarding) Write(p []byte) (int, error) { return len(p), nil }
func (d *discarding) WriteHeader(int)             {}
