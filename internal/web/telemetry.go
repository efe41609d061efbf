package web

import (
	"log/slog"
	"maps"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// recorder counts requests under the names of OpenTelemetry's semantic conventions for HTTP servers.
type recorder struct {
	active    prometheus.Gauge
	durations *prometheus.HistogramVec
	observers atomic.Pointer[map[labels]prometheus.Observer] // replaced whole, so that reading takes no lock
	adding    sync.Mutex
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
	r.observers.Store(&map[labels]prometheus.Observer{})
	registry.MustRegister(r.active, r.durations, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

func (r *recorder) observe(l labels, took time.Duration) {
	observer, known := (*r.observers.Load())[l]
	if !known {
		observer = r.add(l)
	}
	observer.Observe(took.Seconds())
}

// add makes the observer of labels that are seen for the first time. Routes and statuses are few.
func (r *recorder) add(l labels) prometheus.Observer {
	r.adding.Lock()
	defer r.adding.Unlock()
	observers := maps.Clone(*r.observers.Load())
	observers[l] = r.durations.WithLabelValues(l.method, l.route, strconv.Itoa(l.status))
	r.observers.Store(&observers)
	return observers[l]
}

// knownMethods keeps invented methods out of the metrics' labels.
var knownMethods = map[string]bool{
	"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "OPTIONS": true,
}

// record counts one answered request and writes its line in the access log.
func (s *Server) record(c echo.Context, start time.Time) {
	request, response := c.Request(), c.Response()
	method := request.Method
	if !knownMethods[method] {
		method = "_OTHER"
	}
	end := s.now()
	took := end.Sub(start)
	s.recorder.observe(labels{method, c.Path(), response.Status}, took)
	level := slog.LevelInfo
	if response.Status >= 500 && s.doors.Load() != doorsClosed {
		level = slog.LevelError
	}
	if !s.log.Enabled(request.Context(), level) {
		return
	}
	s.access.write(line{
		at: end, level: level, requestID: requestID(c), method: method, path: loggedPath(request.URL.Path),
		status: response.Status, bytes: response.Size, took: took,
	})
}
