package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/migrations"
)

// Bounds of what is asked of PostgreSQL, so that a server that fell silent is noticed. Each may be set
// in the URL instead, under PostgreSQL's name for it.
const (
	connectTimeout = 3 * time.Second
	readTimeout    = 5 * time.Second  // of a reading, the wait for a connection included
	writeTimeout   = 5 * time.Second  // of a whole write, with its repetitions
	lockTimeout    = 3 * time.Second  // of the wait for a row that another transaction holds
	silentTimeout  = 10 * time.Second // of a transaction whose client says nothing: its locks are let go
	schemaTimeout  = 10 * time.Second // of a migration's wait for a table
)

// Sizes of the pools of one process: PostgreSQL takes 100 connections unless it is told otherwise.
const (
	writeConnections = 12
	readConnections  = 12
	orderLanes       = 2                // of writeConnections, for batches of orders: more would make them smaller
	connectionLife   = 30 * time.Minute // after that, another one may go to another server
	connectionIdle   = 5 * time.Minute
)

var (
	commonSettings = map[string]string{"application_name": "hallyu", "timezone": "UTC"}
	writerSettings = map[string]string{
		"statement_timeout": milliseconds(writeTimeout), "lock_timeout": milliseconds(lockTimeout),
		"idle_in_transaction_session_timeout": milliseconds(silentTimeout),
	}
	readerSettings   = map[string]string{"default_transaction_read_only": "on"}
	migratorSettings = map[string]string{"lock_timeout": milliseconds(schemaTimeout)}
)

// openPostgres opens a pool that writes, one that only reads, and one that migrates, which connects
// when it is used. All of them speak to the primary, so what was written is read.
func openPostgres(ctx context.Context, config Config) (*DB, error) {
	parsed, err := pgx.ParseConfig(config.URL)
	if err != nil {
		return nil, errors.New("sqlstore: the URL of the database cannot be read") // the error holds the URL
	}
	db := &DB{dialect: migrations.Postgres, migrating: postgresPool(parsed, migratorSettings, 0)}
	db.orders = newGroup(db, orderLanes)
	db.looks = &looks{db: db}
	writing := postgresPool(parsed, writerSettings, writeConnections)
	reading := bounded{postgresPool(parsed, readerSettings, readConnections), readTimeout}
	db.writing, err = postgresGORM(writing, config)
	if err == nil {
		db.reading, err = postgresGORM(reading, config)
	}
	if err == nil {
		err = speaksUTF8(ctx, reading)
	}
	if err != nil {
		_, _, _ = writing.Close(), reading.Close(), db.migrating.Close()
		return nil, err
	}
	return db, nil
}

// postgresPool returns a pool that is not connected yet. keep is how many connections it holds; with 0
// it holds none that is not in use. Whoever uses it bounds how long a statement may take.
func postgresPool(parsed *pgx.ConnConfig, settings map[string]string, keep int) *sql.DB {
	config := parsed.Copy()
	for _, defaults := range []map[string]string{commonSettings, settings} {
		for name, value := range defaults {
			if _, set := config.RuntimeParams[name]; !set {
				config.RuntimeParams[name] = value
			}
		}
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	config.DialFunc = dialer(config.ConnectTimeout).DialContext
	if config.ValidateConnect == nil {
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsPrimary
	}
	watch := &watch{}
	if keep > 0 {
		config.Tracer = watch
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(watch.connected), stdlib.OptionResetSession(watch.reused))
	keepOpen(pool, keep)
	pool.SetConnMaxLifetime(connectionLife)
	pool.SetConnMaxIdleTime(connectionIdle)
	return pool
}

// dialer notices within seconds when a server is gone that never said so.
func dialer(timeout time.Duration) *net.Dialer {
	return &net.Dialer{
		Timeout:         timeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3},
	}
}

// postgresGORM puts GORM over a pool. The driver keeps statements prepared, so GORM need not; columns
// are named, as a prepared "SELECT *" fails once a newer program has added one.
func postgresGORM(pool gorm.ConnPool, config Config) (*gorm.DB, error) {
	g, err := openGORM(postgresText{&postgres.Dialector{Config: &postgres.Config{Conn: pool}}}, config.Logger)
	if err == nil {
		g.QueryFields = true
	}
	return g, err
}

// speaksUTF8 refuses a database that would not hold every text.
func speaksUTF8(ctx context.Context, pool bounded) error {
	var encoding string
	err := pool.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding)
	if err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("sqlstore: the database's encoding is %s, it must be UTF8", encoding)
	}
	return nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
