package v1

import (
	"cmp"
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountCodes() {
	web.Typed(r.Server, created(web.Operation{
		Method: "POST", ID: "redeem-code", Path: "/v1/holders/{holder}/redemptions", Tag: tagHolders, Action: accounts.WriteOrders,
		Summary: "Hand in a code, which gives a pack",
	}), r.redeem)
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/codes" + path, Summary: summary, Tag: tagSales, Action: action}
	}
	web.Typed(r.Server, created(op("POST", "make-codes", "", "Make codes that give a pack", accounts.WriteOffers)), r.makeCodes)
	web.Typed(r.Server, op("GET", "list-code-batches", "", "Batches of codes, the latest first", accounts.WriteOffers), r.listBatches)
	web.Typed(r.Server, op("GET", "get-code-batch", "/{batch}", "A batch of codes", accounts.WriteOffers), r.getBatch)
	web.Typed(r.Server, op("POST", "end-codes", "/{batch}/end", "Take a batch's codes no more", accounts.WriteOffers), r.endBatch)
}

type redeemInput struct {
	DeedHead
	Body api.NewRedemption
}

func (r *routes) redeem(ctx context.Context, in *redeemInput) (*jsonOf[api.Grant], error) {
	intent, err := in.intent(ctx, "redemptions/"+in.Holder, in.Body)
	if err != nil {
		return nil, err
	}
	var grant purchases.Grant
	err = r.GuardCode(web.ActorOf(ctx), in.Holder, func() (wrong bool, err error) {
		grant, err = r.Purchases.Redeem(ctx, purchases.RedeemRequest{Intent: intent, Holder: in.Holder, Code: in.Body.Code})
		return errors.Is(err, purchases.ErrCodeNotFound), err
	})
	if err != nil {
		return nil, err
	}
	return replyGrant(grant, nil)
}

type makeCodesInput struct {
	Body api.NewCodes
}

func (r *routes) makeCodes(ctx context.Context, in *makeCodesInput) (*jsonOf[api.MadeCodes], error) {
	draft, err := r.Catalog.Draft(ctx, by(ctx), in.Body.Pack)
	if err != nil {
		return nil, err
	}
	b := purchases.CodeBatch{
		Name: in.Body.Name, Pack: draft.Pack.ID, Test: in.Body.Test, Count: in.Body.Count, PerHolder: cmp.Or(in.Body.PerHolder, 1),
		UseDays: in.Body.UseDays,
	}
	if in.Body.From != nil {
		b.From = *in.Body.From
	}
	if in.Body.Until != nil {
		b.Until = *in.Body.Until
	}
	made, codes, err := r.Purchases.MakeCodes(ctx, origin(ctx), b)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.MadeCodes]{api.MadeCodes{CodeBatch: batchOf(made), Codes: codes}}, nil
}

func (r *routes) listBatches(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.CodeBatch]], error) {
	batches, err := r.Purchases.Batches(ctx)
	list := api.List[api.CodeBatch]{Items: []api.CodeBatch{}}
	for _, b := range batches {
		list.Items = append(list.Items, batchOf(b))
	}
	return &jsonOf[api.List[api.CodeBatch]]{list}, err
}

type batchInput struct {
	Batch string `path:"batch"`
}

func (r *routes) getBatch(ctx context.Context, in *batchInput) (*jsonOf[api.CodeBatch], error) {
	return replyBatch(r.Purchases.Batch(ctx, in.Batch))
}

func (r *routes) endBatch(ctx context.Context, in *batchInput) (*jsonOf[api.CodeBatch], error) {
	return replyBatch(r.Purchases.EndBatch(ctx, origin(ctx), in.Batch))
}

func replyBatch(b purchases.CodeBatch, err error) (*jsonOf[api.CodeBatch], error) {
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.CodeBatch]{batchOf(b)}, nil
}

func batchOf(b purchases.CodeBatch) api.CodeBatch {
	return api.CodeBatch{
		ID: b.ID, Name: b.Name, Pack: b.Pack, Count: b.Count, Redeemed: b.Redeemed, PerHolder: b.PerHolder,
		From: instant(b.From), Until: instant(b.Until), UseDays: b.UseDays, Test: b.Test, CreatedAt: b.CreatedAt.UTC(), EndedAt: utc(b.EndedAt),
	}
}
