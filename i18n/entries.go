package i18n

import "hash/maphash"

// entry is a message, and where it comes from.
type entry struct {
	plain   string // the message's text where that is all it is, so that it is found in one step
	fixed   bool   // that is so
	message *Message
	origin  *origin
}

// entries are messages by id. They are filled once and looked up from then on; Go's own maps, made to change, take half as
// much time again, and a page asks for a hundred.
type entries struct {
	all   []entry // in the order in which their ids were put first
	slots []slot  // as many as a power of two, at least every other one free; who finds another's goes on to the next
}

// slot says where the entry of a hash is.
type slot struct {
	hash  uint32
	place uint32 // from 1; 0 is free
}

var hashSeed = maphash.MakeSeed()

// newEntries has room for so many messages, and makes more when it must.
func newEntries(room int) *entries {
	size := 2
	for size < 2*room {
		size *= 2
	}
	return &entries{all: make([]entry, 0, room), slots: make([]slot, size)}
}

// find returns the entry of an id, or nil. It is good until the next put.
func (e *entries) find(id string) *entry {
	hash := uint32(maphash.String(hashSeed, id))
	for at := hash; ; at++ {
		s := e.slots[at&uint32(len(e.slots)-1)]
		if s.place == 0 {
			return nil
		}
		if s.hash == hash && e.all[s.place-1].message.ID == id {
			return &e.all[s.place-1]
		}
	}
}

// put sets the entry of its message's id.
func (e *entries) put(new entry) {
	if before := e.find(new.message.ID); before != nil {
		*before = new
		return
	}
	e.all = append(e.all, new)
	if 2*len(e.all) <= len(e.slots) {
		e.place(len(e.all))
		return
	}
	e.slots = make([]slot, 2*len(e.slots))
	for i := range e.all {
		e.place(i + 1)
	}
}

// place takes a slot for an entry, counted from 1.
func (e *entries) place(nth int) {
	hash := uint32(maphash.String(hashSeed, e.all[nth-1].message.ID))
	at := hash
	for e.slots[at&uint32(len(e.slots)-1)].place > 0 {
		at++
	}
	e.slots[at&uint32(len(e.slots)-1)] = slot{hash, uint32(nth)}
}
