package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
)

// Public marks operations that need no key.
const Public accounts.Action = ""

// The names of the security schemes in the OpenAPI document.
const (
	schemeApp   = "app"
	schemeStaff = "staff"
	schemeOwn   = "client"
)

// actionKey is where an operation's description keeps its action.
const actionKey = "hallyu.action"

// guardedKey and ownKey are where it keeps whether it is Guarded and Own.
const (
	guardedKey = "hallyu.guarded"
	ownKey     = "hallyu.own"
)

// Operation describes one route.
type Operation struct {
	Method  string
	Path    string // with {parameters}
	ID      string // unique, lower-case and hyphenated
	Summary string
	Tag     string
	Action  accounts.Action // that the caller must be allowed to take
	Status  int             // of success; 0 means 200
	MaxBody int64           // bytes; 0 means 1 MiB
	Type    string          // media type of a reply that is documented by no Go type
	Also    []int           // what it answers besides Status when all is well: 206, 304, 307
	Guarded bool            // limited by the caller's address: what strangers could use to guess, or to wear us out
	Own     bool            // the holder in the path may ask as well, with a client token
}

func (o Operation) huma() huma.Operation {
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	return huma.Operation{
		OperationID: o.ID, Method: o.Method, Path: o.Path, Summary: o.Summary, Tags: []string{o.Tag},
		DefaultStatus: o.Status, MaxBodyBytes: o.MaxBody, Security: o.security(),
		Metadata: map[string]any{actionKey: o.Action, guardedKey: o.Guarded, ownKey: o.Own},
	}
}

// security documents who may take an operation's action: apps with a scope, holders themselves, or staff with one of
// the roles.
func (o Operation) security() []map[string][]string {
	var alternatives []map[string][]string
	if scope := o.Action.Scope(); scope != "" {
		alternatives = append(alternatives, map[string][]string{schemeApp: {string(scope)}})
		if o.Own {
			alternatives = append(alternatives, map[string][]string{schemeOwn: {string(scope)}})
		}
	}
	if roles := o.Action.Roles(); len(roles) > 0 {
		names := make([]string, len(roles))
		for i, role := range roles {
			names[i] = string(role)
		}
		alternatives = append(alternatives, map[string][]string{schemeStaff: names})
	}
	return alternatives
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
		documented.DefaultStatus, documented.Responses = http.StatusOK, rawResponse(o)
	}
	huma.Register(s.shadow, documented, func(context.Context, *I) (*O, error) { return nil, nil })
	if o.Method == http.MethodGet {
		o.documentAlso(s.shadow.OpenAPI().Paths[o.Path].Get.Responses)
	}
	guarded := func(c echo.Context) error {
		err := s.admit(c, o)
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

// documentAlso adds what the operation answers besides its first success, and where redirects lead.
func (o Operation) documentAlso(responses map[string]*huma.Response) {
	for _, status := range o.Also {
		responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status)}
	}
	for code, response := range responses {
		if code == "302" || code == "307" {
			response.Headers = map[string]*huma.Param{"Location": {Schema: &huma.Schema{Type: huma.TypeString}, Required: true}}
		}
	}
}

// rawResponse documents a reply that is no JSON of ours: bytes, or JSON of whatever shape.
func rawResponse(o Operation) map[string]*huma.Response {
	schema := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	if o.Type == "application/json" {
		schema = &huma.Schema{}
	}
	return map[string]*huma.Response{"200": {
		Description: "OK",
		Content:     map[string]*huma.MediaType{o.Type: {Schema: schema}},
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

type (
	requestIDKey struct{}
	echoKey      struct{}
)

// RequestIDOf is the id of the request that a typed operation answers.
func RequestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// admit lets a request of a plain route pass or says why not.
func (s *Server) admit(c echo.Context, o Operation) error {
	if o.Action == Public {
		return nil
	}
	allowOrigins(c.Response().Header())
	actor, err := s.authorize(c, o.Action, o.Own)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(WithActor(c, actor)))
	return nil
}

// admitTyped does the same for typed operations, whose action stands in their description.
func (s *Server) admitTyped(ctx huma.Context, next func(huma.Context)) {
	c := humaecho.Unwrap(ctx)
	c.Set(serverKey, s)
	ctx = huma.WithValue(huma.WithValue(ctx, requestIDKey{}, requestID(c)), echoKey{}, c)
	if guarded, _ := ctx.Operation().Metadata[guardedKey].(bool); guarded {
		err := s.Guard(c)
		if err != nil {
			s.fail(c, err)
			return
		}
	}
	action, _ := ctx.Operation().Metadata[actionKey].(accounts.Action)
	if action == Public {
		next(ctx)
		return
	}
	own, _ := ctx.Operation().Metadata[ownKey].(bool)
	actor, err := s.authorize(c, action, own)
	if err != nil {
		s.fail(c, err)
		return
	}
	next(huma.WithValue(ctx, actorKey{}, actor))
}

// SpeakerOf gives the program's own words in that language.
func (s *Server) SpeakerOf(ctx context.Context) i18n.Speaker {
	return s.Words.In(i18n.Locale(s.LanguageOf(ctx)))
}

// LanguageOf is the language of the store in which the caller of a typed operation reads.
func (s *Server) LanguageOf(ctx context.Context) string {
	c, typed := ctx.Value(echoKey{}).(echo.Context)
	if !typed {
		return s.Words.Negotiate("")
	}
	return s.Words.Negotiate(c.Request().Header.Get("Accept-Language"))
}

// refuseLarge tells who says that a body is over the limit so at once, and does not wait for it.
func (s *Server) refuseLarge(ctx huma.Context, next func(huma.Context)) {
	c, limit := humaecho.Unwrap(ctx), ctx.Operation().MaxBodyBytes
	if measured := c.Request().ContentLength; measured > limit {
		s.fail(c, ErrBodyTooLarge.With("measured", measured, "limit", limit))
		return
	}
	next(ctx)
}

// AuthorizeTyped does what Authorize does, for a typed operation whose need of a key depends on what is
// asked for.
func (s *Server) AuthorizeTyped(ctx context.Context, action accounts.Action) (accounts.Actor, error) {
	c, typed := ctx.Value(echoKey{}).(echo.Context)
	if !typed {
		return accounts.Actor{}, accounts.ErrNoKey
	}
	return s.Authorize(c, action)
}

// Authorize finds who holds the request's key and whether they may take the action.
func (s *Server) Authorize(c echo.Context, action accounts.Action) (accounts.Actor, error) {
	return s.authorize(c, action, false)
}

// authorize does what Authorize does. With own, the holder in the path may as well.
func (s *Server) authorize(c echo.Context, action accounts.Action, own bool) (accounts.Actor, error) {
	actor, err := s.authenticate(c)
	if err != nil {
		return accounts.Actor{}, err
	}
	err = s.limiter.take(c, actor)
	if err != nil {
		return accounts.Actor{}, err
	}
	if own {
		return actor, actor.RequireOwn(action, c.Param(holderParam))
	}
	return actor, actor.Require(action)
}

// BearerOf is the token that a typed operation's caller sent in Authorization, "" for none.
func BearerOf(ctx context.Context) string {
	c, typed := ctx.Value(echoKey{}).(echo.Context)
	if !typed {
		return ""
	}
	return bearer(c.Request().Header)
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

// RequestID is the id of a plain request.
func RequestID(c echo.Context) string { return requestID(c) }
