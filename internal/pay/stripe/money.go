package stripe

import (
	"fmt"
	"math"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Digits of Stripe's smallest units, where they are not two: docs.stripe.com/currencies. What a currency
// has by CLDR may be another number.
var digits = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "JPY": 0, "KMF": 0, "KRW": 0, "MGA": 0, "PYG": 0, "RWF": 0, "VND": 0,
	"VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3,
}

// shift is how many digits more Stripe's smallest unit has than ours.
func shift(currency string) int {
	theirs, special := digits[currency]
	if !special {
		theirs = 2
	}
	return theirs - cldr.CurrencyDigits(currency)
}

// toStripe returns an amount in Stripe's smallest unit. Amounts of three decimals must end in 0 there.
func toStripe(p catalog.Price) (int64, error) {
	factor := pow10(shift(p.Currency))
	amount := p.Amount
	switch {
	case factor > 0 && amount > math.MaxInt64/factor:
		return 0, refusedAmount(p)
	case factor > 0:
		amount *= factor
	case amount%-factor != 0:
		return 0, refusedAmount(p)
	default:
		amount /= -factor
	}
	if digits[p.Currency] == 3 && amount%10 != 0 {
		return 0, refusedAmount(p)
	}
	return amount, nil
}

// fromStripe reads an amount in Stripe's smallest unit.
func fromStripe(amount int64, currency string) (catalog.Price, error) {
	p := catalog.Price{Currency: strings.ToUpper(currency)}
	factor := pow10(shift(p.Currency))
	switch {
	case factor < 0:
		p.Amount = amount * -factor
	case amount%factor != 0:
		return p, fmt.Errorf("stripe: %d %s is no whole number of our smallest units", amount, currency)
	default:
		p.Amount = amount / factor
	}
	return p, nil
}

// pow10 is 10 to the power of n, and the negative of that of -n when n is negative.
func pow10(n int) int64 {
	factor := int64(1)
	for range max(n, -n) {
		factor *= 10
	}
	if n < 0 {
		return -factor
	}
	return factor
}

func lower(currency string) string { return strings.ToLower(currency) }
