package payout_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/purchases/payout"
)

// contracts returns n ways to share a sale out: those at the edges, and others by chance.
func contracts(n int) []payout.Shares {
	all := []payout.Shares{
		{}, {Creator: 10_000}, {Brand: 10_000, Creator: 10_000}, {Fee: 10_000}, {Tax: 10_000}, {Tax: 1, Fee: 1, Creator: 1, Brand: 1},
		{Fee: 3000, Creator: 5000}, {Tax: 1000, Fee: 3000, Creator: 5000}, {Tax: 1000, Fee: 3000, Creator: 3333, Brand: 3333},
		{Tax: 9999, Fee: 9999, Creator: 9999, Brand: 9999}, {Creator: 5000}, {Brand: 2500, Creator: 2500, Fee: 0},
	}
	random := rand.New(rand.NewPCG(1, 2))
	for len(all) < n {
		all = append(all, payout.Shares{
			Tax: random.Int64N(3000), Fee: random.Int64N(10_001), Creator: random.Int64N(10_001), Brand: random.Int64N(10_001),
		})
	}
	return all
}

// TestPartsAreTheWhole shares every amount from 1 to a million out by 200 contracts (in short runs, every 16th).
func TestPartsAreTheWhole(t *testing.T) {
	const most, many = 1_000_000, 200
	step := int64(1)
	if testing.Short() || raceDetector {
		step = 16
	}
	work := make(chan payout.Shares)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for shares := range work {
				for amount := int64(1); amount <= most; amount += step {
					parts := shares.Split(amount)
					if parts.Whole() != amount || least(parts) < 0 {
						t.Errorf("%+v of %d: %v", shares, amount, parts)
						break
					}
				}
			}
		})
	}
	for _, shares := range contracts(many) {
		work <- shares
	}
	close(work)
	group.Wait()
}

func least(p payout.Parts) int64 {
	least := int64(math.MaxInt64)
	for _, part := range p {
		least = min(least, part)
	}
	return least
}

// TestPartsAreFair holds parts to the share that they are of, whatever the amount: never off by a unit, and more is
// never less.
func TestPartsAreFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bp := rapid.Int64Range(0, 10_000)
		shares := payout.Shares{Tax: bp.Draw(t, "tax"), Fee: bp.Draw(t, "fee"), Creator: bp.Draw(t, "creator"), Brand: bp.Draw(t, "brand")}
		amount := rapid.Int64Range(math.MinInt64+1, math.MaxInt64).Draw(t, "amount")
		parts, mirrored := shares.Split(amount), shares.Split(-amount)
		if parts.Whole() != amount || parts != (payout.Parts{}).Minus(mirrored) {
			t.Fatalf("%+v of %d: %v, and %v of the opposite", shares, amount, parts, mirrored)
		}
		tax := float64(amount) * float64(shares.Tax) / float64(10_000+shares.Tax)
		if off := math.Abs(float64(parts[payout.Tax]) - tax); off > 1+math.Abs(tax)*1e-12 {
			t.Fatalf("%+v of %d: tax %d, not %f", shares, amount, parts[payout.Tax], tax)
		}
	})
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		shares payout.Shares
		amount int64
		want   payout.Parts // creator, brand, platform, fee, tax
	}{
		{payout.Shares{Fee: 3000, Creator: 5000}, 1000, payout.Parts{350, 0, 350, 300, 0}},
		{payout.Shares{Fee: 3000, Creator: 5000}, 1, payout.Parts{1, 0, 0, 0, 0}}, // two halves alike: the creator's
		{payout.Shares{Tax: 1000, Fee: 3000, Creator: 5000}, 2500, payout.Parts{796, 0, 795, 682, 227}},
		{payout.Shares{Tax: 1000, Creator: 5000, Brand: 2000}, 1100, payout.Parts{500, 200, 300, 0, 100}},
		{payout.Shares{Creator: 9000, Brand: 2000}, 10, payout.Parts{8, 2, 0, 0, 0}}, // the brand's comes first
		{payout.Shares{Creator: 3333, Brand: 3333}, 2, payout.Parts{1, 0, 1, 0, 0}},
		{payout.Shares{Fee: 3000, Creator: 5000}, -1000, payout.Parts{-350, 0, -350, -300, 0}},
	} {
		if got := c.shares.Split(c.amount); got != c.want {
			t.Errorf("%+v of %d: %v, want %v", c.shares, c.amount, got, c.want)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	shares := payout.Shares{Tax: 1000, Fee: 3000, Creator: 5000, Brand: 1000}
	for i := range b.N {
		shares.Split(int64(i))
	}
}
