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
	"regexp"
	"strings"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/migrations"
)

// sink is told what a backup holds. Rows are told as they are read, before anything later in the file
// is known to be whole: a sink must be able to undo.
type sink interface {
	head(ctx context.Context, head Head) error
	rows(ctx context.Context, table sqlstore.Table, rows [][]any) error
	asset(ctx context.Context, area assets.Area, name assets.Name, data []byte) error
	locale(path string, content []byte) error
}

// Verify reads a backup to its end and checks all of it: every digest, every row, every name.
func Verify(ctx context.Context, r io.Reader) (Manifest, error) { return read(ctx, r, checker{}) }

// checker is a sink that wants nothing.
type checker struct{}

func (checker) head(context.Context, Head) error                              { return nil }
func (checker) rows(context.Context, sqlstore.Table, [][]any) error           { return nil }
func (checker) asset(context.Context, assets.Area, assets.Name, []byte) error { return nil }
func (checker) locale(string, []byte) error                                   { return nil }

// reader reads a backup from its first entry to its last. found is what came so far.
type reader struct {
	tar    *tar.Reader
	sum    hash.Hash
	tables map[string]sqlstore.Table
	found  Manifest
	sink   sink
}

func read(ctx context.Context, r io.Reader, to sink) (Manifest, error) {
	a := &reader{tar: tar.NewReader(r), sum: sha256.New(), tables: map[string]sqlstore.Table{}, sink: to}
	if err := a.head(ctx); err != nil {
		return Manifest{}, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return Manifest{}, err
		}
		header, err := a.next()
		if err != nil {
			return Manifest{}, err
		}
		if header.Name == manifestEntry {
			return a.found, a.manifest(header)
		}
		if err := a.entry(ctx, header); err != nil {
			return Manifest{}, err
		}
	}
}

// damaged says where the file is not what a backup is.
func damaged(entry, format string, args ...any) error {
	cause := fmt.Errorf(format, args...)
	return ErrDamaged.With("entry", entry, "reason", cause).Because(cause)
}

// next goes to the next entry. That there is none before the manifest is damage.
func (a *reader) next() (*tar.Header, error) {
	header, err := a.tar.Next()
	if err != nil {
		return nil, damaged("end of file", "the file ends before its manifest: %w", err)
	}
	if header.Typeflag != tar.TypeReg || header.Size < 0 || len(header.Name) > 255 {
		return nil, damaged(clip(header.Name), "an entry that no backup has")
	}
	return header, nil
}

// content reads an entry of at most limit bytes whole, and counts it into the digest of all.
func (a *reader) content(header *tar.Header, limit int64) ([]byte, error) {
	if header.Size > limit {
		return nil, damaged(clip(header.Name), "%d bytes are more than the %d it may have", header.Size, limit)
	}
	var data bytes.Buffer // grows with what really comes, whatever the header promises
	if _, err := io.CopyN(&data, a.tar, header.Size); err != nil {
		return nil, damaged(clip(header.Name), "it ends early: %w", err)
	}
	summarize(a.sum, header.Name, header.Size)
	a.sum.Write(data.Bytes())
	return data.Bytes(), nil
}

func (a *reader) head(ctx context.Context) error {
	header, err := a.next()
	if err != nil {
		return err
	}
	if header.Name != headEntry {
		return damaged(clip(header.Name), "this is no backup of hallyu")
	}
	text, err := a.content(header, maxNote)
	if err != nil {
		return err
	}
	var head Head
	if err := json.Unmarshal(text, &head); err != nil {
		return damaged(headEntry, "%w", err)
	}
	if err := supported(head); err != nil {
		return err
	}
	a.found = Manifest{Format: head.Format, Schema: head.Schema, MadeAt: head.MadeAt, Rows: map[string]int64{}}
	for _, table := range head.Tables {
		a.tables[table.Name] = table
	}
	return a.sink.head(ctx, head)
}

