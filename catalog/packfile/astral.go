package packfile

import (
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// The encoder of package yaml writes what lies beyond the Basic Multilingual Plane, as most emoji do, as
// escapes that nobody can read. So each such character is lent one that the encoder prints as it is, of a
// private-use block, and is put back into what was written. A text's own characters of that block are lent
// another one as well: each of the block that stands in the output is a loan.
const (
	firstLoan = 0xE000
	lastLoan  = 0xEFFF
)

// loans are the characters that stand in for others while a file is written.
type loans struct {
	of   map[rune]rune
	none bool // nothing is lent: the encoder's escapes are right, too
}

// text lends to a text.
func (l *loans) text(s string) string {
	if l.none {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r <= 0xFFFF && (r < firstLoan || r > lastLoan) {
			return r
		}
		lent, known := l.of[r]
		if !known {
			lent = firstLoan + rune(len(l.of))
			l.of[r] = lent
		}
		return lent
	}, s)
}

// full reports whether more was lent than there is.
func (l *loans) full() bool { return len(l.of) > lastLoan-firstLoan+1 }

// back puts back what was lent.
func (l *loans) back(written []byte) []byte {
	lender := make(map[rune]rune, len(l.of))
	for r, lent := range l.of {
		lender[lent] = r
	}
	return []byte(strings.Map(func(r rune) rune {
		if own, lent := lender[r]; lent {
			return own
		}
		return r
	}, string(written)))
}

// texts lends to a list.
func (l *loans) texts(all []string) []string {
	var out []string
	for _, s := range all {
		out = append(out, l.text(s))
	}
	return out
}

// byLocale lends to texts by locale.
func (l *loans) byLocale(all map[i18n.Locale]string) map[i18n.Locale]string {
	out := make(map[i18n.Locale]string, len(all))
	for _, locale := range sortedKeys(all) {
		out[locale] = l.text(all[locale])
	}
	return out
}
