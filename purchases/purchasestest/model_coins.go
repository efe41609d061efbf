package purchasestest

import (
	"testing"

	"github.com/hallyu-store/hallyu/purchases/coin"
)

// The coins of the model: 120 of them are sold together, and the priced pack costs 50. They do not end.
const (
	coinPackage = "both"
	topUpCoins  = 120
	packCoins   = 50
)

// sellModelCoins puts the coins of the model on sale.
func (f fixture) sellModelCoins(t *testing.T) {
	t.Helper()
	_, err := f.SetPackage(ctx, desk, coin.Package{TopUp: coin.TopUp{Package: coinPackage, Paid: 100, Bonus: 20}, Tier: coinTier})
	done(t, "SetPackage", err)
	_, err = f.SetRate(ctx, desk, coin.Rate{Currency: "KRW", Coins: 1, Amount: 50})
	done(t, "SetRate", err)
}
