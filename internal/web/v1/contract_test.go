package v1

import (
	"encoding/json"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/web"
)

// mute has no words: every message is its own id.
type mute struct{}

func (mute) Negotiate(string) string                           { return "en" }
func (mute) Text(_ string, id string, _ map[string]any) string { return id }
func (mute) Revision() string                                  { return "" }

// bare is a server without routes.
func bare() *web.Server {
	return web.New(web.Config{Version: "test", DefaultRegion: "KR"}, web.Deps{
		Words: mute{}, Log: slog.New(slog.DiscardHandler), Now: time.Now,
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
	"/openapi.json": true, "/docs": true, "/problems/{code}": true, "/livez": true, "/readyz": true, "/version": true,
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
