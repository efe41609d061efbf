// Package s3test starts a real S3 server for tests: versitygw, which checks signatures, on a folder
// that is thrown away.
package s3test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets/s3"
)

// The gateway's one account.
const (
	accessKey = "hallyu"
	secretKey = "a secret of the tests"
)

// Start returns the settings of a bucket that no other test has and that does not exist yet. The
// gateway behind it is one for the whole test process, and ends with it, however that ends. Without
// the binary the test is skipped, or fails where CI is set.
func Start(t testing.TB) s3.Config {
	t.Helper()
	binary := find(t, "versitygw")
	endpoint, err := gateway(binary)
	if err != nil {
		t.Fatal(err)
	}
	bucket := "test-" + strings.ToLower(rand.Text())
	return s3.Config{Endpoint: endpoint, Bucket: bucket, AccessKey: accessKey, SecretKey: secretKey}
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

// find returns the binary's path: .ci/setup puts it into .tools/bin.
func find(t testing.TB, name string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		path := filepath.Join(folder, ".tools", "bin", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: run .ci/setup", name)
	}
	t.Skipf("%s is missing: run .ci/setup", name)
	return ""
}

var (
	once     sync.Once
	endpoint string
	failure  error

	//lint:ignore U1000 held and never read: the end of this process closes the gateway's standard input
	lifeline io.Closer
)

func gateway(binary string) (string, error) {
	once.Do(func() { endpoint, failure = start(binary) })
	return endpoint, failure
}

// untilWeEnd runs a program until its standard input ends, which happens when the process that holds
// the other end is gone, and then removes its folder.
const untilWeEnd = `folder=$1; shift; "$@" >"$folder/log" 2>&1 & cat >/dev/null; kill -9 $!; rm -rf "$folder"`

// start starts a gateway and waits until it answers.
func start(binary string) (string, error) {
	folder, err := os.MkdirTemp("", "hallyu-s3-")
	if err != nil {
		return "", err
	}
	address, err := freeAddress()
	if err != nil {
		return "", err
	}
	kept, meta := filepath.Join(folder, "kept"), filepath.Join(folder, "meta")
	for _, dir := range []string{kept, meta} {
		if err := os.Mkdir(dir, 0o750); err != nil {
			return "", err
		}
	}
	run := exec.Command("sh", "-c", untilWeEnd, "sh", folder,
		binary, "--port", address, "--health", "/health", "posix", "--sidecar", meta, kept)
	run.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+accessKey, "ROOT_SECRET_KEY="+secretKey)
	if lifeline, err = run.StdinPipe(); err != nil {
		return "", err
	}
	if err := run.Start(); err != nil {
		return "", err
	}
	return "http://" + address, answers("http://"+address+"/health", filepath.Join(folder, "log"))
}

func freeAddress() (string, error) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return socket.Addr().String(), socket.Close()
}

// answers waits until a GET of url is answered.
func answers(url, log string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			return response.Body.Close()
		}
		select {
		case <-ctx.Done():
			said, _ := os.ReadFile(log)
			return fmt.Errorf("%s does not answer: %w\n%s", url, err, said)
		case <-tick.C:
		}
	}
}
