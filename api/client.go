package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client speaks to one hallyu server. The zero value of HTTP uses a client with a timeout of a minute.
// Methods return a *Problem where the server refuses. A Client is safe for concurrent use.
type Client struct {
	URL      string // for example https://store.example, without a slash at the end
	Key      string // hk_live_…, hk_test_… or hs_…; "" for public reads
	Language string // Accept-Language, for the words of problems
	HTTP     *http.Client
}

// maxReply bounds how much of a reply is read, in bytes.
const maxReply = 128 << 20

// request is one call before it is sent.
type request struct {
	method string
	path   string
	body   []byte
	header http.Header
}

// Raw is a reply as it came.
type Raw struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request whose path begins with a slash and returns the reply, whatever its status.
func (c *Client) Do(ctx context.Context, method, path string, body []byte, header http.Header) (*Raw, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	if c.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.Key)
	}
	if c.Language != "" && r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", c.Language)
	}
	reply, err := c.client().Do(r)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	data, err := io.ReadAll(io.LimitReader(reply.Body, maxReply))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return &Raw{reply.StatusCode, reply.Header, data}, nil
}

var defaultHTTP = &http.Client{Timeout: time.Minute}

func (c *Client) client() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return defaultHTTP
}

// send sends a request and reads a successful reply into result, unless result is nil.
func (c *Client) send(ctx context.Context, r request, result any) error {
	reply, err := c.Do(ctx, r.method, r.path, r.body, r.header)
	if err != nil {
		return err
	}
	if reply.Status >= 300 {
		return problemOf(r, reply)
	}
	if result == nil || len(reply.Body) == 0 {
		return nil
	}
	if raw, wanted := result.(*[]byte); wanted {
		*raw = reply.Body
		return nil
	}
	err = json.Unmarshal(reply.Body, result)
	if err != nil {
		return fmt.Errorf("%s %s: reply is not what was expected: %w", r.method, r.path, err)
	}
	return nil
}

func problemOf(r request, reply *Raw) error {
	problem := &Problem{}
	if strings.HasPrefix(reply.Header.Get("Content-Type"), "application/problem+json") && json.Unmarshal(reply.Body, problem) == nil {
		return problem
	}
	return &Problem{
		Type: "about:blank", Status: reply.Status, Title: http.StatusText(reply.Status),
		Detail: fmt.Sprintf("%s %s answered %d without a problem document", r.method, r.path, reply.Status),
	}
}

// get reads path into result.
func (c *Client) get(ctx context.Context, path string, result any) error {
	return c.send(ctx, request{method: http.MethodGet, path: path}, result)
}

// change sends value as JSON. key is the Idempotency-Key, "" for none.
func (c *Client) change(ctx context.Context, method, path, key string, value, result any) error {
	header := http.Header{"Content-Type": {"application/json"}}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	var body []byte
	if value != nil {
		var err error
		body, err = json.Marshal(value)
		if err != nil {
			return err
		}
	}
	return c.send(ctx, request{method, path, body, header}, result)
}

// path joins parts into a path, each escaped.
func path(parts ...string) string {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		escaped[i] = url.PathEscape(part)
	}
	return "/" + strings.Join(escaped, "/")
}

// page adds the parameters of a list to a path.
func page(path string, parameters url.Values, cursor string) string {
	values := url.Values{}
	for name, value := range parameters {
		values[name] = value
	}
	if cursor != "" {
		values.Set("cursor", cursor)
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}
