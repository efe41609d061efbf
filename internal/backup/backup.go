// Package backup keeps a whole store in one file and brings it back: the rows of the database as they
// were at one moment, every asset, and the operator's locale files. The file knows nothing of the
// kind of database or storage, so a store moves by backup and restore.
//
// The file is a tar archive:
//
//	hallyu-backup.json                      a Head
//	rows/<table>/<part>.jsonl.gz            a JSON array per row, in the order of the head's columns
//	assets/<public or private>/<name>       the bytes as they are
//	locales/<project>/<file>                the bytes as they are
//	manifest.json                           a Manifest: how much there is, and the digest of all of it
//
// Rows come first: an asset is kept before the rows that name it are committed, and never changes, so
// what is copied after the rows holds whatever they name. Digests find damage, not forgery.
package backup

import (
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// Faults of backups.
var (
	// ErrDamaged: the file is no whole backup. Facts: entry, where it shows, and reason.
	ErrDamaged = fault.Define(fault.Invalid, "backup-damaged")
	// ErrUnsupported: a newer program made the file. Facts: what (format or schema), found, known.
	ErrUnsupported = fault.Define(fault.Unsupported, "backup-unsupported")
	// ErrExists: there is a file of that name. Facts: file.
	ErrExists = fault.Define(fault.Conflict, "backup-exists")
)

// format is the version of the archive's layout.
const format = 1

// Names and limits of entries. Whatever is larger is not read.
const (
	headEntry     = "hallyu-backup.json"
	manifestEntry = "manifest.json"

	maxNote   = 4 << 20  // head and manifest, in bytes
	maxPart   = 64 << 20 // rows of one entry, in bytes, uncompressed
	partSize  = 1 << 20  // when an entry of rows is full
	maxLocale = 16 << 20 // a locale file, in bytes
)

// Store is what is kept: a database, assets, and locale files.
type Store struct {
	DB      *sqlstore.DB
	Assets  assets.Store
	Locales Locales
}

// Head says what the file holds, before it does.
type Head struct {
	Format  int              `json:"format"`
	Schema  int64            `json:"schema"` // of the database: its last migration
	MadeAt  time.Time        `json:"made_at"`
	Program string           `json:"program"` // version that made it
	Tables  []sqlstore.Table `json:"tables"`
}

// Manifest says what the file held.
type Manifest struct {
	Format  int              `json:"format"`
	Schema  int64            `json:"schema"`
	MadeAt  time.Time        `json:"made_at"`
	Rows    map[string]int64 `json:"rows"` // of each table
	Assets  Amount           `json:"assets"`
	Locales Amount           `json:"locales"`
	SHA256  string           `json:"sha256"` // of every entry's name, size and bytes
}

// Amount is how many files there are, and their bytes in all.
type Amount struct {
	Files int64 `json:"files"`
	Bytes int64 `json:"bytes"`
}

func (a *Amount) add(bytes int64) {
	a.Files++
	a.Bytes += bytes
}
