package assets

import (
	"context"
	"fmt"
	"io"

	"github.com/hallyu-store/hallyu/fault"
)

// MaxObjectSize is the size in bytes over which a store keeps nothing.
const MaxObjectSize = 64 << 20

// Faults of stores.
var (
	// ErrAssetNotFound: the area has nothing of that name. Facts: asset.
	ErrAssetNotFound = fault.Define(fault.NotFound, "asset-not-found")
	// ErrFileTooLarge: more bytes than are taken. Facts: measured, limit, in bytes.
	ErrFileTooLarge = fault.Define(fault.TooLarge, "file-too-large")
	// ErrStorageUnavailable: what keeps the bytes cannot be reached, or is too slow. Every method of a
	// Store may return it; nothing half-done is left. Facts: retry_after, where it is known.
	ErrStorageUnavailable = fault.Define(fault.Unavailable, "storage-unavailable")
)

// Area is one of the two parts of a store.
type Area string

// The areas.
const (
	Public  Area = "public"  // derivatives: anyone who knows the digest may read them
	Private Area = "private" // originals, manifests, details: read by the program alone
)

// Valid reports whether a is one of the areas.
func (a Area) Valid() bool { return a == Public || a == Private }

// Store keeps immutable bytes under their names. All methods are safe for concurrent use.
// A name that is not valid names nothing: it is absent.
type Store interface {
	// Put keeps data, which name must name, and returns when it is durable. To put what is there
	// already is success. Nobody ever sees a part of it. The errors are those of CheckPut.
	Put(ctx context.Context, area Area, name Name, data []byte) error

	// Open returns the bytes of name for reading; the caller closes it. Absent is ErrAssetNotFound.
	Open(ctx context.Context, area Area, name Name) (Object, error)

	// Stat returns the size of name in bytes. Absent is ErrAssetNotFound.
	Stat(ctx context.Context, area Area, name Name) (int64, error)

	// List calls yield with every name of the area and its size in bytes, in ascending order of
	// Name.String. What is put or deleted meanwhile may or may not be seen. It stops with the
	// first error of yield and returns it; yield may call the store.
	List(ctx context.Context, area Area, yield func(Name, int64) error) error

	// Delete removes name; absent is success.
	Delete(ctx context.Context, area Area, name Name) error
}

// Object is kept bytes, open for reading. An Object of package local also has File() *os.File, for
// those who can hand a file to the kernel.
type Object interface {
	io.ReadSeekCloser
	Size() int64 // in bytes
}

// CheckPut is what every store asks before it keeps anything: a valid area and name, data of at most
// MaxObjectSize (ErrFileTooLarge), and that name is the name of data (ErrDigestMismatch).
func CheckPut(area Area, name Name, data []byte) error {
	if !area.Valid() || !name.Valid() {
		return fmt.Errorf("assets: cannot keep %q in area %q", name, area)
	}
	if len(data) > MaxObjectSize {
		return ErrFileTooLarge.With("measured", len(data), "limit", MaxObjectSize)
	}
	if got := DigestOf(data); got != name.Digest {
		return ErrDigestMismatch.With("expected", name.Digest, "measured", got)
	}
	return nil
}

// ReadAll returns the bytes of name, having checked that they still are what it names. Absent is
// ErrAssetNotFound.
func ReadAll(ctx context.Context, from Store, area Area, name Name) ([]byte, error) {
	object, err := from.Open(ctx, area, name)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	return ReadObject(object, name)
}

// ReadObject returns all that object has, from its beginning, having checked that it is what name names.
func ReadObject(object Object, name Name) ([]byte, error) {
	size := object.Size()
	if size < 0 || size > MaxObjectSize {
		return nil, fmt.Errorf("assets: %s has %d bytes, which no store keeps", name, size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(object, data); err != nil {
		return nil, fmt.Errorf("assets: read %s: %w", name, err)
	}
	if DigestOf(data) != name.Digest {
		return nil, fmt.Errorf("assets: the kept bytes of %s have changed", name)
	}
	return data, nil
}
