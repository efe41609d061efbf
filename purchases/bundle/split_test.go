package bundle_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

// TestPartsAreTheWhole shares amounts out by all kinds of weights.
func TestPartsAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.OneOf(rapid.Int64Range(1, 1_000_000), rapid.Int64Range(math.MinInt64+1, math.MaxInt64)).Draw(t, "amount")
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 10), rapid.Int64Range(0, catalog.MaxPrice)), 1, bundle.MaxPacks).Draw(t, "weights")
		holdParts(t, amount, weights)
	})
}

// TestEveryAmountIsShared goes through all amounts up to a million, with weights that divide none of them well.
func TestEveryAmountIsShared(t *testing.T) {
	for _, weights := range [][]int64{{1, 1, 1}, {2500, 1900, 0}, {7, 11, 13, 17, 19}, {0, 0}} {
		for amount := int64(1); amount <= 1_000_000; amount++ {
			var sum int64
			for _, part := range bundle.Split(amount, weights) {
				sum += part
			}
			if sum != amount {
				t.Fatalf("%d by %v is shared out as %d", amount, weights, sum)
			}
		}
	}
}

// holdParts holds the parts of an amount to what is promised: exactly the whole, each the share rounded down or up, the
// same each time, and none for what has no weight.
func holdParts(t *rapid.T, amount int64, weights []int64) {
	parts := bundle.Split(amount, weights)
	var sum, whole float64
	var exact int64
	for i, part := range parts {
		exact += part
		sum, whole = sum+float64(weights[i]), whole+float64(part)
	}
	if exact != amount {
		t.Fatalf("%d by %v: %v is %d", amount, weights, parts, exact)
	}
	for i, part := range parts {
		if sum > 0 && weights[i] == 0 && part != 0 {
			t.Fatalf("%d by %v: %v", amount, weights, parts)
		}
		if fair := float64(amount) * float64(weights[i]) / sum; sum > 0 && math.Abs(float64(part)-fair) > 1+math.Abs(fair)*1e-9 {
			t.Fatalf("%d by %v: part %d of %v is far from %f", amount, weights, i, parts, fair)
		}
	}
	if again := bundle.Split(amount, weights); !slices.Equal(again, parts) {
		t.Fatalf("%v, then %v", parts, again)
	}
}

// TestEqualRemaindersGoToTheFirst pins the order in which single units are given out.
func TestEqualRemaindersGoToTheFirst(t *testing.T) {
	for _, c := range []struct {
		amount        int64
		weights, want []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{101, []int64{1, 1, 1}, []int64{34, 34, 33}},
		{5000, []int64{2500, 2500, 1000}, []int64{2084, 2083, 833}},
		{7, []int64{0, 0}, []int64{4, 3}},
		{-100, []int64{1, 2}, []int64{-33, -67}},
		{0, []int64{3, 4}, []int64{0, 0}},
	} {
		if got := bundle.Split(c.amount, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%d by %v is %v, want %v", c.amount, c.weights, got, c.want)
		}
	}
}
