package catalog

// Price is an amount of money in minor units of an ISO 4217 currency: 2500 KRW is ₩2,500, 250 USD
// is $2.50. A pack that is free has no Price at all, so a Price is never zero.
type Price struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}
