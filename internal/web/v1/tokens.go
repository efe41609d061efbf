package v1

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountTokens() {
	op := func(method, id, summary string) web.Operation {
		return web.Operation{
			Method: method, ID: id, Path: "/v1/holders/{holder}/tokens", Summary: summary, Tag: tagHolders, Action: accounts.WriteHolders,
		}
	}
	web.Typed(r.Server, created(op("POST", "make-client-token", "A token with which a holder's own device reads what concerns them")), r.makeToken)
	web.Typed(r.Server, noContent(op("DELETE", "end-client-tokens", "End all tokens of a holder")), r.endTokens)
}

type makeTokenInput struct {
	HolderPath
	Body *api.NewClientToken
}

// makeToken answers the app's backend alone, whose key signs the token.
func (r *routes) makeToken(ctx context.Context, in *makeTokenInput) (*jsonOf[api.ClientToken], error) {
	_, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	err = purchases.CheckHolder(in.Holder)
	if err != nil {
		return nil, err
	}
	var lifetime time.Duration
	if in.Body != nil {
		lifetime = time.Duration(in.Body.ExpiresIn) * time.Second
	}
	token, until, err := r.Accounts.ClientToken(ctx, web.BearerOf(ctx), in.Holder, lifetime)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.ClientToken]{api.ClientToken{Token: token, Holder: in.Holder, ExpiresAt: until}}, nil
}

// endTokens ends what was made before this moment.
func (r *routes) endTokens(ctx context.Context, in *HolderPath) (*struct{}, error) {
	_, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	err = purchases.CheckHolder(in.Holder)
	if err != nil {
		return nil, err
	}
	actor := web.ActorOf(ctx)
	return nil, r.Accounts.EndClientTokens(ctx, actor.App, actor.Mode, in.Holder)
}
