package v1

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountTrying() {
	op := func(method, id, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/test/clock", Summary: summary, Tag: tagHolders, Action: action}
	}
	web.Typed(r.Server, op("GET", "get-test-clock", "What time it is in the ledger of a key for trying things", accounts.ReadOrders), r.getClock)
	web.Typed(r.Server, op("POST", "move-test-clock", "Move the clock of that ledger forward", accounts.WriteOrders), r.moveClock)
}

// triedBooks is the ledger of those whose key is for trying things.
func triedBooks(ctx context.Context) (purchases.Ledger, error) {
	ledger, err := booksOf(ctx)
	if err == nil && !ledger.Test {
		err = purchases.ErrTestOnly
	}
	return ledger, err
}

func (r *routes) getClock(ctx context.Context, _ *struct{}) (*jsonOf[api.TestClock], error) {
	ledger, err := triedBooks(ctx)
	if err != nil {
		return nil, err
	}
	now, err := r.Purchases.Now(ctx, ledger)
	return &jsonOf[api.TestClock]{api.TestClock{Now: now.UTC()}}, err
}

type moveClockInput struct{ Body api.ClockMove }

func (r *routes) moveClock(ctx context.Context, in *moveClockInput) (*jsonOf[api.TestClock], error) {
	ledger, err := triedBooks(ctx)
	if err != nil {
		return nil, err
	}
	now, err := r.Purchases.Now(ctx, ledger)
	if err != nil {
		return nil, err
	}
	to := now.Add(time.Duration(in.Body.AdvanceSeconds) * time.Second)
	if in.Body.At != nil {
		to = *in.Body.At
	}
	now, err = r.Purchases.MoveClock(ctx, origin(ctx), ledger, to)
	return &jsonOf[api.TestClock]{api.TestClock{Now: now.UTC()}}, err
}
