package catalog

import (
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Price is an amount of money in minor units of an ISO 4217 currency: 2500 KRW is ₩2,500, 250 USD
// is $2.50. A pack that is free has no Price at all, so a Price is never zero.
type Price struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// Decimal writes the amount as people type it: in units of its currency, with a point.
func (p Price) Decimal() string {
	digits := digitsOf(p.Currency)
	text := strconv.FormatInt(p.Amount, 10)
	if pad := digits + 1 - len(text); pad > 0 {
		text = strings.Repeat("0", pad) + text
	}
	if digits == 0 {
		return text
	}
	return text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// digitsOf is how many digits a currency has behind the point. What is none of ISO 4217, whose codes have three
// letters, is counted whole: coins.
func digitsOf(currency string) int {
	if len(currency) != 3 {
		return 0
	}
	return cldr.CurrencyDigits(currency)
}

// ParseAmount reads what people type, in minor units: digits, and a point or comma before at most as many
// as the currency has. Anything else is false, and not guessed at.
func ParseAmount(text, currency string) (int64, bool) {
	whole, fraction, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	digits := digitsOf(currency)
	if whole == "" || len(fraction) > digits {
		return 0, false
	}
	amount, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 63)
	return int64(amount), err == nil
}
