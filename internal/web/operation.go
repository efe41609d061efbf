package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
)

// Access says who may call an operation; it is what the OpenAPI document shows, and what is enforced.
type Access []map[string][]string

// The names of the security schemes.
const (
	schemeApp   = "app"
	schemeStaff = "staff"
)

// Public operations need no key.
var Public Access

// ByApp lets chat apps in whose key has the scope.
func ByApp(scope accounts.Scope) Access {
	return Access{{schemeApp: {string(scope)}}}
}

// ByStaff lets members of staff in who have one of the roles.
func ByStaff(roles ...accounts.Role) Access {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	return Access{{schemeStaff: names}}
}

// Operation describes one route.
type Operation struct {
	Method  string
	Path    string // with {parameters}
	ID      string // unique, lower-case and hyphenated
	Summary string
	Tag     string
	Access  Access
	Status  int   // of success; 0 means 200
	MaxBody int64 // bytes; 0 means 1 MiB
	Type    string
}

func (o Operation) huma() huma.Operation {
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	return huma.Operation{
		OperationID: o.ID, Method: o.Method, Path: o.Path, Summary: o.Summary, Tags: []string{o.Tag},
		DefaultStatus: o.Status, MaxBodyBytes: o.MaxBody, Security: o.Access,
	}
}

// Typed mounts an operation whose parameters and bodies are read, checked and documented from the
// types I and O.
func Typed[I, O any](s *Server, o Operation, handle func(context.Context, *I) (*O, error)) {
	huma.Register(s.api, o.huma(), handle)
}

// Plain mounts a route that reads and writes by itself and documents it from the types I and O. A
// GET route answers HEAD as well.
func Plain[I, O any](s *Server, o Operation, handle echo.HandlerFunc) {
	documented := o.huma()
	if o.Type != "" {
		documented.Responses = rawResponse(o)
	}
	huma.Register(s.shadow, documented, func(context.Context, *I) (*O, error) { return nil, nil })
	guarded := func(c echo.Context) error {
		err := s.admit(c, o.Access)
		if err != nil {
			return err
		}
		return handle(c)
	}
	s.Echo.Add(o.Method, echoPath(o.Path), guarded)
	if o.Method == http.MethodGet {
		s.Echo.Add(http.MethodHead, echoPath(o.Path), guarded)
	}
}

func rawResponse(o Operation) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {
		Description: "OK",
		Content:     map[string]*huma.MediaType{o.Type: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
}

func echoPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

type actorKey struct{}

// ActorOf is who makes the request. It is the zero Actor on public routes without a key.
func ActorOf(ctx context.Context) accounts.Actor {
	actor, _ := ctx.Value(actorKey{}).(accounts.Actor)
	return actor
}

// admit lets a request of a plain route pass or says why not.
func (s *Server) admit(c echo.Context, access Access) error {
	if len(access) == 0 {
		return nil
	}
	actor, err := s.authorize(c, access)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), actorKey{}, actor)))
	return nil
}

// admitTyped does the same for typed operations, whose access stands in their description.
func (s *Server) admitTyped(ctx huma.Context, next func(huma.Context)) {
	if len(ctx.Operation().Security) == 0 {
		next(ctx)
		return
	}
	c := humaecho.Unwrap(ctx)
	actor, err := s.authorize(c, ctx.Operation().Security)
	if err != nil {
		s.fail(c, err)
		return
	}
	next(huma.WithValue(ctx, actorKey{}, actor))
}

// authorize finds who holds the request's key and whether one of the alternatives lets them in.
func (s *Server) authorize(c echo.Context, access Access) (accounts.Actor, error) {
	actor, err := s.auth.Authenticate(c.Request().Context(), bearer(c.Request().Header))
	if err != nil {
		return accounts.Actor{}, err
	}
	err = s.limiter.take(c, actor)
	if err != nil {
		return accounts.Actor{}, err
	}
	for _, alternative := range access {
		refused := permitted(actor, alternative)
		if refused == nil {
			return actor, nil
		}
		err = refused
	}
	return accounts.Actor{}, err
}

func permitted(actor accounts.Actor, alternative map[string][]string) error {
	if scopes, forApps := alternative[schemeApp]; forApps {
		return actor.NeedScope(accounts.Scope(scopes[0]))
	}
	roles := make([]accounts.Role, 0, 4)
	for _, role := range alternative[schemeStaff] {
		roles = append(roles, accounts.Role(role))
	}
	return actor.NeedRole(roles...)
}

// maxAuthorization bounds what is parsed as a token, in bytes.
const maxAuthorization = 8 << 10

func bearer(header http.Header) string {
	value := header.Get("Authorization")
	scheme, token, found := strings.Cut(value, " ")
	if !found || len(value) > maxAuthorization || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// failure carries a fault through huma, which wants errors of its own kind.
type failure struct {
	*api.Problem
}

// GetStatus is the HTTP status, as huma asks for it.
func (f failure) GetStatus() int { return f.Status }

// ContentType makes the reply application/problem+json.
func (f failure) ContentType(string) string { return "application/problem+json" }

// Schema documents problems: the standard members, and facts beside them.
func (f failure) Schema(r huma.Registry) *huma.Schema {
	object := func(properties map[string]*huma.Schema) *huma.Schema {
		return &huma.Schema{Type: huma.TypeObject, Properties: properties, AdditionalProperties: true}
	}
	text := &huma.Schema{Type: huma.TypeString}
	problem := object(map[string]*huma.Schema{
		"type": text, "title": text, "detail": text, "status": {Type: huma.TypeInteger},
		"errors": {Type: huma.TypeArray, Items: object(map[string]*huma.Schema{"pointer": text, "code": text, "detail": text})},
	})
	problem.Required = []string{"type", "title", "status", "detail"}
	r.Map()["Problem"] = problem
	return &huma.Schema{Ref: "#/components/schemas/Problem"}
}

// failureOf replaces huma's errors by ours. It is called with what a handler returned, or with what
// huma itself found wrong with a request.
func failureOf(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	if ctx == nil {
		return failure{&api.Problem{Status: status}}
	}
	c := humaecho.Unwrap(ctx)
	s := c.Get(serverKey).(*Server)
	if status == http.StatusInternalServerError && len(errs) == 1 {
		return failure{s.Problem(c, errs[0])}
	}
	return failure{s.Problem(c, faultOfStatus(status).WithFields(findings(errs)...))}
}

func findings(errs []error) []fault.Field {
	var fields []fault.Field
	for _, err := range errs {
		detailer, ok := err.(huma.ErrorDetailer)
		if ok {
			fields = append(fields, finding(detailer.ErrorDetail()))
		}
	}
	return fields
}
