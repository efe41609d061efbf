package cldr

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// numberStyle is how a locale writes numbers.
type numberStyle struct {
	style              // of the pattern for plain numbers
	percent            string
	minus, percentSign string
}

var (
	zeroTable   = pairs("digits.tsv")
	numberTable = sync.OnceValue(func() map[string]numberStyle {
		table := map[string]numberStyle{}
		for _, cells := range rows("numbers.tsv") {
			n := numberStyle{percent: cells[2], minus: cells[5], percentSign: cells[6]}
			n.style = readStyle([]string{cells[1], cells[1], cells[3], cells[4], cells[7], cells[8]})
			table[cells[0]] = n
		}
		return table
	})
)

// nearest finds what a table says of a locale or of its nearest parent; of English for what CLDR does not know.
func nearest[T any](table map[string]T, locale string) T {
	if found, ok := table[locale]; ok {
		return found
	}
	t, err := Parse(locale)
	t = Canonical(t)
	for ok := err == nil; ok; t, ok = Parent(t) {
		if found, here := table[t.String()]; here {
			return found
		}
	}
	return table["en"]
}

// Keyword returns what the Unicode extension of a tag says for a key of two letters (UTS #35 section 3.6), such as
// "thai" for "nu" in "en-u-nu-thai", or "".
func Keyword(locale, key string) string {
	_, extension, _ := strings.Cut(strings.ToLower(locale), "-u-")
	for rest := extension; rest != ""; {
		var subtag string
		subtag, rest, _ = strings.Cut(rest, "-")
		if len(subtag) == 1 {
			return "" // another extension begins
		}
		if subtag == key {
			value, _, _ := strings.Cut(rest, "-")
			return value
		}
	}
	return ""
}

// numbered returns a style with the digits that the locale's extension asks for, and the signs that go with them.
func (s style) numbered(locale string) style {
	system := Keyword(locale, "nu")
	zero, ok := zeroTable()[system]
	if !ok {
		return s
	}
	before := s.zero
	s.zero, _ = utf8.DecodeRuneInString(zero)
	switch {
	case s.zero == before:
	case strings.HasPrefix(system, "arab"):
		s.decimal, s.group = "٫", "٬"
	case system == "latn":
		s.decimal, s.group = ".", ","
	}
	return s
}

// numbered returns a style with the digits and signs that the locale's extension asks for.
func (n numberStyle) numbered(locale string) numberStyle {
	before := n.zero
	n.style = n.style.numbered(locale)
	switch {
	case n.zero == before:
	case strings.HasPrefix(Keyword(locale, "nu"), "arab"):
		n.minus, n.percentSign = "\u061c-", "٪\u061c" // U+061C keeps them in a run from right to left
	case before == '٠' || before == '۰':
		n.minus, n.percentSign = "\u200e-", "\u200e%\u200e"
	}
	return n
}

// FormatNumber writes a decimal number ("-1234.50": digits with at most one sign and one point) as the locale does,
// with its grouping, signs and digits: "1,234.50" in en, "1.234,50" in id, "١٬٢٣٤٫٥٠" in ar-EG. All fraction digits
// stay. The pattern is CLDR's standard decimal format (UTS #35 part 3); an extension such as -u-nu-thai chooses the
// digits. Unknown locales are written as in English.
func FormatNumber(locale, decimal string) string {
	return nearest(numberTable(), locale).numbered(locale).signed(decimal, "{}")
}

// FormatPercent writes a share as the locale writes percentages: "0.125" is "12.5%" in en and "12,5 %" in es.
func FormatPercent(locale, decimal string) string {
	n := nearest(numberTable(), locale).numbered(locale)
	first, last := strings.IndexAny(n.percent, "#0"), strings.LastIndexAny(n.percent, "#0")+1
	around := strings.Replace(n.percent[:first]+"{}"+n.percent[last:], "%", n.percentSign, 1)
	return n.signed(hundredfold(decimal), around)
}

// signed writes a number where around has {}, with the locale's minus before it all.
func (n numberStyle) signed(decimal, around string) string {
	digits, negative := strings.CutPrefix(decimal, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	text := n.grouped(whole)
	if point {
		text += n.decimal + fraction
	}
	text = strings.Replace(around, "{}", n.ownDigits(text), 1)
	if negative {
		return n.minus + text
	}
	return text
}

// hundredfold moves the point of a decimal number two places to the right.
func hundredfold(decimal string) string {
	digits, negative := strings.CutPrefix(decimal, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	fraction += strings.Repeat("0", max(2-len(fraction), 0))
	whole, fraction = strings.TrimLeft(whole+fraction[:2], "0"), fraction[2:]
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative {
		return "-" + whole
	}
	return whole
}
