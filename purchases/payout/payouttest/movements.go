package payouttest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// movementsOf are the postings of an order to sales, the earliest first.
func movementsOf(o purchases.Order, transfers []purchases.Transfer, r payout.Range) []payout.Movement {
	var all []payout.Movement
	for _, t := range transfers {
		if !t.At.Before(r.Until) {
			continue
		}
		for _, p := range t.Postings {
			isTax := o.TopUp == nil && strings.HasPrefix(p.Account, "tax:")
			if !isTax && !strings.HasPrefix(p.Account, "sales:") {
				continue
			}
			all = append(all, payout.Movement{
				IsTax: isTax, Transfer: t.ID, Kind: t.Kind, At: t.At, Asset: p.Asset, Amount: -p.Amount,
				Order: o.ID, Pack: o.Pack, Region: o.Region, Price: o.Price, Coins: o.Coins, Tax: o.Tax,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b payout.Movement) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Transfer, b.Transfer)) })
	return all
}
