package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// late is a body whose deadline passes while it is read.
type late struct{}

func (late) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

// TestSlowBody: who sends too slowly is told so, and the connection ends.
func TestSlowBody(t *testing.T) {
	s := hot(t)
	type input struct{ Body struct{ Name string } }
	Typed(s, Operation{Method: "POST", Path: "/v1/slow", ID: "slow", Summary: "slow"},
		func(context.Context, *input) (*struct{}, error) { return nil, nil })
	request := httptest.NewRequest(http.MethodPost, "/v1/slow", late{})
	request.Header.Set("Content-Type", "application/json")
	reply := httptest.NewRecorder()
	s.ServeHTTP(reply, request)
	if reply.Code != http.StatusRequestTimeout || !strings.Contains(reply.Body.String(), `/problems/request-timeout"`) {
		t.Errorf("answered %d %s", reply.Code, reply.Body)
	}
	if reply.Header().Get("Connection") != "close" || reply.Header().Get("Content-Type") != "application/problem+json" {
		t.Error(reply.Header())
	}
}
