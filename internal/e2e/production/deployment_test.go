// Package production runs stores as their operators do, in processes of their own, and does to them what
// happens there: they are killed, their disk is full, they are replaced one by one under load. Whatever
// they acknowledged must be there afterwards.
package production

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/assets/s3/s3test"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// deployment is one way in which a store keeps its data. It outlives its processes.
type deployment struct {
	name     string
	data     string   // the data folder; "" where every process has its own
	env      []string // settings of the store, NAME=value
	database string   // for looking at the books
	group    bool     // each process leads a group of its own
}

// onFiles keeps everything in one folder, as on a laptop.
func onFiles(t *testing.T) deployment {
	data := t.TempDir()
	return deployment{name: "SQLite and files", data: data, database: filepath.Join(data, "hallyu.db")}
}

// environment is what every process of the deployment gets.
func (d deployment) environment(t *testing.T) []string {
	data := d.data
	if data == "" {
		data = t.TempDir()
	}
	return append(append(os.Environ(), "HALLYU_DATA="+data, "HALLYU_ADDR=127.0.0.1:0", "HALLYU_LOG_LEVEL=warn"), d.env...)
}

// open opens the deployment's database beside the store.
func (d deployment) open(t *testing.T) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), sqlstore.Config{URL: d.database})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// program is hallyu with its failpoints, built once for all tests.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "hallyu-production-")
	if err != nil {
		return "", err
	}
	built = folder
	path := filepath.Join(folder, "hallyu")
	build := exec.Command("go", "build", "-tags", "failpoints", "-o", path, "../../../cmd/hallyu")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// built is the folder of the binary; "" until a test needs it.
var built string

// TestMain removes the binary.
func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// missing skips a test that cannot run here; where a change is judged, everything must run.
func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// onServers keeps rows in PostgreSQL and assets in S3, as several replicas share them. Each process has
// a data folder of its own.
func onServers(t *testing.T) deployment {
	t.Helper()
	database, bucket := sqlstoretest.EmptyPostgresURL(t), s3test.Start(t)
	return deployment{name: "PostgreSQL and S3", database: database, env: []string{
		"HALLYU_DATABASE_URL=" + database,
		"HALLYU_S3_ENDPOINT=" + bucket.Endpoint, "HALLYU_S3_BUCKET=" + bucket.Bucket,
		"HALLYU_S3_ACCESS_KEY=" + bucket.AccessKey, "HALLYU_S3_SECRET_KEY=" + bucket.SecretKey,
	}}
}
