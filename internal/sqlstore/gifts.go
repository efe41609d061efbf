package sqlstore

import (
	"context"

	"github.com/hallyu-store/hallyu/purchases"
)

// putGift takes over whom an order is given to.
func (r *orderRow) putGift(o purchases.Order) {
	if g := o.Gift; g != nil {
		r.Recipient, r.RecipientRegion, r.Message = g.Recipient, g.Region, g.Message
		r.GiftState, r.OfferedAt, r.AnsweredAt = string(g.State), g.OfferedAt, g.AnsweredAt
	}
}

// gift returns whom the order is given to, or nil.
func (r orderRow) gift() *purchases.Gift {
	if r.Recipient == "" {
		return nil
	}
	return &purchases.Gift{
		Recipient: r.Recipient, Region: r.RecipientRegion, Message: r.Message, State: purchases.GiftState(r.GiftState),
		OfferedAt: utc(r.OfferedAt), AnsweredAt: utc(r.AnsweredAt),
	}
}

// Gifts implements purchases.Store.
func (s purchasesStore) Gifts(ctx context.Context, ledger purchases.Ledger, recipient string, page purchases.Page) ([]purchases.Order, error) {
	db := s.db.read(ctx)
	query := db.Where("ledger = ? AND recipient = ? AND recipient <> '' AND gift_state <> 'pending' AND kind = ''", ledger.ID(), recipient)
	return ordersOf(db, query, page)
}

// giftKey names the pack that a state is about giving to somebody.
func (l loading) giftKey(i int, scope purchases.Scope) (key, bool) {
	if o := l.states[i].Order; o != nil {
		return key{scope.Ledger.ID(), o.Beneficiary(), o.Pack}, o.Gift != nil
	}
	return key{scope.Ledger.ID(), scope.Recipient, scope.Pack}, scope.Recipient != "" && scope.Pack != ""
}

// gifts finds the gifts that wait for those to whom scopes give the same pack.
func (l loading) gifts() error {
	keys := l.keys(l.giftKey)
	if len(keys) == 0 {
		return nil
	}
	rows, err := findAll[orderRow](l.tx.Where("gift_state = 'offered'"), "(ledger, recipient, pack)", keys)
	if err != nil {
		return err
	}
	waiting := map[key]string{}
	for _, row := range rows {
		waiting[key{row.Ledger, row.Recipient, row.Pack}] = row.ID
	}
	for i, scope := range l.scopes {
		if k, ok := l.giftKey(i, scope); ok && l.states[i].Reply == nil {
			l.states[i].Waiting = waiting[k]
		}
	}
	return nil
}
