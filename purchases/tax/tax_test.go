package tax_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/purchases/tax"
	"github.com/hallyu-store/hallyu/purchases/tax/taxtest"
)

func TestService(t *testing.T) {
	taxtest.Run(t, func(*testing.T) tax.Store { return &taxtest.Store{} })
}

// TestRounding has figures that are worked out by hand.
func TestRounding(t *testing.T) {
	for _, c := range []struct{ price, millionths, within, onTop int64 }{
		{2500, 100_000, 227, 250},                                  // ₩2,500: 2272.7 without
		{1100, 100_000, 100, 110},                                  // ¥1,100
		{999, 190_000, 160, 190},                                   // €9.99: 839.5 is half up 840 only from 839.50; 189.81
		{249, 88_750, 20, 22},                                      // $2.49 in New York: 228.7; 22.09
		{1000, 81_000, 75, 81},                                     // CHF 10.00: 925.07
		{2500, 50_000, 119, 125},                                   // KWD 2.500: 2380.95
		{1, 100_000, 0, 0}, {5, 100_000, 0, 1}, {6, 100_000, 1, 1}, // 4.545 is 5; 0.5 is 1; 5.45 is 5
		{3, tax.Whole, 1, 3}, {1, tax.Whole, 0, 1}, {0, 100_000, 0, 0}, {-5, 100_000, 0, 0},
		{1_000_000_000_000, tax.Whole, 500_000_000_000, 1_000_000_000_000},
	} {
		if got := tax.Within(c.price, c.millionths); got != c.within {
			t.Errorf("in %d at %d there is %d, want %d", c.price, c.millionths, got, c.within)
		}
		if got := tax.OnTop(c.price, c.millionths); got != c.onTop {
			t.Errorf("on %d at %d comes %d, want %d", c.price, c.millionths, got, c.onTop)
		}
	}
}

// TestChargesAreWhole: net and tax are what is charged, the tax on top is the tax within, and rounding is half up by
// exact fractions.
func TestChargesAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		price := rapid.Int64Range(1, 2_000_000_000_000).Draw(t, "price")
		r := tax.Rate{Millionths: rapid.Int64Range(1, tax.Whole).Draw(t, "rate"), Included: rapid.Bool().Draw(t, "included")}
		c := r.On(price)
		if c.Net+c.Amount != c.Gross() || c.Net < 0 || c.Amount < 0 || c.Within(c.Gross()) != c.Amount {
			t.Fatalf("%+v", c)
		}
		if r.Included && c.Gross() != price || !r.Included && c.Net != price {
			t.Fatalf("%+v of %d", c, price)
		}
		exact := halfUp(price, tax.Whole, tax.Whole+r.Millionths)
		if !r.Included {
			exact = price
		}
		if c.Net != exact || !r.Included && c.Amount != halfUp(price, r.Millionths, tax.Whole) {
			t.Fatalf("%+v, want %d without", c, exact)
		}
		if in := r.InCoins(price); in.Gross() != price || !r.Included && in.Amount != 0 {
			t.Fatalf("in coins: %+v", in)
		}
	})
}

// TestPartsTakeBackExactly: whatever the parts that go back, all of them take back the tax that came.
func TestPartsTakeBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := tax.Charge{Millionths: rapid.Int64Range(1, tax.Whole).Draw(t, "rate")}
		here := rapid.Int64Range(1, 1_000_000).Draw(t, "price")
		owed := c.Within(here)
		for here > 0 {
			part := rapid.Int64Range(1, here).Draw(t, "part")
			back := c.Within(here) - c.Within(here-part)
			if back < 0 || back > part {
				t.Fatalf("%d of %d takes back %d", part, here, back)
			}
			here, owed = here-part, owed-back
		}
		if owed != 0 {
			t.Fatalf("%d is left", owed)
		}
	})
}

func halfUp(amount, n, of int64) int64 {
	x := new(big.Int).Mul(big.NewInt(2*amount), big.NewInt(n))
	x.Add(x, big.NewInt(of))
	return x.Div(x, big.NewInt(2*of)).Int64()
}
