package web

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
)

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
func failureOf(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
	if ctx == nil {
		return failure{&api.Problem{Status: status}}
	}
	c := humaecho.Unwrap(ctx)
	s := c.Get(serverKey).(*Server)
	if status == http.StatusInternalServerError && len(errs) == 1 {
		if message == brokenOff {
			return failure{s.Problem(c, ErrBodyMalformed)}
		}
		return failure{s.Problem(c, errs[0])}
	}
	fields, unusable := findings(errs)
	if unusable {
		status = http.StatusUnprocessableEntity
	}
	return failure{s.Problem(c, faultOfStatus(status).WithFields(fields...))}
}

// brokenOff is huma's sentence for a body whose sender left, or whose chunks are wrong.
const brokenOff = "cannot read request body"

// findings are what is wrong with single fields; unusable says that CheckJSON found it.
func findings(errs []error) (fields []fault.Field, unusable bool) {
	for _, err := range errs {
		detailer, ok := err.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		detail := detailer.ErrorDetail()
		field, found := unsay(detail.Message)
		if !found {
			field = finding(detail)
		}
		fields, unusable = append(fields, field), unusable || found
	}
	return fields, unusable
}
