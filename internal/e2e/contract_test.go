package e2e

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contractTransport holds every reply of the store to the OpenAPI document that the store itself
// gives.
type contractTransport struct {
	t      testing.TB
	router routers.Router
}

// held makes a transport that fails the test where a reply is not as the contract says.
func held(t testing.TB, s *server) http.RoundTripper {
	t.Helper()
	reply, err := http.Get(s.URL + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	data, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatalf("the contract cannot be read: %v", err)
	}
	permitNull(document)
	document.Servers = openapi3.Servers{{URL: s.URL}}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatalf("the contract cannot be routed: %v", err)
	}
	return &contractTransport{t, router}
}

// permitNull says of members of any kind that they may be null, which JSON Schema means by {} and the
// library does not.
func permitNull(document *openapi3.T) {
	yes := true
	for _, schema := range document.Components.Schemas {
		for _, property := range schema.Value.Properties {
			members := property.Value.AdditionalProperties.Schema
			if members != nil && members.Ref == "" && members.Value.Type == nil {
				property.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: &yes}
			}
		}
	}
}

// RoundTrip sends a request and checks its reply.
func (c *contractTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	reply, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(reply.Body)
	reply.Body.Close()
	reply.Body = io.NopCloser(bytes.NewReader(body))
	if err == nil {
		c.check(r, reply, c.unpacked(reply, body))
	}
	return reply, err
}

// unpacked is the body as it was before it was compressed.
func (c *contractTransport) unpacked(reply *http.Response, body []byte) []byte {
	if reply.Header.Get("Content-Encoding") != "gzip" || len(body) == 0 {
		return body
	}
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err == nil {
		body, err = io.ReadAll(reader)
	}
	if err != nil {
		c.t.Errorf("%s is no gzip: %v", reply.Request.URL.Path, err)
	}
	return body
}

func (c *contractTransport) check(r *http.Request, reply *http.Response, body []byte) {
	if reply.StatusCode >= 500 && reply.StatusCode != http.StatusServiceUnavailable {
		c.t.Errorf("%s %s answered %d: %s", r.Method, r.URL.Path, reply.StatusCode, body)
	}
	if reply.StatusCode >= 400 {
		c.checkProblem(r, reply, body)
	}
	route, parameters, err := c.router.FindRoute(r)
	if err != nil {
		if strings.HasPrefix(r.URL.Path, "/v1/") && reply.StatusCode < 400 {
			c.t.Errorf("%s %s is not in the contract: %v", r.Method, r.URL.Path, err)
		}
		return
	}
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route},
		Status:                 reply.StatusCode, Header: reply.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: false, ExcludeResponseBody: raw(reply) || r.Method == http.MethodHead},
	})
	if err != nil {
		c.t.Errorf("%s %s: the reply is not as the contract says: %v", r.Method, r.URL.Path, err)
	}
}

// raw replies carry bytes, not JSON.
func raw(reply *http.Response) bool {
	mediaType := reply.Header.Get("Content-Type")
	return !strings.HasPrefix(mediaType, "application/json") && !strings.HasPrefix(mediaType, "application/problem+json")
}

func (c *contractTransport) checkProblem(r *http.Request, reply *http.Response, body []byte) {
	if r.Method == http.MethodHead {
		return
	}
	if !strings.HasPrefix(reply.Header.Get("Content-Type"), "application/problem+json") || !bytes.Contains(body, []byte(`"type"`)) {
		c.t.Errorf("%s %s answered %d without a problem document: %.200s", r.Method, r.URL.Path, reply.StatusCode, body)
	}
	if bytes.Contains(body, []byte(`"problem.`)) || bytes.Contains(body, []byte(`"field.`)) {
		c.t.Errorf("%s %s: the problem has no words: %s", r.Method, r.URL.Path, body)
	}
}
