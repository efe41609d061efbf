package format

import (
	"fmt"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// printf spells placeholders by their place among the names of a unit, as %1$s: the count is the first, of the kind
// for whole numbers; all others are texts.
type printf struct {
	names         []string
	number, other string // conversions: "d" and "s", on Apple's systems "ld" and "@"
}

func (p printf) spell(name string) string {
	kind := p.other
	if message.IsCount(name) {
		kind = p.number
	}
	return fmt.Sprintf("%%%d$%s", slices.Index(p.names, name)+1, kind)
}
