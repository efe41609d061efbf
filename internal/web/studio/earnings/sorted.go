package earnings

import (
	"cmp"
	"slices"

	"github.com/hallyu-store/hallyu/purchases/payout"
)

func sortByEarned(sums []payout.Sum) {
	slices.SortStableFunc(sums, func(a, b payout.Sum) int { return cmp.Compare(b.Earned, a.Earned) })
}
