package s3_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/assets/s3/s3test"
)

func TestStore(t *testing.T) {
	assetstest.Run(t, func(t *testing.T) assets.Store { return s3test.Store(t) })
}

func open(t *testing.T, c s3.Config) *s3.Store {
	t.Helper()
	store, err := s3.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// A gateway that took any signature would prove nothing.
func TestWrongKeysAreRefused(t *testing.T) {
	c := s3test.Start(t)
	s3test.Open(t, c)
	for name, wrong := range map[string]s3.Config{
		"secret": {Endpoint: c.Endpoint, Bucket: c.Bucket, AccessKey: c.AccessKey, SecretKey: "another secret"},
		"access": {Endpoint: c.Endpoint, Bucket: c.Bucket, AccessKey: "nobody", SecretKey: c.SecretKey},
	} {
		store := open(t, wrong)
		_, err := store.EnsureBucket(t.Context())
		if !errors.Is(err, s3.ErrRefused) || !errors.Is(store.Ready(t.Context()), s3.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
		_, err = store.Stat(t.Context(), assets.Public, assets.NameOf([]byte("x"), assets.PNG))
		if !errors.Is(err, assets.ErrStorageUnavailable) || strings.Contains(err.Error(), wrong.SecretKey) {
			t.Errorf("%s: Stat: %v", name, err)
		}
	}
}

func TestEnsureBucket(t *testing.T) {
	store := open(t, s3test.Start(t))
	if err := store.Ready(t.Context()); !errors.Is(err, s3.ErrRefused) || !strings.Contains(err.Error(), "NoSuchBucket") {
		t.Errorf("before it is made: %v", err)
	}
	name := assets.NameOf([]byte("x"), assets.PNG)
	if _, err := store.Open(t.Context(), assets.Public, name); !errors.Is(err, assets.ErrStorageUnavailable) {
		t.Errorf("without a bucket an asset is %v", err)
	}
	for _, want := range []bool{true, false} {
		made, err := store.EnsureBucket(t.Context())
		if err != nil || made != want {
			t.Errorf("made %v, %v; want %v", made, err, want)
		}
	}
	if err := store.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNobodyListens(t *testing.T) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket.Close()
	store := open(t, s3.Config{Endpoint: "http://" + socket.Addr().String(), Bucket: "bucket", AccessKey: "a", SecretKey: "s"})
	name := assets.NameOf([]byte("x"), assets.PNG)
	_, openErr := store.Open(t.Context(), assets.Public, name)
	_, statErr := store.Stat(t.Context(), assets.Public, name)
	_, ensureErr := store.EnsureBucket(t.Context())
	for i, err := range []error{
		openErr, statErr, ensureErr, store.Put(t.Context(), assets.Public, name, []byte("x")),
		store.Delete(t.Context(), assets.Public, name), store.Ready(t.Context()),
		store.List(t.Context(), assets.Public, func(assets.Name, int64) error { return nil }),
	} {
		if !errors.Is(err, assets.ErrStorageUnavailable) || errors.Is(err, context.Canceled) {
			t.Errorf("call %d: %v", i, err)
		}
	}
}

func TestCheckEndpoint(t *testing.T) {
	for _, good := range []string{"https://s3.example", "http://127.0.0.1:7070", "s3.eu-central-1.amazonaws.com", "storage:9000", "https://s3.example/"} {
		if err := s3.CheckEndpoint(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "https://", "ftp://s3.example", "https://s3.example/bucket", "https://user:hush@s3.example", "https://s3.example?x=1", "two words"} {
		err := s3.CheckEndpoint(bad)
		if err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
