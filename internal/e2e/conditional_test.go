package e2e

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// negotiating are the public reads whose reply depends on the reader's language, as they are tried here.
var negotiating = []string{"get-negotiated-strings", "get-sticker", "get-agreement"}

// neverTheSame are those that have nothing to keep: a redirect, nothing new, news.
var neverTheSame = []string{"choose-storefront", "get-strings-delta", "listen-strings"}

// TestConditionalReads holds every public read to RFC 9110: validators (8.8.3), conditions (13.1.2), HEAD
// (9.3.2), content codings (12.5.3), and to what this store promises of caches.
func TestConditionalReads(t *testing.T) {
	w := newWorld(t, serve)
	w.complete(t)
	for _, o := range operations(t, w.server) {
		if o.guarded() || o.method != http.MethodGet || slices.Contains(neverTheSame, o.id) {
			continue
		}
		t.Run(o.id, func(t *testing.T) {
			plain := w.fetch(t, o, "GET", nil)
			tag := plain.Header.Get("ETag")
			checkCaching(t, o, plain)
			for condition, want := range map[string]int{
				tag: 304, "W/" + tag: 304, "*": 304, `"x", ` + tag: 304, `"x",W/` + tag + `,"y"`: 304,
				`"x"`: 200, "": 200, strings.Trim(tag, `"`): 200, `"`: 200, "W/": 200, ",,": 200,
			} {
				for _, method := range []string{"GET", "HEAD"} {
					reply := w.fetch(t, o, method, http.Header{"If-None-Match": {condition}})
					if reply.Status != want || reply.Header.Get("ETag") != tag || want == 304 && len(reply.Body) > 0 {
						t.Errorf("%s If-None-Match %s: %d, ETag %s, %d bytes", method, condition, reply.Status, reply.Header.Get("ETag"), len(reply.Body))
					}
					for _, name := range []string{"Cache-Control", "Vary"} {
						if reply.Header.Get(name) != plain.Header.Get(name) {
							t.Errorf("%s If-None-Match %s: %s is %q", method, condition, name, reply.Header.Get(name))
						}
					}
				}
			}
			head := w.fetch(t, o, "HEAD", nil)
			if len(head.Body) > 0 || head.Header.Get("Content-Length") != strconv.Itoa(len(plain.Body)) || head.Header.Get("Content-Type") != plain.Header.Get("Content-Type") {
				t.Errorf("HEAD: %v", head.Header)
			}
			w.checkCoding(t, o, plain)
		})
	}
}

var strongTag = regexp.MustCompile(`^"[A-Za-z0-9_-]{16,}"$`)

// checkCaching holds a reply to what may be kept of it, and by whom.
func checkCaching(t *testing.T, o operation, reply *api.Raw) {
	t.Helper()
	header := reply.Header
	if reply.Status != http.StatusOK || !strongTag.MatchString(header.Get("ETag")) || header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d, %v", reply.Status, header)
	}
	if header.Get("Access-Control-Allow-Origin") != "*" || header.Get("Set-Cookie") != "" {
		t.Errorf("origins %q, cookie %q", header.Get("Access-Control-Allow-Origin"), header.Get("Set-Cookie"))
	}
	immutable := o.id == "get-asset" || o.id == "get-strings-file"
	if kept := header.Get("Cache-Control"); immutable != strings.Contains(kept, "immutable") || !strings.HasPrefix(kept, "public, max-age=") {
		t.Errorf("Cache-Control %q", kept)
	}
	want := "Accept-Encoding"
	if o.id == "get-asset" {
		want = ""
	}
	if slices.Contains(negotiating, o.id) {
		want += ", Accept-Language"
	}
	if header.Get("Vary") != want {
		t.Errorf("Vary %q, want %q", header.Get("Vary"), want)
	}
}

// checkCoding asks for gzip in several ways.
func (w *world) checkCoding(t *testing.T, o operation, plain *api.Raw) {
	t.Helper()
	for accepted, may := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "*": true, "gzip;q=0": false, "identity": false, "br": false, "gzip; q=0.000": false, "gzipx": false,
	} {
		reply := w.fetch(t, o, "GET", http.Header{"Accept-Encoding": {accepted}})
		packed := reply.Header.Get("Content-Encoding") == "gzip"
		body := reply.Body
		if packed {
			reader, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			body, _ = io.ReadAll(reader)
		}
		sameTag := reply.Header.Get("ETag") == plain.Header.Get("ETag")
		if packed && !may || packed == sameTag || !bytes.Equal(body, plain.Body) {
			t.Errorf("Accept-Encoding %s: gzip %v, ETag %s", accepted, packed, reply.Header.Get("ETag"))
		}
	}
}

// fetch reads an address with headers of its own: Go's client must not add its own Accept-Encoding. The
// contract has neither HEAD nor codings, so replies are not held to it here.
func (w *world) fetch(t *testing.T, o operation, method string, header http.Header) *api.Raw {
	t.Helper()
	if header == nil {
		header = http.Header{}
	}
	if header["Accept-Encoding"] == nil {
		header.Set("Accept-Encoding", "identity")
	}
	reader := &api.Client{URL: w.URL}
	reply, err := reader.Do(t.Context(), method, w.address(o, nil), nil, header)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// TestRanges asks for parts of a picture (RFC 9110, section 14).
func TestRanges(t *testing.T) {
	w := newWorld(t, serve)
	asset := "/assets/" + w.names["asset"]
	ask := func(header http.Header) *api.Raw {
		reply, err := w.client("").Do(t.Context(), "GET", asset, nil, header)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	whole := ask(nil)
	size, tag := strconv.Itoa(len(whole.Body)), whole.Header.Get("ETag")
	if whole.Header.Get("Accept-Ranges") != "bytes" {
		t.Errorf("Accept-Ranges %q", whole.Header.Get("Accept-Ranges"))
	}
	for _, c := range []struct {
		ranges, ifRange string
		status          int
		content         string
		body            []byte
	}{
		{"bytes=0-1", "", 206, "bytes 0-1/" + size, whole.Body[:2]},
		{"bytes=5-", "", 206, "bytes 5-" + strconv.Itoa(len(whole.Body)-1) + "/" + size, whole.Body[5:]},
		{"bytes=-3", "", 206, "bytes " + strconv.Itoa(len(whole.Body)-3) + "-" + strconv.Itoa(len(whole.Body)-1) + "/" + size, whole.Body[len(whole.Body)-3:]},
		{"bytes=0-1", tag, 206, "bytes 0-1/" + size, whole.Body[:2]},
		{"bytes=0-1", `"other"`, 200, "", whole.Body},
		{"bytes=0-1", "W/" + tag, 200, "", whole.Body}, // If-Range compares strongly
		{"bytes=99999999-", "", 416, "bytes */" + size, nil},
		{"bytes=5-2", "", 416, "", nil},
		{"lines=1-2", "", 416, "", nil},
	} {
		reply := ask(http.Header{"Range": {c.ranges}, "If-Range": {c.ifRange}})
		if reply.Status != c.status || reply.Header.Get("Content-Range") != c.content || c.body != nil && !bytes.Equal(reply.Body, c.body) {
			t.Errorf("%s, If-Range %s: %d, %q, %d bytes", c.ranges, c.ifRange, reply.Status, reply.Header.Get("Content-Range"), len(reply.Body))
		}
	}
}
