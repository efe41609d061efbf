package sqlstoretest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest"
)

// OpenPostgres is Open on PostgreSQL. Without one on this machine the test is skipped, or fails when
// CI is set. Databases are emptied and used again, which is quicker than to make them.
func OpenPostgres(t testing.TB) *sqlstore.DB {
	t.Helper()
	url := free.take()
	if url == "" {
		url = create(t, "TEMPLATE "+templateName(t))
	}
	t.Cleanup(func() { free.give(t, url) })
	return openURL(t, url)
}

// free are databases that wait for their next test.
var free databases

type databases struct {
	mu   sync.Mutex
	urls []string
}

func (d *databases) take() (url string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.urls); n > 0 {
		url, d.urls = d.urls[n-1], d.urls[:n-1]
	}
	return url
}

// emptySQL deletes every row that no migration wrote.
const emptySQL = `DO $$
DECLARE relation TEXT;
BEGIN
	SET LOCAL session_replication_role = replica; -- references are not looked after
	FOR relation IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'counters') LOOP
		EXECUTE 'DELETE FROM ' || relation;
	END LOOP;
	DELETE FROM counters WHERE name NOT IN ('catalog', 'words', 'strings', 'contracts', 'receipts', 'taxes');
	UPDATE counters SET value = 0;
END $$`

// give empties a database and keeps it. A test that changed more than rows must not use OpenPostgres.
func (d *databases) give(t testing.TB, url string) {
	if err := execute(url, emptySQL); err != nil {
		t.Log("a database is not used again:", err)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.urls = append(d.urls, url)
}

// PostgresURL names a migrated, empty database of the test's own, dropped when the test ends.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return dropped(t, create(t, "TEMPLATE "+templateName(t)))
}

// EmptyPostgresURL names a database without a schema.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	return dropped(t, create(t, ""))
}

// Latin1PostgresURL names a database that cannot hold every text.
func Latin1PostgresURL(t testing.TB) string {
	t.Helper()
	return dropped(t, create(t, "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"))
}

// server is the URL of a database server that is there for the tests of this process. One that was
// started here ends with the process.
var server = sync.OnceValues(func() (string, error) {
	if named := os.Getenv(postgrestest.Variable); named != "" {
		return named, nil
	}
	cluster, err := postgrestest.Start()
	if err != nil {
		return "", err
	}
	return cluster.URL("postgres"), nil
})

// PostgresServer returns the URL of the maintenance database of the server that databases are made on.
func PostgresServer(t testing.TB) string {
	t.Helper()
	found, err := server()
	if errors.Is(err, postgrestest.ErrMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// postgresTemplate makes a migrated database, from which those of tests are copied.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	maintenance, err := server()
	if err != nil {
		return "", err
	}
	name := "hallyu_template_" + strings.ToLower(rand.Text())
	if err := execute(maintenance, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return name, migrate(inDatabase(maintenance, name))
})

func templateName(t testing.TB) string {
	t.Helper()
	PostgresServer(t)
	name, err := postgresTemplate()
	if err != nil {
		t.Fatal("template of the database:", err)
	}
	return name
}

// create makes a database.
func create(t testing.TB, like string) string {
	t.Helper()
	maintenance := PostgresServer(t)
	name := "hallyu_" + strings.ToLower(rand.Text())
	if err := execute(maintenance, "CREATE DATABASE "+name+" "+like); err != nil {
		t.Fatal(err)
	}
	return inDatabase(maintenance, name)
}

// dropped drops a database when the test ends.
func dropped(t testing.TB, url string) string {
	t.Cleanup(func() {
		name := url[strings.LastIndexByte(url, '/')+1:]
		name, _, _ = strings.Cut(name, "?")
		if err := execute(PostgresServer(t), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Log(err)
		}
	})
	return url
}

// inDatabase is the URL of another database of the same server.
func inDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(fmt.Sprintf("%s is no URL: %v", postgrestest.Variable, err))
	}
	u.Path = "/" + name
	return u.String()
}

func execute(url, statement string) error {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// Cluster starts a PostgreSQL of the test's own, which it may end.
func Cluster(t testing.TB) *postgrestest.Cluster {
	t.Helper()
	cluster, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrMissing) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	})
	return cluster
}
