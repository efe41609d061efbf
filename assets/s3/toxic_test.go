package s3_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/assets/s3/s3test"
	"github.com/hallyu-store/hallyu/internal/toxiproxytest"
)

// spoiled is a store whose way to its storage a test can spoil.
func spoiled(t *testing.T) (*s3.Store, *toxiproxytest.Proxy) {
	t.Helper()
	c := s3test.Start(t)
	proxy := toxiproxytest.Start(t, strings.TrimPrefix(c.Endpoint, "http://"))
	c.Endpoint = "http://" + proxy.Address
	return s3test.Open(t, c), proxy
}

func put(t *testing.T, s *s3.Store, data []byte) assets.Name {
	t.Helper()
	name := assets.NameOf(data, assets.PNG)
	if err := s.Put(t.Context(), assets.Public, name, data); err != nil {
		t.Fatal(err)
	}
	return name
}

// A connection that breaks in the middle of an object is followed by another that goes on from there.
func TestBrokenConnectionsAreResumed(t *testing.T) {
	store, proxy := spoiled(t)
	data := bytes.Repeat([]byte("0123456789abcdef"), 640) // 10 KiB
	name := put(t, store, data)
	proxy.Poison(t, "limit_data", map[string]any{"bytes": 6000})
	got, err := assets.ReadAll(t.Context(), store, assets.Public, name)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	proxy.Mend(t)
	proxy.Poison(t, "limit_data", map[string]any{"bytes": 1000})
	if _, err = assets.ReadAll(t.Context(), store, assets.Public, name); !errors.Is(err, assets.ErrStorageUnavailable) {
		t.Errorf("connections of 1000 bytes: %v", err)
	}
}

// Connections that are reset or refused are a storage that is away, soon, until it is back.
func TestResetAndDown(t *testing.T) {
	store, proxy := spoiled(t)
	name := put(t, store, []byte("there"))
	for what, spoil := range map[string]func(){
		"reset": func() { proxy.Poison(t, "reset_peer", map[string]any{"timeout": 0}) },
		"down":  func() { proxy.Cut(t) },
	} {
		spoil()
		start := time.Now()
		_, statErr := store.Stat(t.Context(), assets.Public, name)
		_, readErr := assets.ReadAll(t.Context(), store, assets.Public, name)
		putErr := store.Put(t.Context(), assets.Public, name, []byte("there"))
		for i, err := range []error{statErr, readErr, putErr} {
			if !errors.Is(err, assets.ErrStorageUnavailable) {
				t.Errorf("%s: call %d: %v", what, i, err)
			}
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: three calls took %v", what, took)
		}
		proxy.Mend(t)
		if _, err := assets.ReadAll(t.Context(), store, assets.Public, name); err != nil {
			t.Errorf("after %s: %v", what, err)
		}
	}
}

// A slow storage is waited for.
func TestSlow(t *testing.T) {
	store, proxy := spoiled(t)
	data := bytes.Repeat([]byte("slow"), 25_000)
	name := put(t, store, data)
	proxy.Poison(t, "bandwidth", map[string]any{"rate": 500})
	proxy.Poison(t, "latency", map[string]any{"latency": 300})
	if got, err := assets.ReadAll(t.Context(), store, assets.Public, name); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}
