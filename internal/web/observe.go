package web

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

const requestIDHeader = "X-Request-Id"

// observe is the one middleware that every request passes: it names the request, decodes its path
// once, recovers from panics, writes the access log and counts.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.now()
		c.Response().Header()[requestIDHeader] = []string{newRequestID(callersID(c.Request().Header))}
		s.recorder.active.Inc()
		err := s.guard(c, next)
		if err != nil {
			s.fail(c, err)
		}
		s.recorder.active.Dec()
		s.record(c, start)
		return nil
	}
}

// guard runs the handler and turns a panic into an error.
func (s *Server) guard(c echo.Context, next echo.HandlerFunc) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	answerPreflight(c)
	if s.doors.Load() == doorsClosed && !open[c.Path()] {
		return ErrNotReady
	}
	if !decodeParams(c) {
		return ErrAddressUnknown
	}
	return next(c)
}

// decodeParams decodes path parameters, which Echo leaves as they came when the path has escapes that
// RawPath keeps. It reports false where a parameter is ill-formed, no UTF-8, or holds a slash or NUL: no
// name of ours has one, and PostgreSQL takes neither.
func decodeParams(c echo.Context) bool {
	raw := c.Request().URL.RawPath != ""
	values := c.ParamValues()
	for i, value := range values {
		if raw {
			decoded, err := url.PathUnescape(value)
			if err != nil || strings.Contains(decoded, "/") {
				return false
			}
			values[i] = decoded
		}
		if strings.ContainsAny(values[i], "\\\x00") || !utf8.ValidString(values[i]) {
			return false
		}
	}
	if raw {
		c.SetParamValues(values...)
	}
	return true
}

// newRequestID keeps a caller's own id where it is harmless, and makes one otherwise.
func newRequestID(given string) string {
	if given != "" && len(given) <= 64 && !strings.ContainsFunc(given, unsafeInID) {
		return given
	}
	return randomID()
}

// randomID is 128 random bits in hexadecimal. It names a request and opens nothing, so it needs no
// entropy from the system.
func randomID() string {
	var bits [16]byte
	var text [32]byte
	binary.NativeEndian.PutUint64(bits[:8], rand.Uint64())
	binary.NativeEndian.PutUint64(bits[8:], rand.Uint64())
	hex.Encode(text[:], bits[:])
	return string(text[:])
}

func unsafeInID(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_' || r == '.')
}

func requestID(c echo.Context) string { return first(c.Response().Header(), requestIDHeader) }

// first is the first value of the header of this name, which must be in canonical form: unlike
// http.Header.Get, it need not look at every letter of it.
func first(header http.Header, name string) string {
	values := header[name]
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
