package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"
)

// Body is a reply that was encoded once and is sent many times: its bytes as they are and gzipped,
// each with the strong ETag that is the hash of just these bytes.
type Body struct {
	Type     string
	Language string // Content-Language, "" for none
	Vary     string // besides Accept-Encoding
	Plain    Encoded
	Gzip     Encoded   // empty where it would not be smaller
	Expires  time.Time // the next moment at which it may change by itself; zero for never
}

// Encoded are the bytes of one content coding.
type Encoded struct {
	Data []byte
	ETag string
}

// memoKey names a body: a URL at one revision of what it shows and of the program's own words.
type memoKey struct{ revision, words, url string }

// memo keeps encoded bodies, least used first out.
type memo struct {
	bodies *otter.Cache[memoKey, *Body]
	flight singleflight.Group
}

const defaultMemoBytes = 64 << 20

func newMemo(limit int64) *memo {
	if limit <= 0 {
		limit = defaultMemoBytes
	}
	return &memo{bodies: otter.Must(&otter.Options[memoKey, *Body]{
		MaximumWeight: uint64(limit),
		Weigher: func(k memoKey, b *Body) uint32 {
			return uint32(len(k.url) + len(b.Plain.Data) + len(b.Gzip.Data) + 256)
		},
	})}
}

// Reading is what a hot read needs to be answered from memory or made anew.
type Reading struct {
	Revision string // of all that the reply shows
	Variant  string // what besides the URL the reply depends on, for example the negotiated locale
	Make     func() (*Body, error)

	Immutable bool // the address always has these bytes
	Private   bool // it needed a key: no cache keeps it
}

// Read answers a public read with a body that is encoded once per revision and URL. Errors of Make
// are not remembered.
func (s *Server) Read(c echo.Context, r Reading) error {
	key := memoKey{r.Revision, s.Words.Revision(), r.Variant + " " + c.Request().URL.RequestURI()}
	body, found := s.memo.bodies.GetIfPresent(key)
	if !found {
		made, err, _ := s.memo.flight.Do(key.revision+" "+key.words+" "+key.url, func() (any, error) { return makeForAll(c, r) })
		if err != nil {
			return err
		}
		body = made.(*Body)
		s.memo.bodies.Set(key, body)
	}
	return s.send(c, body, r)
}

// makeTimeout bounds how long a body may take to make.
const makeTimeout = 30 * time.Second

// makeForAll makes a body that others may be waiting for as well: it goes on when the one who asked
// first has left.
func makeForAll(c echo.Context, r Reading) (*Body, error) {
	request := c.Request()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(request.Context()), makeTimeout)
	defer cancel()
	c.SetRequest(request.WithContext(ctx))
	defer c.SetRequest(request)
	return r.Make()
}

// JSON encodes a value as a Body that may be cached until expires.
func JSON(value any, expires time.Time) (*Body, error) {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	if err != nil {
		return nil, err
	}
	return NewBody("application/json", plain.Bytes(), expires), nil
}

// minGzip is the size in bytes under which compressing does not pay: it fits one packet anyway.
const minGzip = 1200

// NewBody hashes and compresses data once.
func NewBody(mediaType string, data []byte, expires time.Time) *Body {
	body := &Body{Type: mediaType, Plain: Encoded{data, strongETag(data)}, Expires: expires}
	if len(data) < minGzip {
		return body
	}
	var packed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	_, _ = writer.Write(data)
	_ = writer.Close()
	if packed.Len() < len(data) {
		body.Gzip = Encoded{packed.Bytes(), strongETag(packed.Bytes())}
	}
	return body
}

func strongETag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

const maxAge = 60 * time.Second

// cacheControl are the headers for every max-age from 0 to 60 seconds.
var cacheControl = func() (all [61][]string) {
	for i := range all {
		all[i] = []string{"public, max-age=" + strconv.Itoa(i) + ", stale-if-error=86400"}
	}
	return all
}()

// Header values that never change; assigning a slice saves an allocation for each reply.
var (
	immutable     = []string{"public, max-age=31536000, immutable"}
	noCache       = []string{"no-store"}
	anyOrigin     = []string{"*"}
	varyEncoding  = []string{"Accept-Encoding"}
	gzipEncoding  = []string{"gzip"}
	nosniff       = []string{"nosniff"}
	exposeHeaders = []string{replyHeaders}
)

// send writes a body in the coding that the caller takes, or 304 where the caller has it.
func (s *Server) send(c echo.Context, body *Body, r Reading) error {
	request, response := c.Request(), c.Response()
	header := response.Header()
	encoded := body.Plain
	if body.Gzip.Data != nil && acceptsGzip(request.Header.Get("Accept-Encoding")) {
		encoded = body.Gzip
		header["Content-Encoding"] = gzipEncoding
	}
	s.setReadHeaders(header, body)
	switch {
	case r.Immutable:
		header["Cache-Control"] = immutable
	case r.Private:
		header["Cache-Control"] = noCache
	}
	header["Etag"] = []string{encoded.ETag}
	if matches(request.Header.Get("If-None-Match"), encoded.ETag) {
		response.WriteHeader(http.StatusNotModified)
		return nil
	}
	header["Content-Type"] = []string{body.Type}
	header["Content-Length"] = []string{strconv.Itoa(len(encoded.Data))}
	response.WriteHeader(http.StatusOK)
	if request.Method == http.MethodHead {
		return nil
	}
	_, err := response.Write(encoded.Data)
	if err != nil {
		s.log.DebugContext(request.Context(), "reply not taken", "error", err)
	}
	return nil
}

func (s *Server) setReadHeaders(header http.Header, body *Body) {
	header["Cache-Control"] = cacheControl[s.seconds(body.Expires)]
	allowOrigins(header)
	header["X-Content-Type-Options"] = nosniff
	header["Vary"] = varyEncoding
	if body.Vary != "" {
		header["Vary"] = []string{"Accept-Encoding, " + body.Vary}
	}
	if body.Language != "" {
		header["Content-Language"] = []string{body.Language}
	}
}

// seconds is how long a body may be kept: at most 60, and never past the moment it may change.
func (s *Server) seconds(expires time.Time) int {
	if expires.IsZero() {
		return int(maxAge.Seconds())
	}
	left := int(expires.Sub(s.now()) / time.Second)
	return min(max(left, 0), int(maxAge.Seconds()))
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3) as far as it concerns gzip.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		coding = strings.TrimSpace(coding)
		if coding != "gzip" && coding != "*" {
			continue
		}
		q := strings.ReplaceAll(weight, " ", "")
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}

// matches reads If-None-Match (RFC 9110, 13.1.2), which compares weakly.
func matches(header, etag string) bool {
	if header == "" {
		return false
	}
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == etag || part == "*" {
			return true
		}
	}
	return false
}
