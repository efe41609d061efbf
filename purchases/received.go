package purchases

import (
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
)

// Received returns what a transfer took from who paid, an amount for each currency; those that went back to them are
// negative. What only changes its place within the store is no part of it, nor are coins.
func (t Transfer) Received() []catalog.Price {
	sums := map[string]int64{}
	for _, p := range t.Postings {
		if p.Account == disputes || strings.HasPrefix(p.Account, takings("")) || strings.HasPrefix(p.Account, refundsPending("")) {
			sums[p.Asset] += p.Amount
		}
	}
	var received []catalog.Price
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		if sums[currency] != 0 && isCurrency(currency) {
			received = append(received, catalog.Price{Amount: sums[currency], Currency: currency})
		}
	}
	return received
}
