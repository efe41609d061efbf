package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// The faults of HTTP itself; every other is declared beside its noun.
var (
	ErrAddressUnknown       = fault.Define(fault.NotFound, "address-unknown")
	ErrMethodNotAllowed     = fault.Define(fault.NotAllowed, "method-not-allowed")
	ErrRequestInvalid       = fault.Define(fault.Invalid, "request-invalid")
	ErrBodyMalformed        = fault.Define(fault.Malformed, "body-malformed")
	ErrRequestTimeout       = fault.Define(fault.TooSlow, "request-timeout")
	ErrBodyTooLarge         = fault.Define(fault.TooLarge, "body-too-large")
	ErrMediaTypeUnsupported = fault.Define(fault.Unsupported, "media-type-unsupported")
	ErrTooManyRequests      = fault.Define(fault.TooMany, "too-many-requests")
	ErrIdempotencyKey       = fault.Define(fault.Malformed, "idempotency-key-missing")
	ErrIdempotencyKeyLong   = fault.Define(fault.Invalid, "idempotency-key-invalid")
	ErrCursor               = fault.Define(fault.Invalid, "cursor-invalid")
	ErrInternal             = fault.Define(fault.Kind("internal"), "internal")
)

// statuses says once which HTTP status each kind of fault has.
var statuses = map[fault.Kind]int{
	fault.Malformed:       http.StatusBadRequest,
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Denied:          http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.NotAllowed:      http.StatusMethodNotAllowed,
	fault.Conflict:        http.StatusConflict,
	fault.Gone:            http.StatusGone,
	fault.Withheld:        http.StatusUnavailableForLegalReasons,
	fault.Stale:           http.StatusPreconditionFailed,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.TooSlow:         http.StatusRequestTimeout,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.OutOfRange:      http.StatusRequestedRangeNotSatisfiable,
	fault.Payment:         http.StatusPaymentRequired,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Unsupported:     http.StatusUnsupportedMediaType,
}

// StatusOf is the HTTP status that a kind of fault is answered with.
func StatusOf(kind fault.Kind) int {
	status, known := statuses[kind]
	if !known {
		return http.StatusInternalServerError
	}
	return status
}

// fail answers a request with the problem that err is: people get a page where there is one for them.
func (s *Server) fail(c echo.Context, err error) {
	if c.Response().Committed {
		s.log.ErrorContext(c.Request().Context(), "failed after the reply began", "error", err, "request_id", requestID(c))
		return
	}
	if s.FailurePage != nil && s.doors.Load() != doorsClosed && isForPeople(c.Request()) && s.FailurePage(c, err) {
		return
	}
	problem := s.Problem(c, err)
	body, marshalErr := json.Marshal(problem)
	if marshalErr != nil {
		s.log.ErrorContext(c.Request().Context(), "problem not marshalled", "error", marshalErr)
		c.Response().WriteHeader(http.StatusInternalServerError)
		return
	}
	header := c.Response().Header()
	header.Set("Content-Type", "application/problem+json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	c.Response().WriteHeader(problem.Status)
	if c.Request().Method != http.MethodHead {
		_, _ = c.Response().Write(body)
	}
}

// Problem words err in the caller's language and sets the headers that go with it.
func (s *Server) Problem(c echo.Context, err error) *api.Problem {
	asked := cmp.Or(c.Request().Header.Get("Accept-Language"), c.Param("locale"))
	return s.ProblemIn(c, s.Words.Negotiate(asked), err)
}

// ProblemIn words err in a locale that the store speaks and sets the headers that go with it.
func (s *Server) ProblemIn(c echo.Context, locale string, err error) *api.Problem {
	f := s.faultOf(c, err)
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Del("ETag")
	header.Set("Vary", "Accept-Language")
	allowOrigins(header)
	setFailureHeaders(header, f)
	header.Set("Content-Language", locale)
	return s.word(locale, f)
}

func setFailureHeaders(header http.Header, f *fault.Error) {
	if f.Kind() == fault.Unauthenticated {
		header.Set("WWW-Authenticate", `Bearer realm="hallyu"`)
	}
	if f.Kind() == fault.TooSlow {
		header.Set("Connection", "close") // RFC 9110, section 15.5.9: what is left of the body is not waited for
	}
	wait, known := f.Facts()["retry_after"].(time.Duration)
	if known {
		header.Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	} else if f.Kind() == fault.Unavailable {
		header.Set("Retry-After", "1")
	}
}

// faultOf finds the fault in err. What is none is a defect: it is logged here and shown as a bare 500.
func (s *Server) faultOf(c echo.Context, err error) *fault.Error {
	f := fault.As(err)
	if f != nil {
		return f
	}
	var httpError *echo.HTTPError
	if errors.As(err, &httpError) {
		return faultOfStatus(httpError.Code)
	}
	s.log.ErrorContext(c.Request().Context(), "internal error", "error", err, "request_id", requestID(c), "route", c.Path())
	return ErrInternal
}

func faultOfStatus(status int) *fault.Error {
	switch status {
	case http.StatusNotFound:
		return ErrAddressUnknown
	case http.StatusMethodNotAllowed:
		return ErrMethodNotAllowed
	case http.StatusRequestEntityTooLarge:
		return ErrBodyTooLarge
	case http.StatusUnsupportedMediaType:
		return ErrMediaTypeUnsupported
	case http.StatusBadRequest:
		return ErrBodyMalformed
	case http.StatusRequestTimeout:
		return ErrRequestTimeout
	case http.StatusUnprocessableEntity:
		return ErrRequestInvalid
	}
	return ErrInternal
}

func (s *Server) word(locale string, f *fault.Error) *api.Problem {
	words := s.Words.In(i18n.Locale(locale))
	p := &api.Problem{
		Type:   s.Config.PublicURL + "/problems/" + f.Code(),
		Title:  words.Text("problem."+f.Code()+".title", f.Facts()),
		Detail: words.Text("problem."+f.Code()+".detail", f.Facts()),
		Status: StatusOf(f.Kind()),
		Facts:  publicFacts(f.Facts()),
	}
	for _, field := range f.Fields() {
		p.Errors = append(p.Errors, api.FieldError{
			Pointer: field.Pointer,
			Code:    field.Code,
			Detail:  words.Text(fieldWords(field.Code), field.Facts),
		})
	}
	return p
}

// fieldWords is the id of the words for a finding's code; one with a dot is such an id itself.
func fieldWords(code string) string {
	if strings.Contains(code, ".") {
		return code
	}
	return "field." + code
}

func publicFacts(facts map[string]any) map[string]any {
	public := make(map[string]any, len(facts))
	for name, fact := range facts {
		if wait, isDuration := fact.(time.Duration); isDuration {
			fact = int(wait.Seconds()) + 1
		}
		public[name] = fact
	}
	return public
}
