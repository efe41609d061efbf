package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/assets/s3/s3test"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// onServers makes every test of this package keep rows in PostgreSQL and assets in S3, in place of
// SQLite and files.
var onServers = os.Getenv("HALLYU_TEST_STORE") == "servers"

// known are the environments of stores, by their data folder, so that a store which is started again
// finds what it had.
var known sync.Map

// environment is what a store on a data folder gets: on servers, a database of its own, and a bucket.
func environment(t testing.TB, data string) []string {
	t.Helper()
	if !onServers {
		return os.Environ()
	}
	if env, made := known.Load(data); made {
		return env.([]string)
	}
	bucket := s3test.Start(t)
	env := append(os.Environ(), "HALLYU_DATABASE_URL="+sqlstoretest.EmptyPostgresURL(t),
		"HALLYU_S3_ENDPOINT="+bucket.Endpoint, "HALLYU_S3_BUCKET="+bucket.Bucket,
		"HALLYU_S3_ACCESS_KEY="+bucket.AccessKey, "HALLYU_S3_SECRET_KEY="+bucket.SecretKey)
	known.Store(data, env)
	return env
}

// seededOnServers brings the demo into a store of the test's own.
func seededOnServers(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	serveBinary(t, folder, "--demo").stop()
	return folder
}

// database is the driver and the URL of the store's database.
func (s *server) database() (driver, url string) {
	for _, setting := range s.env {
		if url, set := strings.CutPrefix(setting, "HALLYU_DATABASE_URL="); set {
			return "pgx", url
		}
	}
	return "sqlite", "file:" + filepath.Join(s.Data, "hallyu.db") + "?_pragma=busy_timeout(5000)"
}
