package web

import (
	"context"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
)

// ErrNotReady answers everything before the store is migrated, seeded and has its first snapshot.
var ErrNotReady = fault.Define(fault.Unavailable, "not-ready")

// Check is one thing that the store needs.
type Check struct {
	Name string
	Run  func(context.Context) error // what is wrong with it; nobody outside is told more than that it is
	Say  func() string               // what anybody may know of it beside that; nil says nothing
}

// How far the doors are open.
const (
	doorsClosed   int32 = iota // nothing answers but the health and the version
	doorsOpen                  // everything answers
	doorsDraining              // everything answers, and readyz says that no more should come
)

// Open opens the doors: until then, only the health and the version answer.
func (s *Server) Open() { s.doors.Store(doorsOpen) }

// Drain makes readyz ask for no more requests, while those that come are still answered.
// Replies that would never end do.
func (s *Server) Drain() {
	s.doors.Store(doorsDraining)
	s.drained.Do(func() { close(s.draining) })
}

// Draining is closed when the doors begin to drain.
func (s *Server) Draining() <-chan struct{} { return s.draining }

// open lists what answers while the doors are closed.
var open = map[string]bool{"/livez": true, "/readyz": true, "/startupz": true, "/version": true, "/openapi.json": true}

// MountHealth mounts /livez, /startupz, /readyz and /version.
func (s *Server) MountHealth(checks ...Check) {
	s.get("/livez", func(c echo.Context) error { return plainText(c, http.StatusOK, "ok\n") })
	s.get("/startupz", s.startupz)
	s.get("/readyz", func(c echo.Context) error { return s.readyz(c, checks) })
	s.get("/version", s.version)
}

// doorWords says how far the doors are open.
var doorWords = map[int32]string{doorsClosed: "starting", doorsOpen: "open", doorsDraining: "draining"}

// startupz is 200 from the moment the doors were opened first.
func (s *Server) startupz(c echo.Context) error {
	if s.doors.Load() == doorsClosed {
		return plainText(c, http.StatusServiceUnavailable, "starting\n")
	}
	return plainText(c, http.StatusOK, "ok\n")
}

// readyz is 200 when the doors are open. Checks are reported, and do not close them: a store without
// its database still serves what it has.
func (s *Server) readyz(c echo.Context, checks []Check) error {
	status, report := http.StatusOK, "ok\n"
	doors := s.doors.Load()
	if doors != doorsOpen {
		status, report = http.StatusServiceUnavailable, "not ready\n"
	}
	if _, verbose := c.QueryParams()["verbose"]; verbose {
		report += "doors: " + doorWords[doors] + "\n"
		for _, check := range checks {
			report += check.line(c.Request().Context())
		}
	}
	return plainText(c, status, report)
}

// checkTimeout is how long a check may take before it counts as failing.
const checkTimeout = time.Second

// OK runs the check within checkTimeout.
func (check Check) OK(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return check.Run(ctx) == nil
}

func (check Check) line(ctx context.Context) string {
	verdict := "failing"
	if check.OK(ctx) {
		verdict = "ok"
	}
	if check.Say != nil {
		verdict += " (" + check.Say() + ")"
	}
	return check.Name + ": " + verdict + "\n"
}

func plainText(c echo.Context, status int, text string) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(status, text)
}

func (s *Server) version(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, api.Version{Version: s.Config.Version, Commit: commit(), Go: runtime.Version()})
}

func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return ""
}
