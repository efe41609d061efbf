package format

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// span is a range of bytes of a file.
type span struct{ from, to int }

// piece is a value of a file and the bytes that it is written in.
type piece struct {
	span
	kind   Kind
	flow   bool // a map or list between brackets
	header bool // a table of TOML that has a header
	bodyTo int  // of such a table: the end of its header or last own line
	fields []*member
	items  []*piece
}

// member is one key of a map with its value.
type member struct {
	key   string
	from  int  // where it begins: at the first part of a dotted key
	name  span // the last part of the key as written
	value *piece
}

// way is how one gets to a piece: the maps and lists, and the members within them.
type way struct {
	piece  *piece
	parent *piece
	member *member // of parent; nil in lists
	index  int     // in the parent's fields or items
	above  *way
}

// follow goes down a path; nil where it does not lead on.
func (p *piece) follow(path []string) *way {
	at := &way{piece: p}
	for _, step := range path {
		next := &way{parent: at.piece, above: at}
		if at.piece.kind == List {
			next.index, _ = strconv.Atoi(step)
			if next.index >= len(at.piece.items) {
				return nil
			}
			next.piece = at.piece.items[next.index]
		} else {
			for i, m := range at.piece.fields {
				if m.key == step {
					next.member, next.piece, next.index = m, m.value, i
				}
			}
			if next.member == nil {
				return nil
			}
		}
		at = next
	}
	return at
}

// upTo counts the bytes before the first of some characters.
func upTo(s, chars string) int {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return i
	}
	return len(s)
}

// sprout is what is to be written: a key with a text, or with a map.
type sprout struct {
	key   string
	text  string
	under []sprout
}

// formed is a map of forms in CLDR's order.
func formed(key string, forms map[message.Category]string) sprout {
	s := sprout{key: key}
	for _, c := range message.Categories {
		if text, ok := forms[c]; ok {
			s.under = append(s.under, sprout{key: string(c), text: text})
		}
	}
	return s
}

// nested puts a sprout below further keys.
func nested(keys []string, s sprout) sprout {
	for _, key := range slices.Backward(keys) {
		s = sprout{key: key, under: []sprout{s}}
	}
	return s
}

// where says what stands around a value that is to be written.
type where struct {
	like   string // a text as written whose quotes to use; "" for the usual ones
	safe   bool   // use those that hold every text
	eol    string
	flow   bool   // between brackets
	lines  bool   // each member on a line of its own
	indent string // before the key
	step   string // by which the file indents
}

// dialect is how a syntax is written.
type dialect interface {
	pieces(data []byte) (*piece, error)
	colon() string                  // between key and value
	scattered() bool                // a map may stand in several places
	key(name, like string) string   // like is a key as written, or ""
	value(s sprout, w where) string // what stands behind the colon
	additions(id string, forms map[message.Category]string) []func(*edit) bool
}
