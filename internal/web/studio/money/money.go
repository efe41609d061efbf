// Package money is how prices are typed into forms of the studio.
package money

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Currencies are all that a region's shops take, in order.
func Currencies() []string {
	var codes []string
	for _, region := range cldr.Regions() {
		if code := cldr.CurrencyOf(region); code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Decimal writes an amount as people type it, with a point.
func Decimal(p catalog.Price) string {
	digits := cldr.CurrencyDigits(p.Currency)
	text := strconv.FormatInt(p.Amount, 10)
	if pad := digits + 1 - len(text); pad > 0 {
		text = strings.Repeat("0", pad) + text
	}
	if digits == 0 {
		return text
	}
	return text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// MinorUnits reads what people write: digits, and a point or comma before at most as many as the
// currency has. Anything else is not guessed at.
func MinorUnits(text, currency string) (int64, bool) {
	whole, fraction, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	digits := cldr.CurrencyDigits(currency)
	if whole == "" || len(fraction) > digits {
		return 0, false
	}
	amount, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 63)
	return int64(amount), err == nil
}
