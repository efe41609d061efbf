package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// Write writes a backup of the store, which may be in use, to w. Memory stays flat.
func Write(ctx context.Context, w io.Writer, from Store, program string, now time.Time) (Manifest, error) {
	dump, err := from.DB.Dump(ctx)
	if err != nil {
		return Manifest{}, err
	}
	a := &writer{tar: tar.NewWriter(w), sum: sha256.New(), manifest: Manifest{
		Format: format, Schema: dump.Schema, MadeAt: now.UTC(), Rows: map[string]int64{},
	}}
	err = a.note(headEntry, Head{format, dump.Schema, a.manifest.MadeAt, program, dump.Tables})
	for i := 0; i < len(dump.Tables) && err == nil; i++ {
		err = a.table(ctx, dump, dump.Tables[i])
	}
	if err = errors.Join(err, dump.Close()); err != nil {
		return Manifest{}, err
	}
	for _, area := range []assets.Area{assets.Public, assets.Private} {
		if err := a.assets(ctx, from.Assets, area); err != nil {
			return Manifest{}, err
		}
	}
	if err := a.locales(from.Locales); err != nil {
		return Manifest{}, err
	}
	a.manifest.SHA256 = hex.EncodeToString(a.sum.Sum(nil))
	return a.manifest, errors.Join(a.note(manifestEntry, a.manifest), a.tar.Close())
}

type writer struct {
	tar      *tar.Writer
	sum      hash.Hash // of all entries so far
	manifest Manifest
}

// entry adds one file of size bytes.
func (a *writer) entry(name string, size int64, content io.Reader) error {
	err := a.tar.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.manifest.MadeAt.Truncate(time.Second),
	})
	if err != nil {
		return err
	}
	summarize(a.sum, name, size)
	_, err = io.CopyN(io.MultiWriter(a.tar, a.sum), content, size)
	if err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	return nil
}

// summarize adds an entry's name and size to the digest of all entries; its bytes follow.
func summarize(sum hash.Hash, name string, size int64) { fmt.Fprintf(sum, "%s\x00%d\x00", name, size) }

func (a *writer) note(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return a.entry(name, int64(len(text)), bytes.NewReader(text))
}

// table writes the rows of one table, as many entries as it takes.
func (a *writer) table(ctx context.Context, dump *sqlstore.Dump, table sqlstore.Table) error {
	var part bytes.Buffer
	parts := 0
	flush := func() error {
		parts++
		return a.part(fmt.Sprintf("rows/%s/%08d.jsonl.gz", table.Name, parts), &part)
	}
	err := dump.Rows(ctx, table, func(values []any) error {
		line, err := encodeRow(values)
		if err != nil {
			return err
		}
		a.manifest.Rows[table.Name]++
		part.Write(line)
		if part.Len() < partSize {
			return nil
		}
		return flush()
	})
	if err != nil || part.Len() == 0 {
		return err
	}
	return flush()
}

// part compresses and writes the lines gathered, and empties the buffer.
func (a *writer) part(name string, lines *bytes.Buffer) error {
	if lines.Len() > maxPart {
		return fmt.Errorf("backup: %s: a row of %d bytes is more than a backup holds", name, lines.Len())
	}
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return err
	}
	_, err = lines.WriteTo(zip)
	if err = errors.Join(err, zip.Close()); err != nil {
		return err
	}
	return a.entry(name, int64(packed.Len()), &packed)
}

// assets writes every asset of an area, and makes sure that it still is what its name says.
func (a *writer) assets(ctx context.Context, from assets.Store, area assets.Area) error {
	return from.List(ctx, area, func(name assets.Name, _ int64) error {
		object, err := from.Open(ctx, area, name)
		if errors.Is(err, assets.ErrAssetNotFound) {
			return nil // removed since it was listed
		}
		if err != nil {
			return err
		}
		defer object.Close()
		sum := sha256.New()
		err = a.entry("assets/"+string(area)+"/"+name.String(), object.Size(), io.TeeReader(object, sum))
		if err != nil {
			return err
		}
		if hex.EncodeToString(sum.Sum(nil)) != string(name.Digest) {
			return fmt.Errorf("backup: the kept bytes of asset %s have changed: delete it, or bring it back from an older backup", name)
		}
		a.manifest.Assets.add(object.Size())
		return nil
	})
}

func (a *writer) locales(from Locales) error {
	return eachLocale(from, func(path string, content []byte) error {
		a.manifest.Locales.add(int64(len(content)))
		return a.entry("locales/"+path, int64(len(content)), strings.NewReader(string(content)))
	})
}
