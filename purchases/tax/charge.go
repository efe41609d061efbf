package tax

// Charge is the tax in what an order is charged. It is kept with the order and never computed anew: what becomes of the
// rate is nothing to an order that went by it.
type Charge struct {
	Tax        string `json:"tax"`        // id of the Rate
	Version    int64  `json:"version"`    // of it
	Millionths int64  `json:"millionths"` // of the price without tax; 0 where the tax was paid with the coins
	Included   bool   `json:"included"`   // in the price that is shown; else it came on top
	Net        int64  `json:"net"`        // of the order's price, minor units
	Amount     int64  `json:"amount"`     // tax in the order's price: it and Net are the whole price
}

// On returns the tax on a price as it is shown, whose sum is what is charged.
func (r Rate) On(price int64) Charge {
	c := Charge{Tax: r.ID, Version: r.Version, Millionths: r.Millionths, Included: r.Included, Net: price}
	if r.Included {
		c.Amount = Within(price, r.Millionths)
		c.Net = price - c.Amount
	} else {
		c.Amount = OnTop(price, r.Millionths)
	}
	return c
}

// InCoins returns the tax on a price as it is shown that is paid with coins. Tax was paid when these were sold, on top
// of their price where it comes on top: then the price in coins has none.
func (r Rate) InCoins(price int64) Charge {
	if r.Included {
		return r.On(price)
	}
	return Charge{Tax: r.ID, Version: r.Version, Net: price}
}

// Gross is the order's price: what is charged.
func (c Charge) Gross() int64 { return c.Net + c.Amount }

// Within returns the tax in an amount of what was settled for the order, which may differ from its price.
func (c Charge) Within(amount int64) int64 { return Within(amount, c.Millionths) }
