package cldr

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// style is how a locale writes money.
type style struct {
	pattern, letters string // CLDR number patterns; letters is used when the symbol ends in a letter beside the number
	decimal, group   string
	least            int  // digits that must stand before the first grouping sign
	zero             rune // the locale's digit zero
	symbols          map[string]string
}

var (
	digitTable = pairs("currencies.tsv")
	styleTable = sync.OnceValue(func() map[string]style {
		lines := rows("prices.tsv")
		table := make(map[string]style, len(lines))
		for _, cells := range lines {
			table[cells[0]] = readStyle(cells[1:])
		}
		return table
	})
)

func readStyle(cells []string) style {
	s := style{pattern: cells[0], letters: cells[1], decimal: cells[2], group: cells[3]}
	s.least, _ = strconv.Atoi(cells[4])
	s.zero, _ = utf8.DecodeRuneInString(cells[5])
	s.symbols = make(map[string]string, len(cells)-6)
	for _, cell := range cells[6:] {
		code, symbol, _ := strings.Cut(cell, "=")
		s.symbols[code] = symbol
	}
	return s
}

// styleOf finds the style of a locale or of its nearest parent; English for what CLDR does not know.
func styleOf(locale string) style { return nearest(styleTable(), locale).numbered(locale) }

// CurrencyDigits returns how many decimal digits a currency has, by CLDR's supplemental data: 0 for KRW and
// IDR, 3 for KWD, 2 for what is not listed. An amount in minor units is the value times ten to this power.
// CLDR follows use: ISO 4217 and some payment providers count two for IDR, HUF or COP.
func CurrencyDigits(code string) int {
	d, ok := digitTable()[code]
	if !ok {
		return 2
	}
	return int(d[0] - '0')
}

// FormatPrice writes an amount of minor units of an ISO 4217 currency as the locale does, with its symbol,
// signs, spaces (U+00A0), marks of direction and digits: "₩2,500" in ko, "US$2.50" in ko, "2,50 €" in es.
// The pattern is CLDR's standard currency format (UTS #35 part 3). Unknown locales are written as in
// English, unknown currencies with their code.
func FormatPrice(locale string, amount int64, currency string) string {
	s := styleOf(locale)
	symbol, ok := s.symbols[currency]
	if !ok {
		symbol = currency
	}
	sign := ""
	magnitude := uint64(amount)
	if amount < 0 {
		sign, magnitude = "-", -magnitude
	}
	return sign + s.assemble(symbol, s.number(magnitude, CurrencyDigits(currency)))
}

// assemble puts the number and the symbol where the pattern has them.
func (s style) assemble(symbol, number string) string {
	pattern := s.pattern
	if s.lettersMeet(symbol) {
		pattern = s.letters
	}
	first := strings.IndexAny(pattern, "#0")
	last := strings.LastIndexAny(pattern, "#0") + 1
	before := strings.Replace(pattern[:first], "¤", symbol, 1)
	after := strings.Replace(pattern[last:], "¤", symbol, 1)
	return before + number + after
}

// lettersMeet reports whether the symbol has anything but a sign on the side of the number, like the "D" of
// "AED 5": CLDR then wants a space.
func (s style) lettersMeet(symbol string) bool {
	edge, _ := utf8.DecodeRuneInString(symbol)
	if strings.Index(s.pattern, "¤") < strings.Index(s.pattern, "#") {
		edge, _ = utf8.DecodeLastRuneInString(symbol)
	}
	return !unicode.IsSymbol(edge) && !unicode.Is(unicode.Z, edge)
}

// number writes the magnitude with grouping and decimal signs, in the locale's digits.
func (s style) number(magnitude uint64, digits int) string {
	text := strconv.FormatUint(magnitude, 10)
	if pad := digits + 1 - len(text); pad > 0 {
		text = strings.Repeat("0", pad) + text
	}
	whole, fraction := text[:len(text)-digits], text[len(text)-digits:]
	whole = s.grouped(whole)
	if digits > 0 {
		whole += s.decimal + fraction
	}
	return s.ownDigits(whole)
}

// grouped sets grouping signs by the pattern: every three digits, or as in India 3, 2, 2.
func (s style) grouped(whole string) string {
	first, further := s.groups()
	if first == 0 || len(whole) < first+s.least {
		return whole
	}
	head, tail := whole[:len(whole)-first], s.group+whole[len(whole)-first:]
	for len(head) > further {
		head, tail = head[:len(head)-further], s.group+head[len(head)-further:]+tail
	}
	return head + tail
}

// groups reads the sizes of the last and of the other groups from the pattern.
func (s style) groups() (first, further int) {
	start := strings.IndexAny(s.pattern, "#0")
	whole, _, _ := strings.Cut(s.pattern[start:], ".")
	parts := strings.Split(strings.TrimRightFunc(whole, notDigit), ",")
	if len(parts) == 1 {
		return 0, 0
	}
	first = len(parts[len(parts)-1])
	if len(parts) == 2 {
		return first, first
	}
	return first, len(parts[len(parts)-2])
}

func notDigit(r rune) bool { return r != '#' && r != '0' }

func (s style) ownDigits(text string) string {
	if s.zero == '0' {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return s.zero + r - '0'
		}
		return r
	}, text)
}
