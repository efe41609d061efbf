package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountGifts() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/holders/{holder}/gifts" + path, Summary: summary, Tag: tagHolders, Action: action}
	}
	web.Typed(r.Server, own(op("GET", "list-gifts", "", "What a holder was given, newest first", accounts.ReadOrders)), r.listGifts)
	web.Typed(r.Server, op("POST", "accept-gift", "/{gift}/accept", "Take a gift", accounts.WriteOrders), r.acceptGift)
	web.Typed(r.Server, op("POST", "decline-gift", "/{gift}/decline", "Send a gift's money back", accounts.WriteOrders), r.declineGift)
}

func (r *routes) listGifts(ctx context.Context, in *ordersInput) (*jsonOf[api.List[api.Gift]], error) {
	return listOf(ctx, in, r.Purchases.Gifts, giftOf)
}

type giftInput struct {
	HolderPath
	Key  string `header:"Idempotency-Key" doc:"not required: to answer the same again changes nothing"`
	Gift string `path:"gift"`
}

func (r *routes) acceptGift(ctx context.Context, in *giftInput) (*jsonOf[api.Gift], error) {
	return in.answer(ctx, "accept", r.Purchases.AcceptGift)
}

func (r *routes) declineGift(ctx context.Context, in *giftInput) (*jsonOf[api.Gift], error) {
	return in.answer(ctx, "decline", r.Purchases.DeclineGift)
}

// answer says what the recipient says to the gift.
func (in *giftInput) answer(
	ctx context.Context, word string, say func(context.Context, purchases.GiftAnswer) (purchases.Order, error),
) (*jsonOf[api.Gift], error) {
	intent, err := intentOf(ctx, in.Key, word+"/"+in.Holder+"/"+in.Gift, nil)
	if err != nil {
		return nil, err
	}
	o, err := say(ctx, purchases.GiftAnswer{Intent: intent, Recipient: in.Holder, Gift: in.Gift})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Gift]{giftOf(o)}, nil
}

// giftOf is an order as its recipient sees it: not what it cost.
func giftOf(o purchases.Order) api.Gift {
	g := api.Gift{
		ID: o.ID, From: o.Holder, Pack: o.Pack, Message: o.Gift.Message, State: string(o.Gift.State),
		Grants: grantsOf(o.Grants), AnsweredAt: utc(o.Gift.AnsweredAt),
	}
	if at := o.Gift.OfferedAt; at != nil {
		g.OfferedAt = at.UTC()
	}
	return g
}

// orderGift is whom an order is given to; nil for who pays.
func orderGift(g *purchases.Gift) *api.OrderGift {
	if g == nil {
		return nil
	}
	return &api.OrderGift{
		Recipient: g.Recipient, RecipientRegion: g.Region, Message: g.Message, State: string(g.State),
		OfferedAt: utc(g.OfferedAt), AnsweredAt: utc(g.AnsweredAt),
	}
}
