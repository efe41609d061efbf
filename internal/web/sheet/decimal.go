package sheet

import "github.com/hallyu-store/hallyu/catalog"

// Amount is a cell with an amount of minor units, in units of its currency: 250 USD is 2.50.
func Amount(minor int64, currency string) Cell {
	if minor < 0 {
		return Number("-" + catalog.Price{Amount: -minor, Currency: currency}.Decimal())
	}
	return Number(catalog.Price{Amount: minor, Currency: currency}.Decimal())
}
