package purchasestest

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

// linePrices are the parts of the bundle's price: ₩3,333 by what the packs cost on their own.
var linePrices = map[string]int64{freePack: 0, pricedPack: 1894, secondPack: 1439}

// packs are those of its lines.
func (o *modelOrder) packs() []string {
	if o.lines == "" {
		return nil
	}
	return strings.Split(o.lines, ",")
}

// gives reports whether a pack is among what the order is for.
func (o *modelOrder) gives(pack string) bool {
	if o.lines == "" {
		return o.pack == pack
	}
	return slices.Contains(o.packs(), pack)
}

// grants is how many grants come of it.
func (o *modelOrder) grants() int { return max(1, len(o.packs())) }

// costs reports whether the order has a price.
func (o *modelOrder) costs() bool {
	return o.pack != freePack && o.lines != freePack
}

// needed are the packs of the bundle that a holder lacks, or all of them when they lack none.
func (m *model) needed(ledger purchases.Ledger, holder string) string {
	all := []string{freePack, pricedPack, secondPack}
	lacks := slices.DeleteFunc(slices.Clone(all), func(pack string) bool { return m.owns(ledger, holder, pack) })
	if len(lacks) == 0 {
		lacks = all
	}
	return strings.Join(lacks, ",")
}

// share adds what each line of a bundle has earned, and who took the money.
func (o *modelOrder) share(sums map[string]int64) {
	packs := o.packs()
	weights := make([]int64, len(packs))
	for i, pack := range packs {
		weights[i] = linePrices[pack]
	}
	left := bundle.Split(o.settled-o.refunded, weights)
	for i, sold := range bundle.Split(o.settled, weights) {
		if sold != 0 {
			sums["sales:"+packs[i]+" KRW"] -= left[i]
		}
	}
	sums["takings:external KRW"] += o.settled - o.refunded
}
