package orders

import (
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// coinWords are what amounts of coins are called, by what stands in place of a currency.
var coinWords = map[string]string{
	coin.Currency: "studio.order.coins", string(coin.Paid): "studio.order.coins_paid", string(coin.Bonus): "studio.order.coins_bonus",
}

// priced writes an amount of money, or of coins, in the reader's language.
func priced(v *frame.Visit, amount int64, currency string) string {
	if word := coinWords[currency]; word != "" {
		return v.Voice.T(word, "count", amount)
	}
	return cldr.FormatPrice(string(v.Voice.Locale), amount, currency)
}
