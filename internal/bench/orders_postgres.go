package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest"
)

// ordersOnPostgres measures on a cluster of its own that waits for the disk.
func (b *Bench) ordersOnPostgres(ctx context.Context) error {
	cluster, err := postgrestest.Start("fsync=on", "synchronous_commit=on")
	if errors.Is(err, postgrestest.ErrMissing) {
		return fmt.Errorf("%w: %w", ErrSkipped, err)
	}
	if err != nil {
		return err
	}
	defer cluster.Close()
	for _, name := range []string{"ours", "each"} {
		if err := makeDatabase(ctx, cluster, name); err != nil {
			return err
		}
	}
	ours, err := openHallyu(ctx, cluster.URL("ours"))
	if err != nil {
		return err
	}
	defer ours.close()
	each, err := openPgxEach(ctx, cluster.URL("each"))
	if err != nil {
		return err
	}
	defer each.pool.Close()
	rounds, err := b.Interleave(ctx, b.ordering("hallyu", ours.place), b.ordering("raw pgx one by one", each.place))
	if err != nil {
		return err
	}
	b.printOrders("PostgreSQL, synchronous_commit=on", []string{"hallyu", "raw pgx one by one"}, rounds)
	b.Judge("PostgreSQL / raw pgx one by one: orders/s", rounds[0].RateRatio(rounds[1]))
	return nil
}

func makeDatabase(ctx context.Context, cluster *postgrestest.Cluster, name string) error {
	conn, err := pgx.Connect(ctx, cluster.URL("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	return errors.Join(err, conn.Close(ctx))
}

// pgxEach writes every order in a transaction of its own, on as many connections as there are writers.
// The driver prepares every statement once.
type pgxEach struct{ pool *pgxpool.Pool }

func openPgxEach(ctx context.Context, url string) (*pgxEach, error) {
	if err := migrated(ctx, url); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.MaxConns = orderWriters
	pool, err := pgxpool.NewWithConfig(ctx, config)
	return &pgxEach{pool}, err
}

func (p *pgxEach) place(ctx context.Context, number int64) error {
	t := tablesOf([]rawOrder{{rows: newOrderRows(number)}}, nil)
	return pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		for _, l := range t.lookUps {
			rows, err := tx.Query(ctx, l.query+" IN (VALUES "+numbered(l)+")", l.args...)
			if err != nil {
				return err
			}
			if rows.Next() {
				return errFound
			}
			if rows.Close(); rows.Err() != nil {
				return rows.Err()
			}
		}
		for _, l := range t.inserts {
			if _, err := tx.Exec(ctx, l.query+" VALUES "+numbered(l), l.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// numbered writes the places of a list's values as PostgreSQL counts them.
func numbered(l *list) string {
	var text strings.Builder
	for i := range l.args {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%l.width == 0:
			text.WriteString("),(")
		default:
			text.WriteString(",")
		}
		text.WriteString("$" + strconv.Itoa(i+1))
	}
	return text.String() + ")"
}
