package main

import (
	"context"
	"database/sql"
	"net/url"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// durable names a SQLite file as hallyu opens it to write.
func durable(path string) string {
	return "file:" + path + "?" + url.Values{
		"_txlock": {"immediate"}, "_time_format": {"sqlite"}, "_timezone": {"UTC"},
		"_pragma": {"busy_timeout(5000)", "foreign_keys(1)", "temp_store(MEMORY)", "journal_mode(WAL)", "synchronous(FULL)"},
	}.Encode()
}

// migrated makes a database with hallyu's schema.
func migrated(ctx context.Context, url string) error {
	h, err := openHallyu(ctx, url)
	if err != nil {
		return err
	}
	return h.db.Close()
}

// rawBatched writes what waits in one transaction, with the driver alone: prepared statements of many
// rows, on one connection that nobody else uses.
type rawBatched struct {
	pool     *sql.DB
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	next     int64 // sequence of events
	waiting  chan rawOrder
	ended    chan struct{}
}

type rawOrder struct {
	rows orderRows
	done chan error
}

// rawBatch is how many orders a transaction holds at most, rawRows how many rows a statement.
const (
	rawBatch = 256
	rawRows  = 64
)

func openRawBatched(ctx context.Context, path string) (*rawBatched, error) {
	if err := migrated(ctx, path); err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", durable(path))
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	r := &rawBatched{
		pool: pool, conn: conn, prepared: map[string]*sql.Stmt{}, waiting: make(chan rawOrder, rawBatch), ended: make(chan struct{}),
	}
	go r.work(context.WithoutCancel(ctx))
	return r, nil
}

func (r *rawBatched) close() {
	close(r.waiting)
	<-r.ended
	_ = r.conn.Close()
	_ = r.pool.Close()
}

func (r *rawBatched) place(_ context.Context, number int64) error {
	o := rawOrder{newOrderRows(number), make(chan error, 1)}
	r.waiting <- o
	return <-o.done
}

func (r *rawBatched) work(ctx context.Context) {
	defer close(r.ended)
	for o := range r.waiting {
		batch := []rawOrder{o}
		for more := true; more && len(batch) < rawBatch; {
			select {
			case o, more = <-r.waiting:
				if more {
					batch = append(batch, o)
				}
			default:
				more = false
			}
		}
		err := r.commit(ctx, batch)
		for _, o := range batch {
			o.done <- err
		}
	}
}

func (r *rawBatched) commit(ctx context.Context, batch []rawOrder) error {
	if err := r.exec(ctx, "BEGIN IMMEDIATE", nil); err != nil {
		return err
	}
	if err := r.write(ctx, batch); err != nil {
		_ = r.exec(ctx, "ROLLBACK", nil)
		return err
	}
	return r.exec(ctx, "COMMIT", nil)
}

func (r *rawBatched) write(ctx context.Context, batch []rawOrder) error {
	t := tablesOf(batch, &r.next)
	for _, l := range t.lookUps {
		for args := l.args; len(args) > 0; {
			n := rawRows
			for n*l.width > len(args) {
				n /= 2
			}
			if err := r.find(ctx, l.query+" IN (VALUES "+tuples(l.width, n)+")", args[:n*l.width]); err != nil {
				return err
			}
			args = args[n*l.width:]
		}
	}
	for _, l := range t.inserts {
		for args := l.args; len(args) > 0; {
			n := rawRows
			for n*l.width > len(args) {
				n /= 2
			}
			if err := r.exec(ctx, l.query+" VALUES "+tuples(l.width, n), args[:n*l.width]); err != nil {
				return err
			}
			args = args[n*l.width:]
		}
	}
	return nil
}

func tuples(width, n int) string {
	return strings.Repeat(",("+strings.Repeat(",?", width)[1:]+")", n)[1:]
}

func (r *rawBatched) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := r.prepared[query]; s != nil {
		return s, nil
	}
	s, err := r.conn.PrepareContext(ctx, query)
	if err == nil {
		r.prepared[query] = s
	}
	return s, err
}

func (r *rawBatched) exec(ctx context.Context, query string, args []any) error {
	s, err := r.statement(ctx, query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx, args...)
	return err
}

func (r *rawBatched) find(ctx context.Context, query string, args []any) error {
	s, err := r.statement(ctx, query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		return errFound
	}
	return rows.Close()
}
