package backup

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// Restore brings a backup into an empty store, having checked all of the file first. Assets and
// locale files come before the rows are committed, all of them at once: a process that dies half-way
// leaves a store without rows, into which the same backup can be restored again. The schema is the
// backup's while rows come in, and this program's afterwards.
func Restore(ctx context.Context, file io.ReadSeeker, to Store) (Manifest, error) {
	if _, err := Verify(ctx, file); err != nil {
		return Manifest{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Manifest{}, err
	}
	r := &restorer{to: to}
	manifest, err := read(ctx, file, r)
	err = r.finish(ctx, err)
	if err != nil {
		return Manifest{}, err
	}
	return manifest, to.DB.Migrate(ctx)
}

// restorer is the sink that keeps what it is told.
type restorer struct {
	to   Store
	load *sqlstore.Load // nil until the head is read
}

// finish commits the rows if all went well, and undoes them otherwise.
func (r *restorer) finish(ctx context.Context, err error) error {
	switch {
	case r.load == nil:
		return err
	case err != nil:
		return errors.Join(err, r.load.Rollback())
	}
	return r.load.Commit(ctx)
}

func (r *restorer) head(ctx context.Context, head Head) (err error) {
	r.load, err = r.to.DB.Load(ctx, head.Schema)
	return err
}

// rows adds rows to a table that this schema has, column by column. What a database of another kind
// has beyond that is left out only while it is empty.
func (r *restorer) rows(ctx context.Context, table sqlstore.Table, rows [][]any) error {
	known, found := r.load.Tables[table.Name]
	if !found || len(table.Columns) == 0 || len(table.Columns) > len(known.Columns) {
		return damaged(table.Name, "the schema has no such table, or other columns")
	}
	for _, column := range table.Columns {
		if !slices.Contains(known.Columns, column) {
			return damaged(table.Name, "the schema has no column %s of kind %s", clip(column.Name), column.Kind)
		}
	}
	err := r.load.Insert(ctx, table.Name, table.Columns, rows)
	if err != nil && fault.As(err) == nil && ctx.Err() == nil {
		return damaged(table.Name, "%w", err)
	}
	return err
}

func (r *restorer) asset(ctx context.Context, area assets.Area, name assets.Name, data []byte) error {
	return r.to.Assets.Put(ctx, area, name, data)
}

func (r *restorer) locale(path string, content []byte) error {
	return putLocale(r.to.Locales, path, content)
}
