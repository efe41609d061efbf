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
	top := sortEntries(append(more, x.top...))
	if len(top) <= 4096+len(x.base)/16 {
		return stickerIndex{x.base, top}
	}
	return stickerIndex{base: sortEntries(append(top, x.base...))}
}

// sortEntries orders entries by id and drops doubles.
func sortEntries(entries []stickerEntry) []stickerEntry {
	slices.SortFunc(entries, func(a, b stickerEntry) int { return bytes.Compare(a.id[:], b.id[:]) })
	return slices.CompactFunc(entries, func(a, b stickerEntry) bool { return a.id == b.id })
}

func entryAgainst(e stickerEntry, key [16]byte) int { return bytes.Compare(e.id[:], key[:]) }
