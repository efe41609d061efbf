package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
)

// serverKey is where a request's context keeps the Server, for huma's error hook.
const serverKey = "hallyu.server"

const schemaPrefix = "#/components/schemas/"

// replaceErrors puts our problems in the place of huma's errors, once for the process: huma keeps
// these hooks in variables of its package.
var replaceErrors = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.NewErrorWithContext = failureOf
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return failureOf(nil, status, message, errs...)
	}
})

// silent is an adapter that mounts nothing: what is registered with it is documented alone.
type silent struct{ http.Handler }

func (silent) Handle(*huma.Operation, func(huma.Context)) {}

func (s *Server) describeAPI() {
	replaceErrors()
	config := huma.DefaultConfig("hallyu", s.Config.Version)
	config.CreateHooks = nil
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.Formats = map[string]huma.Format{"application/json": strictJSON, "json": strictJSON}
	config.Info.Description = "Sticker store and localization service. Public reads need no key."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		schemeApp:   {Type: "http", Scheme: "bearer", Description: "A chat app's key (hk_live_…, hk_test_…); the list names the scope it needs."},
		schemeStaff: {Type: "http", Scheme: "bearer", Description: "A staff key (hs_…); the list names the roles of which it needs one."},
		schemeOwn:   {Type: "http", Scheme: "bearer", Description: "A client token (hc_…) of the holder in the path, or a token that their app signed itself; the list names the scope that the app needs."},
	}
	s.api = humaecho.New(s.Echo, config)
	s.api.UseMiddleware(s.admitTyped, s.refuseLarge, noStore)
	s.shadow = huma.NewAPI(config, silent{})
}

// noStore marks every typed reply: what needs a key, or changes something, is kept by no cache. Scripts
// of other origins may read it.
func noStore(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader("Cache-Control", "no-store")
	allowOrigins(humaecho.Unwrap(ctx).Response().Header())
	next(ctx)
}

// OpenAPI is the whole contract as OpenAPI 3.1 in JSON.
func (s *Server) OpenAPI() ([]byte, error) {
	document := s.api.OpenAPI()
	allowNull(document.Components.Schemas)
	return json.MarshalIndent(document, "", " ")
}

// allowNull documents pointers to objects as nullable, which huma cannot: it writes anyOf the object
// and null where a field is a pointer that is not left out when nil.
func allowNull(registry huma.Registry) {
	for name, schema := range registry.Map() {
		t := registry.TypeFromRef(schemaPrefix + name)
		if t != nil && t.Kind() == reflect.Struct {
			allowNullFields(t, schema)
		}
	}
}

func allowNullFields(t reflect.Type, schema *huma.Schema) {
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			allowNullFields(field.Type, schema)
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := schema.Properties[name]
		if property == nil || property.Ref == "" || field.Type.Kind() != reflect.Pointer || strings.Contains(options, "omitempty") {
			continue
		}
		schema.Properties[name] = &huma.Schema{
			Description: property.Description,
			AnyOf:       []*huma.Schema{{Ref: property.Ref}, {Type: "null"}},
		}
	}
}

// mountContract mounts the addresses that describe the server itself.
func (s *Server) mountContract() {
	document := sync.OnceValues(func() (*Body, error) {
		data, err := s.OpenAPI()
		if err != nil {
			return nil, err
		}
		return NewBody("application/openapi+json", data, time.Time{}), nil
	})
	s.get("/openapi.json", func(c echo.Context) error {
		body, err := document()
		if err != nil {
			return err
		}
		s.send(c, prepare(body), Reading{})
		return nil
	})
	s.get("/docs", s.contractPage)
	s.get("/problems/:code", s.problemPage)
}

// get mounts a route that is no part of the contract.
func (s *Server) get(path string, handle echo.HandlerFunc) {
	s.Echo.GET(path, handle)
	s.Echo.HEAD(path, handle)
}
