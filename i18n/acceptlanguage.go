package i18n

import (
	"slices"
	"strings"
)

// Limits of an Accept-Language header; what is longer is not read.
const (
	maxHeader = 512 // bytes
	maxRanges = 20
)

// anyLocale is the range that every locale matches.
const anyLocale Locale = "*"

// weighted is a language range with its weight in thousandths.
type weighted struct {
	locale Locale
	weight int
}

// parseAcceptLanguage lists the ranges of a header, the most wanted first, and those of equal weight in
// their order. Ranges of weight 0 and whatever is malformed are left out.
func parseAcceptLanguage(header string) []Locale {
	if len(header) > maxHeader {
		header = header[:maxHeader]
		header = header[:max(strings.LastIndexByte(header, ','), 0)]
	}
	ranges := make([]weighted, 0, 4)
	for n := 0; header != "" && n < maxRanges; n++ {
		var item string
		item, header, _ = strings.Cut(header, ",")
		if r, ok := parseRange(item); ok {
			ranges = append(ranges, r)
		}
	}
	slices.SortStableFunc(ranges, func(a, b weighted) int { return b.weight - a.weight })
	locales := make([]Locale, len(ranges))
	for i, r := range ranges {
		locales[i] = r.locale
	}
	return locales
}

func parseRange(item string) (weighted, bool) {
	tag, parameters, _ := strings.Cut(item, ";")
	weight, ok := parseWeight(parameters)
	if !ok || weight == 0 {
		return weighted{}, false
	}
	tag = strings.TrimSpace(tag)
	if tag == string(anyLocale) {
		return weighted{anyLocale, weight}, true
	}
	l, err := ParseLocale(tag)
	return weighted{l, weight}, err == nil
}

// parseWeight reads "q=0.8" (RFC 9110 section 12.4.2) in thousandths; nothing at all is 1.
func parseWeight(parameter string) (thousandths int, ok bool) {
	parameter = strings.TrimSpace(parameter)
	if parameter == "" {
		return 1000, true
	}
	value, isQ := strings.CutPrefix(strings.ToLower(parameter), "q=")
	whole, fraction, _ := strings.Cut(value, ".")
	if !isQ || (whole != "0" && whole != "1") || len(fraction) > 3 || strings.Trim(fraction, "0123456789") != "" {
		return 0, false
	}
	for _, digit := range (whole + fraction + "000")[:4] {
		thousandths = thousandths*10 + int(digit-'0')
	}
	return thousandths, thousandths <= 1000
}
