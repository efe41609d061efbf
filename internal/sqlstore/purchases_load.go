package sqlstore

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/purchases"
)

// loading is the states of many scopes while they are read, one statement for each kind of row.
type loading struct {
	tx     *gorm.DB
	scopes []purchases.Scope
	states []purchases.State
}

// loadStates reads what decisions need to see.
func loadStates(tx *gorm.DB, scopes []purchases.Scope) ([]purchases.State, error) {
	l := loading{tx, scopes, make([]purchases.State, len(scopes))}
	for _, load := range []func() error{l.replies, l.orders, l.codes, l.approvals, l.gifts, l.grants, l.payments, l.wallets, l.editions, l.passes, l.givenToday, l.bundles} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return l.states, nil
}

// keys are those that of returns for scopes which no reply answers.
func (l loading) keys(of func(i int, scope purchases.Scope) (key, bool)) []key {
	var keys []key
	for i, scope := range l.scopes {
		if k, ok := of(i, scope); ok && l.states[i].Reply == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

func replyKey(_ int, scope purchases.Scope) (key, bool) {
	return key{scope.Ledger.ID(), scope.Key}, scope.Key != ""
}

func (l loading) replies() error {
	rows, err := findAll[replyRow](l.tx, "(ledger, key)", l.keys(replyKey))
	if err != nil || len(rows) == 0 {
		return err
	}
	for i, scope := range l.scopes {
		for _, row := range rows {
			if scope.Key != "" && row.Key == scope.Key && row.Ledger == scope.Ledger.ID() {
				reply := row.reply()
				l.states[i].Reply = &reply
			}
		}
	}
	return nil
}

func usedKey(_ int, scope purchases.Scope) (key, bool) {
	within := purchases.TransactionScope(scope.Provider, scope.Ledger)
	return key{within, string(scope.Provider), scope.Transaction}, scope.Transaction != ""
}

// orders finds the orders that scopes name, and those that their transactions paid for.
func (l loading) orders() error {
	used, err := findAll[purchaseRow](l.tx, "(scope, provider, transaction_id)", l.keys(usedKey))
	if err != nil {
		return err
	}
	ids := l.keys(func(_ int, scope purchases.Scope) (key, bool) { return key{scope.Order}, scope.Order != "" })
	paid := make(map[key]string, len(used))
	for _, row := range used {
		paid[key{row.Scope, row.Provider, orEmpty(row.TransactionID)}] = row.OrderID
		ids = append(ids, key{row.OrderID})
	}
	rows, err := findAll[orderRow](l.tx, "(id)", ids)
	if err != nil {
		return err
	}
	byID := make(map[string]orderRow, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	for i, scope := range l.scopes {
		if row, ok := byID[scope.Order]; ok && row.Holder == scope.Holder && row.Ledger == scope.Ledger.ID() {
			o := row.order()
			l.states[i].Order = &o
		}
		k, _ := usedKey(i, scope)
		if row, ok := byID[paid[k]]; ok {
			o := row.order()
			l.states[i].Used = &o
		}
	}
	return nil
}

// grantKey names the grants that a state holds: of its order's pack, if it has one, and of whom that is for.
func (l loading) grantKey(i int, scope purchases.Scope) (key, bool) {
	holder, pack := cmp.Or(scope.Recipient, scope.Holder), scope.Pack
	if o := l.states[i].Order; o != nil {
		holder, pack = o.Beneficiary(), o.Pack
	}
	if c := l.states[i].Code; c != nil {
		pack = c.Batch.Pack
	}
	return key{scope.Ledger.ID(), holder, pack}, pack != ""
}

// grantKeys name all grants that a state holds: of a bundle, those of each of its packs.
func (l loading) grantKeys(i int, scope purchases.Scope) []key {
	k, ok := l.grantKey(i, scope)
	if !ok {
		return nil
	}
	keys := []key{k}
	for _, pack := range l.bundled(i, scope) {
		keys = append(keys, key{k[0], k[1], pack})
	}
	return keys
}

func (l loading) grants() error {
	var keys []key
	for i, scope := range l.scopes {
		if l.states[i].Reply == nil {
			keys = append(keys, l.grantKeys(i, scope)...)
		}
	}
	rows, err := findAll[grantRow](l.tx, "(ledger, holder, pack)", keys)
	if err != nil || len(rows) == 0 {
		return err
	}
	held := map[key][]purchases.Grant{}
	slices.SortFunc(rows, func(a, b grantRow) int { return strings.Compare(a.ID, b.ID) })
	for _, row := range rows {
		k := key{row.Ledger, row.Holder, row.Pack}
		held[k] = append(held[k], row.grant())
	}
	for i, scope := range l.scopes {
		found := &l.states[i]
		if found.Reply != nil {
			continue
		}
		for _, k := range l.grantKeys(i, scope) {
			found.Grants = append(found.Grants, held[k]...)
		}
		if found.Order != nil {
			found.Order.Grants = ownGrants(*found.Order, found.Grants)
		}
	}
	return nil
}
