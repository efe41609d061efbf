package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
)

// ErrCrossOrigin: a page of another origin asked for it with the reader's cookie.
var ErrCrossOrigin = fault.Define(fault.Denied, "cross-origin")

// The names of the session's cookie. The prefix (RFC 6265bis, section 4.1.3.2) binds it to this host
// and to https; over plain http a browser would refuse it.
const (
	secureCookie = "__Host-hallyu_session"
	plainCookie  = "hallyu_session"
)

// StartSession hands the browser the token of a session.
func (s *Server) StartSession(c echo.Context, token string, end time.Time) {
	c.SetCookie(s.cookie(c, token, max(int(end.Sub(s.now())/time.Second), 1)))
}

// ForgetSession takes the token from the browser.
func (s *Server) ForgetSession(c echo.Context) { c.SetCookie(s.cookie(c, "", -1)) }

func (s *Server) cookie(c echo.Context, token string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(c), Value: token, Path: "/", MaxAge: maxAge,
		Secure: s.Secure(c), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

func (s *Server) cookieName(c echo.Context) string {
	if s.Secure(c) {
		return secureCookie
	}
	return plainCookie
}

// Secure reports whether the reader reached the store over https: here, through a trusted proxy that
// says so, or at the public address.
func (s *Server) Secure(c echo.Context) bool {
	r := c.Request()
	return r.TLS != nil || strings.HasPrefix(s.Config.PublicURL, "https:") ||
		s.trusts(r.RemoteAddr) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// Session returns who is signed in with this browser, or ErrNoKey, or why the session no longer holds.
func (s *Server) Session(c echo.Context) (accounts.Actor, error) {
	cookie, err := c.Request().Cookie(s.cookieName(c))
	if err != nil || len(cookie.Value) > maxAuthorization {
		return accounts.Actor{}, accounts.ErrNoKey
	}
	actor, err := s.auth.Authenticate(c.Request().Context(), cookie.Value)
	if err == nil && actor.Kind != accounts.KindAccount {
		return accounts.Actor{}, accounts.ErrNoKey
	}
	return actor, err
}

// Arrival is what the accounts are told of the request that starts a session.
func Arrival(c echo.Context) accounts.Arrival {
	return accounts.Arrival{RequestID: requestID(c), Device: accounts.DeviceOf(c.Request().UserAgent())}
}

// ArrivalOf is the same for a typed operation.
func ArrivalOf(ctx context.Context) accounts.Arrival {
	c, typed := ctx.Value(echoKey{}).(echo.Context)
	if !typed {
		return accounts.Arrival{RequestID: RequestIDOf(ctx)}
	}
	return Arrival(c)
}

// WithActor is the request's context with who makes it.
func WithActor(c echo.Context, actor accounts.Actor) context.Context {
	ctx := context.WithValue(c.Request().Context(), requestIDKey{}, requestID(c))
	return context.WithValue(ctx, actorKey{}, actor)
}

// crossOrigin is the standard library's judgement on unsafe methods: by Sec-Fetch-Site or, where a
// browser does not send it, by Origin.
func newCrossOrigin(publicURL string) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if publicURL != "" {
		_ = protection.AddTrustedOrigin(publicURL) // one with a path is no origin, and trusts nobody
	}
	return protection
}

// SameOrigin returns ErrCrossOrigin for a request that would change something and that a page of
// another origin made.
func (s *Server) SameOrigin(r *http.Request) error {
	if s.crossOrigin.Check(r) != nil {
		return ErrCrossOrigin
	}
	return nil
}

// ownScript returns ErrCrossOrigin unless a script of our own pages made the request, or nobody's: the
// API takes a cookie from them alone. Reading is asked for here as well, so that no other page learns
// by how long an answer takes who is signed in.
func (s *Server) ownScript(r *http.Request) error {
	site := r.Header.Get("Sec-Fetch-Site")
	if site != "" && site != "same-origin" && site != "none" {
		return ErrCrossOrigin
	}
	return s.SameOrigin(r)
}

// authenticate finds who makes a request of the API: the holder of the key in Authorization or, without
// that header, who is signed in with this browser.
func (s *Server) authenticate(c echo.Context) (accounts.Actor, error) {
	header := c.Request().Header
	if _, named := header["Authorization"]; named {
		return s.auth.Authenticate(c.Request().Context(), bearer(header))
	}
	actor, err := s.Session(c)
	if err != nil {
		return accounts.Actor{}, err
	}
	return actor, s.ownScript(c.Request())
}
