package web

import (
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// recorder counts requests under the names of OpenTelemetry's semantic conventions for HTTP servers.
type recorder struct {
	active    prometheus.Gauge
	durations *prometheus.HistogramVec
	observers sync.Map // of label triple to prometheus.Observer
}

type labels struct {
	method, route string
	status        int
}

func newRecorder(registry *prometheus.Registry) *recorder {
	r := &recorder{
		active: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "Requests being answered now.",
		}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_server_request_duration_seconds", Help: "Time from the request's head to the reply's end.",
			Buckets: []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10},
		}, []string{"http_request_method", "http_route", "http_response_status_code"}),
	}
	registry.MustRegister(r.active, r.durations, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

func (r *recorder) observe(l labels, took time.Duration) {
	observer, known := r.observers.Load(l)
	if !known {
		made := r.durations.WithLabelValues(l.method, l.route, strconv.Itoa(l.status))
		observer, _ = r.observers.LoadOrStore(l, made)
	}
	observer.(prometheus.Observer).Observe(took.Seconds())
}

// knownMethods keeps invented methods out of the metrics' labels.
var knownMethods = map[string]bool{
	"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "OPTIONS": true,
}

// record counts one answered request and writes its line in the access log.
func (s *Server) record(c echo.Context, took time.Duration) {
	request, response := c.Request(), c.Response()
	method := request.Method
	if !knownMethods[method] {
		method = "_OTHER"
	}
	s.recorder.observe(labels{method, c.Path(), response.Status}, took)
	level := slog.LevelInfo
	if response.Status >= 500 && s.doors.Load() != doorsClosed {
		level = slog.LevelError
	}
	s.log.LogAttrs(request.Context(), level, "request",
		slog.String("request_id", requestID(c)),
		slog.String("method", method),
		slog.String("path", request.URL.Path),
		slog.Int("status", response.Status),
		slog.Int64("bytes", response.Size),
		slog.Duration("took", took),
	)
}
