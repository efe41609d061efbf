package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/internal/corked"
)

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
	nosniff       = []string{"nosniff"}
	exposeHeaders = []string{replyHeaders}
)

// send writes a body in the coding that the caller takes, or 304 where the caller has it.
func (s *Server) send(c echo.Context, body *prepared, r Reading) {
	request, response := c.Request(), c.Response()
	header := response.Header()
	coding := &body.plain
	if body.gzip.data != nil && acceptsGzip(first(request.Header, "Accept-Encoding")) {
		coding = &body.gzip
	}
	header["Cache-Control"] = s.cacheControl(body, r)
	if matches(first(request.Header, "If-None-Match"), coding.etag) {
		set(header, coding.fresh)
		response.WriteHeader(http.StatusNotModified)
		return
	}
	set(header, coding.whole)
	response.WriteHeader(http.StatusOK)
	if request.Method == http.MethodHead {
		return
	}
	n, err := corked.Write(request.Context(), response.Writer, coding.data)
	response.Size = int64(n)
	if err != nil {
		s.log.DebugContext(request.Context(), "reply not taken", "error", err)
	}
}

func set(header http.Header, fields []field) {
	for _, f := range fields {
		header[f.name] = f.values
	}
}

func (s *Server) cacheControl(body *prepared, r Reading) []string {
	switch {
	case r.Immutable:
		return immutable
	case r.Private:
		return noCache
	}
	return cacheControl[s.seconds(body.expires)]
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
		if !strings.EqualFold(coding, "gzip") && coding != "*" {
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
