package v1

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountEditions() {
	op := func(method, id, path, summary, tag string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/packs/{pack}" + path, Summary: summary, Tag: tag, Action: action}
	}
	web.Typed(r.Server, op("GET", "get-stock", "/stock", "How much is left of a pack that is published", tagSales, accounts.ReadCatalog), r.getStock)
	web.Typed(r.Server, op("GET", "get-edition", "/edition", "How a limited edition stands", tagSales, accounts.ReadPacks), r.getEdition)
	web.Typed(r.Server, op("PUT", "set-edition", "/edition", "Say how many pieces there are", tagSales, accounts.WriteOffers), r.setEdition)
}

type stockInput struct {
	Pack string `path:"pack" doc:"id or slug"`
}

// getStock tells apps what is left, by the second: for the pieces that their own key would take.
func (r *routes) getStock(ctx context.Context, in *stockInput) (*jsonOf[api.Stock], error) {
	pack, err := r.Published.Current().Pack(in.Pack)
	if err != nil {
		return nil, err
	}
	stock := api.Stock{Pack: pack.ID, State: "open"}
	e, err := r.Purchases.Edition(ctx, pack.ID, purchases.LedgerOf(web.ActorOf(ctx)).Test)
	if errors.Is(err, purchases.ErrEditionNotFound) {
		return &jsonOf[api.Stock]{stock}, nil
	}
	if err != nil {
		return nil, err
	}
	left := e.Left()
	stock.Limited, stock.Stock, stock.Left, stock.State = true, &e.Stock, &left, stateOf(e)
	return &jsonOf[api.Stock]{stock}, nil
}

// stateOf says in a word what is left.
func stateOf(e purchases.Edition) string {
	switch {
	case e.SoldOut():
		return "sold_out"
	case e.Left() == 0:
		return "waiting"
	}
	return "open"
}

func (r *routes) getEdition(ctx context.Context, in *stockInput) (*jsonOf[api.Edition], error) {
	draft, err := r.Catalog.Draft(ctx, by(ctx), in.Pack)
	if err != nil {
		return nil, err
	}
	return replyEdition(r.Purchases.Edition(ctx, draft.Pack.ID, false))
}

type setEditionInput struct {
	Pack string `path:"pack" doc:"id or slug"`
	Body api.NewStock
}

func (r *routes) setEdition(ctx context.Context, in *setEditionInput) (*jsonOf[api.Edition], error) {
	draft, err := r.Catalog.Draft(ctx, by(ctx), in.Pack)
	if err != nil {
		return nil, err
	}
	return replyEdition(r.Purchases.SetStock(ctx, origin(ctx), draft.Pack.ID, in.Body.Stock))
}

func replyEdition(e purchases.Edition, err error) (*jsonOf[api.Edition], error) {
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Edition]{api.Edition{
		Pack: e.Pack, Stock: e.Stock, Left: e.Left(), Reserved: e.Reserved, Sold: e.Sold(), Issued: e.Issued, Least: e.Least(),
		UpdatedAt: e.UpdatedAt.UTC(),
	}}, nil
}
