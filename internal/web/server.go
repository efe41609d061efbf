// Package web is where HTTP meets hallyu: one Echo server, one OpenAPI document, and what every
// route shares — problems, languages, keys, encoded bodies, logs and metrics. It is the sole
// importer of Echo and huma, together with the packages below it that hold the routes.
package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
)

// Words are the program's own texts in the reader's language.
type Words interface {
	// Negotiate chooses a locale for an Accept-Language header; it never fails.
	Negotiate(acceptLanguage string) string
	// In gives the texts in a locale or, where one is missing there, in one that has it.
	In(locale i18n.Locale) i18n.Speaker
	// Revision names what the words say at this moment; it changes with every change of them.
	Revision() string
}

// Authenticator turns a bearer token into the one who holds it.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (accounts.Actor, error)
}

// Config is what the operator decides about the HTTP side.
type Config struct {
	PublicURL      string       // prefix of addresses in replies; "" makes them path-absolute
	TrustedProxies []*net.IPNet // whose X-Forwarded-For is believed
	CountryHeader  string       // set by a trusted proxy, for example CF-IPCountry
	DefaultRegion  string       // where a visitor lands who says nothing
	Version        string
	MemoBytes      int64 // memory for encoded bodies; 0 means 64 MiB
}

// Server is the HTTP side of hallyu.
type Server struct {
	Echo    *echo.Echo
	Config  Config
	Words   Words
	Metrics *prometheus.Registry

	FailurePage FailurePage // nil where there are no pages

	api      huma.API // routes with typed operations
	shadow   huma.API // documents plain Echo routes in the same OpenAPI
	auth     Authenticator
	log      *slog.Logger
	now      func() time.Time
	memo     *memo
	recorder *recorder
	access   *accessLog
	limiter  *limiter
	doors    atomic.Int32
	draining chan struct{}
	drained  sync.Once

	crossOrigin *http.CrossOriginProtection
}

// Deps are what a Server needs besides its Config.
type Deps struct {
	Words Words
	Auth  Authenticator
	Log   *slog.Logger
	Now   func() time.Time
}

// New makes a server without routes, but for those that every server has: the OpenAPI document, its
// page, the problems' pages and the version.
func New(config Config, deps Deps) *Server {
	s := &Server{
		Echo: echo.New(), Config: config, Words: deps.Words, Metrics: prometheus.NewRegistry(),
		auth: deps.Auth, log: deps.Log, now: deps.Now, memo: newMemo(config.MemoBytes), limiter: newLimiter(deps.Now),
		crossOrigin: newCrossOrigin(config.PublicURL), draining: make(chan struct{}),
	}
	s.recorder, s.access = newRecorder(s.Metrics), &accessLog{log: deps.Log}
	s.Echo.HideBanner, s.Echo.HidePort = true, true
	s.Echo.IPExtractor = ipExtractor(config.TrustedProxies)
	s.Echo.HTTPErrorHandler = func(err error, c echo.Context) { s.fail(c, err) }
	s.Echo.Use(s.observe)
	s.describeAPI()
	s.mountContract()
	return s
}

// Now is the server's clock.
func (s *Server) Now() time.Time { return s.now() }

// ServeHTTP answers one request. While the doors drain, the connection ends with the reply, so that
// the caller's next request goes to another replica.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.doors.Load() == doorsDraining {
		w.Header().Set("Connection", "close")
	}
	s.Echo.ServeHTTP(w, r)
}

func ipExtractor(trusted []*net.IPNet) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range trusted {
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
