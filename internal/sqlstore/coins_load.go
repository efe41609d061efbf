package sqlstore

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// walletKey names the wallet that a state holds: when its scope wants it, or its order is about coins.
func (l loading) walletKey(i int, scope purchases.Scope) (key, bool) {
	o := l.states[i].Order
	wanted := scope.Wallet || o != nil && (o.TopUp != nil || o.Coins != nil)
	return key{scope.Ledger.ID(), scope.Holder}, wanted
}

// wallets finds the wallets that scopes want, with the lots that have coins left and those of their orders.
func (l loading) wallets() error {
	keys := l.keys(l.walletKey)
	if len(keys) == 0 {
		return nil
	}
	found, err := findAll[walletRow](l.tx, "(ledger, holder)", keys)
	if err != nil {
		return err
	}
	uses, err := findAll[useRow](l.tx, "(order_id)", l.keys(l.coinOrder))
	if err != nil {
		return err
	}
	lots, err := l.lots(keys, uses)
	if err != nil {
		return err
	}
	for i, scope := range l.scopes {
		if k, wanted := l.walletKey(i, scope); wanted && l.states[i].Reply == nil {
			l.states[i].Wallet = walletIn(k, found, lots)
			l.states[i].Uses = usesOf(l.states[i].Order, uses)
		}
	}
	return nil
}

// coinOrder names the order of a state that is about coins.
func (l loading) coinOrder(i int, _ purchases.Scope) (key, bool) {
	o := l.states[i].Order
	if o == nil || o.TopUp == nil && o.Coins == nil {
		return key{}, false
	}
	return key{o.ID}, true
}

// lots finds the lots of wallets that have coins left, those that orders brought, and those that uses took from.
func (l loading) lots(wallets []key, uses []useRow) (map[string]lotRow, error) {
	lots := map[string]lotRow{}
	add := func(rows []lotRow, err error) error {
		for _, row := range rows {
			lots[row.ID] = row
		}
		return err
	}
	if err := add(findAll[lotRow](l.tx.Where("remaining > 0"), "(ledger, holder)", wallets)); err != nil {
		return nil, err
	}
	if err := add(findAll[lotRow](l.tx, "(order_id)", l.keys(l.coinOrder))); err != nil {
		return nil, err
	}
	owners := map[string]purchases.Scope{}
	for i, scope := range l.scopes {
		if o := l.states[i].Order; o != nil {
			owners[o.ID] = scope
		}
	}
	taken := mapped(uses, func(u useRow) key {
		scope := owners[u.OrderID]
		return key{scope.Ledger.ID(), scope.Holder, u.Lot}
	})
	return lots, add(findAll[lotRow](l.tx, "(ledger, holder, id)", taken))
}

func walletIn(k key, found []walletRow, lots map[string]lotRow) *coin.Wallet {
	w := &coin.Wallet{}
	for _, row := range found {
		if k == (key{row.Ledger, row.Holder}) {
			w.Owed, w.Version = row.Owed, row.Version
		}
	}
	for _, row := range lots {
		if k == (key{row.Ledger, row.Holder}) {
			w.Lots = append(w.Lots, row.lot())
		}
	}
	slices.SortFunc(w.Lots, func(a, b coin.Lot) int { return strings.Compare(a.ID, b.ID) })
	return w
}

func usesOf(o *purchases.Order, rows []useRow) []coin.Use {
	var uses []coin.Use
	for _, row := range rows {
		if o != nil && row.OrderID == o.ID {
			uses = append(uses, row.use())
		}
	}
	slices.SortFunc(uses, func(a, b coin.Use) int { return a.Line - b.Line })
	return uses
}
