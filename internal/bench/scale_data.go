package main

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/journal"
)

// scaleSeed is the seed of the large catalog.
const scaleSeed = 1

// largeData is a database with the first packs of the large catalog, written through the store but not
// through the pipeline of designers: there are no pictures and no words but those that are found.
type largeData struct {
	*catalogtest.Large
	folder string
	db     *sqlstore.DB
}

// newLargeData opens a database in a new folder and fills it.
func newLargeData(ctx context.Context, folder string, packs int) (*largeData, error) {
	db, err := sqlstore.Open(ctx, sqlstore.Config{URL: filepath.Join(folder, "hallyu.db")})
	if err != nil {
		return nil, err
	}
	d := &largeData{catalogtest.NewLarge(scaleSeed), folder, db}
	err = db.Migrate(ctx)
	if err == nil {
		err = d.fill(ctx, packs)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return d, nil
}

// fill publishes the packs in order; they are made on all processors.
func (d *largeData) fill(ctx context.Context, packs int) error {
	for _, creator := range d.Creators() {
		err := d.db.Catalog().SaveCreator(ctx, creator, journal.Record{})
		if err != nil {
			return err
		}
	}
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	made := make([]chan catalog.Published, workers)
	for w := range workers {
		made[w] = make(chan catalog.Published, 64)
		group.Go(func() {
			for number := w; number < packs; number += workers {
				made[w] <- d.Published(number)
			}
		})
	}
	var failed error
	for number := range packs {
		p := <-made[number%workers]
		if failed == nil {
			failed = d.publish(ctx, p)
		}
	}
	group.Wait()
	return failed
}

// publish commits what readers learn of a new pack.
func (d *largeData) publish(ctx context.Context, p catalog.Published) error {
	pack := catalog.Pack{
		ID: p.Pack, Slug: p.Slug, Creator: p.Creator.ID, Usage: p.Usage, SourceLocale: p.SourceLocale, Tags: p.Tags,
		State: p.State, Current: p.Release, PublishedAt: p.PublishedAt, CreatedAt: p.PublishedAt, UpdatedAt: p.UpdatedAt,
	}
	return d.db.Catalog().Commit(ctx, catalog.Change{Pack: pack, Published: &p})
}