// supported refuses what a newer program made.
func supported(head Head) error {
	if head.Format != format {
		return ErrUnsupported.With("what", "format", "found", head.Format, "known", format)
	}
	latest, err := migrations.Latest()
	if err == nil && head.Schema > latest {
		err = ErrUnsupported.With("what", "schema", "found", head.Schema, "known", latest)
	}
	if err == nil && head.Schema < 1 {
		err = damaged(headEntry, "schema %d", head.Schema)
	}
	return err
}

// manifest compares what was promised with what came, and makes sure that nothing follows.
func (a *reader) manifest(header *tar.Header) error {
	a.found.SHA256 = hex.EncodeToString(a.sum.Sum(nil))
	text, err := a.content(header, maxNote)
	if err != nil {
		return err
	}
	var promised Manifest
	if err := json.Unmarshal(text, &promised); err != nil {
		return damaged(manifestEntry, "%w", err)
	}
	want, err := json.Marshal(promised)
	if err != nil {
		return err
	}
	got, err := json.Marshal(a.found)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return damaged(manifestEntry, "the manifest says %s, the file holds %s", want, got)
	}
	if _, err := a.tar.Next(); !errors.Is(err, io.EOF) {
		return damaged("end of file", "something follows the manifest: %v", err)
	}
	return nil
}

var rowsEntry = regexp.MustCompile(`^rows/([a-z0-9_]{1,63})/[0-9]{8}\.jsonl\.gz$`)

// entry reads what is neither head nor manifest.
func (a *reader) entry(ctx context.Context, header *tar.Header) error {
	if match := rowsEntry.FindStringSubmatch(header.Name); match != nil {
		return a.part(ctx, header, match[1])
	}
	if path, found := strings.CutPrefix(header.Name, "assets/"); found {
		return a.asset(ctx, header, path)
	}
	if path, found := strings.CutPrefix(header.Name, "locales/"); found && localePath(path) {
		content, err := a.content(header, maxLocale)
		if err != nil {
			return err
		}
		a.found.Locales.add(header.Size)
		return a.sink.locale(path, content)
	}
	return damaged(clip(header.Name), "no backup has such an entry")
}

func (a *reader) asset(ctx context.Context, header *tar.Header, path string) error {
	folder, file, _ := strings.Cut(path, "/")
	area := assets.Area(folder)
	name, err := assets.ParseName(file)
	if err != nil || !area.Valid() {
		return damaged(clip(header.Name), "this is no asset's name")
	}
	data, err := a.content(header, assets.MaxObjectSize)
	if err != nil {
		return err
	}
	if assets.DigestOf(data) != name.Digest {
		return damaged(header.Name, "its bytes are not those that its name says")
	}
	a.found.Assets.add(header.Size)
	return a.sink.asset(ctx, area, name, data)
}

func (a *reader) part(ctx context.Context, header *tar.Header, name string) error {
	table, known := a.tables[name]
	if !known {
		return damaged(header.Name, "the head names no such table")
	}
	packed, err := a.content(header, maxPart)
	if err != nil {
		return err
	}
	lines, err := unpack(packed)
	if err != nil {
		return damaged(header.Name, "%w", err)
	}
	rows, err := decodeRows(lines, table.Columns)
	if err != nil {
		return damaged(header.Name, "%w", err)
	}
	a.found.Rows[name] += int64(len(rows))
	return a.sink.rows(ctx, table, rows)
}

func unpack(packed []byte) ([]byte, error) {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	lines, err := io.ReadAll(io.LimitReader(zip, maxPart+1))
	if err == nil && len(lines) > maxPart {
		err = fmt.Errorf("it unpacks to more than %d bytes", maxPart)
	}
	return lines, err
}

func decodeRows(lines []byte, columns []sqlstore.Column) ([][]any, error) {
	var rows [][]any
	for line := range bytes.Lines(lines) {
		row, err := decodeRow(line, columns)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", len(rows)+1, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// clip shortens a stranger's name for a message.
func clip(name string) string {
	const most = 120
	if len(name) > most {
		name = name[:most] + "…"
	}
	return strings.ToValidUTF8(name, "?")
}
