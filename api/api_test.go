package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

func TestProblemKeepsItsFacts(t *testing.T) {
	p := &Problem{
		Type: "/problems/pack-not-offered", Title: "Not here", Status: 404, Detail: "Elsewhere.",
		Errors: []FieldError{{Pointer: "/a", Code: "required", Detail: "It is missing."}},
		Facts:  map[string]any{"offered_in": []any{"KR"}, "opens_at": "2026-12-01T00:00:00Z"},
	}
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Problem
	err = json.Unmarshal(data, &back)
	if err != nil || !reflect.DeepEqual(*p, back) {
		t.Errorf("got %+v, %v", back, err)
	}
	if back.Code() != "pack-not-offered" || !strings.Contains(back.Error(), "/a: It is missing.") {
		t.Errorf("code %q, text %q", back.Code(), back.Error())
	}
}

func TestClientSendsWhatTheContractAsks(t *testing.T) {
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"id":"ord_1","state":"fulfilled","a_field_of_later":1}`))
	}))
	defer server.Close()
	client := &Client{URL: server.URL, Key: "hk_live_x", Language: "ko"}
	order, err := client.PlaceOrder(t.Context(), "a:b@c", "key-1", NewOrder{Pack: "dokki"})
	if err != nil || order.ID != "ord_1" {
		t.Fatalf("got %+v, %v", order, err)
	}
	if got.URL.Path != "/v1/holders/a:b@c/orders" || got.Header.Get("Idempotency-Key") != "key-1" ||
		got.Header.Get("Authorization") != "Bearer hk_live_x" || got.Header.Get("Accept-Language") != "ko" {
		t.Errorf("sent %s with %v", got.URL, got.Header)
	}
}

func TestClientReturnsProblems(t *testing.T) {
	for name, reply := range map[string]struct{ mediaType, body, code string }{
		"a problem":   {"application/problem+json", `{"type":"/problems/not-entitled","status":403,"title":"No","detail":"No."}`, "not-entitled"},
		"a bare page": {"text/html", "<h1>Bad gateway</h1>", "about:blank"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", reply.mediaType)
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(reply.body))
			}))
			defer server.Close()
			_, err := (&Client{URL: server.URL}).Storefronts(t.Context())
			var problem *Problem
			if !errors.As(err, &problem) || problem.Code() != reply.code || problem.Status != http.StatusForbidden {
				t.Errorf("got %v", err)
			}
		})
	}
}
