package v1

import (
	"encoding/json"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

// mute has no words: every message is its own id.
type mute struct{}

func (mute) Negotiate(string) string     { return "en" }
func (mute) In(i18n.Locale) i18n.Speaker { return i18n.Speaker{} }
func (mute) Revision() string            { return "" }

// noon is when the servers of these tests live: their clock stands still.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// bare is a server without routes.
func bare() *web.Server {
	return web.New(web.Config{Version: "test", DefaultRegion: "KR"}, web.Deps{
		Words: mute{}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon },
	})
}

// mounted is a server with all routes and nothing behind them.
func mounted() *web.Server {
	s := bare()
	s.MountHealth()
	Mount(s, Services{})
	return s
}

// undocumented are addresses that are no part of the contract: they describe it, or are for machines.
var undocumented = map[string]bool{
	"/openapi.json": true, "/docs": true, "/problems/{code}": true, "/livez": true, "/startupz": true, "/readyz": true, "/version": true,
}

type document struct {
	OpenAPI string                               `json:"openapi"`
	Paths   map[string]map[string]map[string]any `json:"paths"`
}

func contract(t *testing.T, s *web.Server) document {
	t.Helper()
	data, err := s.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var d document
	err = json.Unmarshal(data, &d)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var echoParameter = regexp.MustCompile(`:(\w+)`)

func TestEveryRouteIsDocumented(t *testing.T) {
	s := mounted()
	d := contract(t, s)
	mountedRoutes := map[string]bool{}
	for _, route := range s.Echo.Routes() {
		path := echoParameter.ReplaceAllString(route.Path, "{$1}")
		mountedRoutes[route.Method+" "+path] = true
		if undocumented[path] || route.Method == "echo_route_not_found" {
			continue
		}
		method := strings.ToLower(route.Method)
		if method == "head" && d.Paths[path]["head"] == nil {
			method = "get"
		}
		if d.Paths[path][method] == nil {
			t.Errorf("%s %s is not documented", route.Method, path)
		}
	}
	for path, methods := range d.Paths {
		for method := range methods {
			if !mountedRoutes[strings.ToUpper(method)+" "+path] {
				t.Errorf("%s %s is documented and not mounted", method, path)
			}
		}
	}
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

func TestEveryPathParameterIsDocumented(t *testing.T) {
	for path, methods := range contract(t, mounted()).Paths {
		for method, operation := range methods {
			documented, _ := json.Marshal(operation["parameters"])
			for _, m := range pathParameter.FindAllStringSubmatch(path, -1) {
				if !strings.Contains(string(documented), `"in":"path","name":"`+m[1]+`"`) {
					t.Errorf("%s %s does not document %s: %s", method, path, m[1], documented)
				}
			}
		}
	}
}

func TestStatusesAreDocumented(t *testing.T) {
	d := contract(t, mounted())
	for path, want := range map[string]string{
		"/v1/storefront":                                "302 default",
		"/v1/storefronts":                               "200 304 default",
		"/v1/storefronts/{region}/{locale}":             "200 304 307 default",
		"/assets/{name}":                                "200 206 304 default",
		"/v1/strings/{project}/{channel}/{file}":        "200 304 default",
		"/v1/holders/{holder}/packs/{pack}/archive.zip": "200 default",
	} {
		responses, _ := d.Paths[path]["get"]["responses"].(map[string]any)
		if got := strings.Join(slices.Sorted(maps.Keys(responses)), " "); got != want {
			t.Errorf("%s answers %s, want %s", path, got, want)
		}
		for _, status := range []string{"302", "307"} {
			if response, redirects := responses[status].(map[string]any); redirects && response["headers"] == nil {
				t.Errorf("%s does not say where %s leads", path, status)
			}
		}
	}
}

func TestOnlyOperatorsBan(t *testing.T) {
	security, _ := json.Marshal(contract(t, mounted()).Paths["/v1/packs/{pack}/ban"]["post"]["security"])
	if string(security) != `[{"staff":["operator"]}]` {
		t.Errorf("documented: %s", security)
	}
}

func TestTheDocumentIsWhole(t *testing.T) {
	d := contract(t, mounted())
	if !strings.HasPrefix(d.OpenAPI, "3.1") || len(d.Paths) < 25 {
		t.Errorf("openapi %q with %d paths", d.OpenAPI, len(d.Paths))
	}
	for path, methods := range d.Paths {
		for method, operation := range methods {
			if operation["summary"] == "" || operation["operationId"] == "" || operation["responses"] == nil {
				t.Errorf("%s %s lacks a summary, an id or responses", method, path)
			}
		}
	}
}
