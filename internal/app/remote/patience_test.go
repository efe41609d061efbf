package remote

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// TestPushGoesOnAfterABreak: a connection that breaks and a server without room cost a pause each; what is
// refused is refused at once.
func TestPushGoesOnAfterABreak(t *testing.T) {
	var tries atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch tries.Add(1) {
		case 1:
			panic(http.ErrAbortHandler)
		case 2:
			w.WriteHeader(http.StatusTooManyRequests)
		case 3:
			w.WriteHeader(http.StatusOK)
		default:
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	var waited []time.Duration
	terminal := Terminal{Wait: func(_ context.Context, pause time.Duration) error {
		waited = append(waited, pause)
		return nil
	}}
	client := &api.Client{URL: server.URL}
	put := func() error {
		_, err := client.PutUpload(t.Context(), "digest", []byte("picture"))
		return err
	}
	if err := terminal.patiently(t.Context(), put); err != nil || len(waited) != 2 || waited[0] >= waited[1] {
		t.Error(err, waited)
	}
	if err := terminal.patiently(t.Context(), put); err == nil || len(waited) != 2 {
		t.Error(err, waited)
	}
	server.Close()
	if err := terminal.patiently(t.Context(), put); err == nil || len(waited) != 2+len(pauses) {
		t.Error(err, waited)
	}
}
