package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/migrations"
)

// Pragmas of every connection: https://www.sqlite.org/pragma.html. With synchronous=FULL in WAL mode
// a commit that was acknowledged survives a power cut.
var (
	commonPragmas = []string{"busy_timeout(5000)", "foreign_keys(1)", "temp_store(MEMORY)"}
	writerPragmas = []string{"journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)"} // what is deleted is overwritten
	readerPragmas = []string{"query_only(1)"}
)

// openSQLite opens a pool of one connection that writes, and one of several that only read.
// In WAL mode (https://www.sqlite.org/wal.html) neither waits for the other.
func openSQLite(ctx context.Context, config Config) (*DB, error) {
	db := &DB{dialect: migrations.SQLite, turn: make(chan struct{}, 1)}
	db.orders = newGroup(db, 1)
	db.looks = &looks{db: db}
	var err error
	db.writing, err = openSQLitePool(ctx, config, 1, "rwc", writerPragmas)
	if err != nil {
		return nil, err
	}
	db.reading, err = openSQLitePool(ctx, config, max(4, 2*runtime.GOMAXPROCS(0)), "ro", readerPragmas)
	if err != nil {
		_ = closePool(db.writing)
		return nil, err
	}
	db.migrating, err = db.writing.DB()
	return db, err
}

func openSQLitePool(ctx context.Context, config Config, size int, mode string, pragmas []string) (*gorm.DB, error) {
	connector, err := newSQLiteConnector(sqliteDSN(config.URL, mode, pragmas))
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %s: %w", config.URL, err)
	}
	pool := sql.OpenDB(connector)
	keepOpen(pool, size)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("sqlstore: %s: %w", config.URL, err)
	}
	dialector := sqliteText{&sqlite.Dialector{DriverName: "sqlite", Conn: pool}}
	g, err := openGORM(dialector, config.Logger)
	if err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("sqlstore: %s: %w", config.URL, err)
	}
	return g, nil
}

// sqliteDSN builds the driver's name for a database: https://www.sqlite.org/uri.html plus the
// driver's own parameters. Transactions take the write lock when they begin, so none fails half-way
// because another one wrote meanwhile. Times are written as UTC text that sorts by time.
func sqliteDSN(path, mode string, pragmas []string) string {
	if !strings.HasPrefix(path, "file:") {
		path = "file:" + (&url.URL{Path: path}).EscapedPath()
	}
	q := url.Values{
		"mode": {mode}, "_txlock": {"immediate"}, "_time_format": {"sqlite"}, "_timezone": {"UTC"},
	}
	for _, p := range append(append([]string{}, commonPragmas...), pragmas...) {
		q.Add("_pragma", p)
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return path + separator + q.Encode()
}
