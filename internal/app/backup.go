package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/hallyu-store/hallyu/internal/app/remote"
	"github.com/hallyu-store/hallyu/internal/backup"
	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/journal"
)

type backupCommand struct {
	File   string `arg:"" help:"File to write; it must not be there yet."`
	Verify bool   `help:"Write nothing: check the backup that FILE is."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run keeps the whole store in one file, also while the server runs, or checks such a file.
func (b backupCommand) Run(ctx context.Context, p *Process, c *config.Config) error {
	if b.Verify {
		manifest, err := verify(ctx, b.File)
		if err != nil {
			return err
		}
		return sayBackup(p, b.JSON, "verified", b.File, manifest)
	}
	var manifest backup.Manifest
	err := withStore(ctx, c, func(s backup.Store) (err error) {
		now := time.Now()
		manifest, err = backup.Create(ctx, b.File, s, p.Version, now)
		if err != nil {
			return err
		}
		entry := journal.NewAuditEntry(commandLine, "backup.make", filepath.Base(b.File), nil, manifest.SHA256, now)
		return s.DB.BackupMade(ctx, now, journal.Record{Audit: []journal.AuditEntry{entry}})
	})
	if err != nil {
		return err
	}
	return sayBackup(p, b.JSON, "written", b.File, manifest)
}

func verify(ctx context.Context, name string) (backup.Manifest, error) {
	file, err := os.Open(name)
	if err != nil {
		return backup.Manifest{}, err
	}
	manifest, err := backup.Verify(ctx, file)
	return manifest, errors.Join(err, file.Close())
}

type restoreCommand struct {
	File string `arg:"" help:"Backup to restore."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run brings a backup into an empty store.
func (r restoreCommand) Run(ctx context.Context, p *Process, c *config.Config) error {
	file, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer file.Close()
	var manifest backup.Manifest
	err = withStore(ctx, c, func(s backup.Store) (err error) {
		manifest, err = backup.Restore(ctx, file, s)
		return err
	})
	if err != nil {
		return err
	}
	return sayBackup(p, r.JSON, "restored", r.File, manifest)
}

// withStore runs an act on all that the settings name, without bringing the schema up to date.
func withStore(ctx context.Context, c *config.Config, act func(backup.Store) error) error {
	db, err := openUnmigrated(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	files, err := openOrigin(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(act(backup.Store{DB: db, Assets: files, Locales: keptLocales(c, files)}), files.close(), db.Close())
}

// sayBackup says what was done with a backup, and how much there is in it.
func sayBackup(p *Process, asJSON bool, done, file string, m backup.Manifest) error {
	if asJSON {
		return remote.PrintJSON(p.Stdout, map[string]any{"done": done, "file": file, "manifest": m})
	}
	var rows int64
	for _, n := range m.Rows {
		rows += n
	}
	_, err := fmt.Fprintf(p.Stdout, "%s %s\n  made     %s, schema %d\n  rows     %d in %d tables\n  assets   %d, %d bytes\n  locales  %d, %d bytes\n  sha256   %s\n",
		done, file, m.MadeAt.Format(time.RFC3339), m.Schema, rows, len(m.Rows), m.Assets.Files, m.Assets.Bytes, m.Locales.Files, m.Locales.Bytes, m.SHA256)
	return err
}
