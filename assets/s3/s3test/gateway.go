// Package s3test starts a real S3 server for tests: versitygw, which checks signatures, on a folder
// that is thrown away.
package s3test

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// The gateway's one account.
const (
	accessKey = "hallyu"
	secretKey = "a secret of the tests"
)

var (
	once     sync.Once
	endpoint string
	failure  error
)

// Start returns the settings of a bucket that no other test has and that does not exist yet. The
// gateway behind it is one for the whole test process, and ends with it, however that ends. Without
// the binary the test is skipped, or fails where CI is set.
func Start(t testing.TB) s3.Config {
	t.Helper()
	binary := servertest.Find(t, "versitygw")
	once.Do(func() { endpoint, failure = servertest.Start(gateway(binary)) })
	if failure != nil {
		t.Fatal(failure)
	}
	bucket := "test-" + strings.ToLower(rand.Text())
	return s3.Config{Endpoint: endpoint, Bucket: bucket, AccessKey: accessKey, SecretKey: secretKey}
}

// gateway keeps objects as files, and what S3 says of them in files beside, so any file system will do. It
// is left to close each connection: told to keep them, it takes a body that it refused to read, as with
// 412, for the next request.
func gateway(binary string) servertest.Program {
	return servertest.Program{
		Env: []string{"ROOT_ACCESS_KEY=" + accessKey, "ROOT_SECRET_KEY=" + secretKey}, Health: "/health",
		Command: func(folder, host, port string) []string {
			script := `mkdir "$1" "$2" && exec "$0" --port "$3" --health /health posix --sidecar "$2" "$1"`
			return []string{"sh", "-c", script, binary, filepath.Join(folder, "kept"), filepath.Join(folder, "meta"), host + ":" + port}
		},
	}
}

// Store returns an empty store in a bucket of its own.
func Store(t testing.TB) *s3.Store {
	t.Helper()
	return Open(t, Start(t))
}

// Open returns the store that c names, made if need be, and closes it when the test is over.
func Open(t testing.TB, c s3.Config) *s3.Store {
	t.Helper()
	store, err := s3.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if _, err := store.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store
}
