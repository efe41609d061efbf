package catalog

import (
	"bytes"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// stickerIndex finds the pack of a sticker, those of former releases included. It is never changed,
// and compact: 20 bytes a sticker. The zero value is empty.
type stickerIndex struct {
	base, top []stickerEntry // ordered by id
}

// stickerEntry says which pack a sticker is of.
type stickerEntry struct {
	id   [16]byte
	pack int32 // ordinal
}

// stickerKey returns the UUID of a sticker's id, or false if it is none.
func stickerKey(id string) ([16]byte, bool) {
	key, err := uuid.Parse(strings.TrimPrefix(id, "stk_"))
	return key, err == nil && strings.HasPrefix(id, "stk_")
}

// find returns the ordinal of the sticker's pack.
func (x stickerIndex) find(id string) (int32, bool) {
	key, valid := stickerKey(id)
	if !valid {
		return 0, false
	}
	for _, layer := range [][]stickerEntry{x.top, x.base} {
		at, found := slices.BinarySearchFunc(layer, key, entryAgainst)
		if found {
			return layer[at].pack, true
		}
	}
	return 0, false
}

// with returns an index that knows more. A sticker never moves to another pack.
func (x stickerIndex) with(more []stickerEntry) stickerIndex {
	more = slices.DeleteFunc(more, func(e stickerEntry) bool {
		_, known := slices.BinarySearchFunc(x.base, e.id, entryAgainst)
		return known
	})
	if len(more) == 0 {
		return x
	}
	slices.SortFunc(more, stickerEntry.compare)
	top := mergeEntries(more, x.top)
	if len(top) <= 4096+len(x.base)/256 {
		return stickerIndex{x.base, top}
	}
	return stickerIndex{base: mergeEntries(top, x.base)}
}

// mergeEntries returns the entries of two sorted lists, each once.
func mergeEntries(a, b []stickerEntry) []stickerEntry {
	merged := make([]stickerEntry, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		if len(a) == 0 || len(b) > 0 && b[0].compare(a[0]) < 0 {
			a, b = b, a
		}
		if n := len(merged); n == 0 || merged[n-1].id != a[0].id {
			merged = append(merged, a[0])
		}
		a = a[1:]
	}
	return merged
}

func (e stickerEntry) compare(other stickerEntry) int { return bytes.Compare(e.id[:], other.id[:]) }

func entryAgainst(e stickerEntry, key [16]byte) int { return bytes.Compare(e.id[:], key[:]) }
