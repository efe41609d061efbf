package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountAccount() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/account" + path, Summary: summary, Tag: tagStaff, Action: accounts.OwnAccount}
	}
	web.Typed(r.Server, op("GET", "get-account", "", "One's own account"), r.getAccount)
	web.Typed(r.Server, op("PATCH", "update-account", "", "Which mails come"), r.updateAccount)
	web.Typed(r.Server, noContent(op("POST", "accept-agreement", "/agreement", "Accept a version of the agreement")), r.agree)
	erase := noContent(op("POST", "erase-account", "/erase", "Delete one's own account"))
	erase.Guarded = true
	web.Typed(r.Server, erase, r.erase)
}

func (r *routes) getAccount(ctx context.Context, _ *struct{}) (*jsonOf[api.OwnAccount], error) {
	account, err := r.Accounts.Account(ctx, web.ActorOf(ctx).Account)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.OwnAccount]{api.OwnAccount{
		ID: account.ID, Email: account.Email, Roles: names(account.Roles), Topics: names(accounts.Topics()), Muted: names(account.Muted),
	}}, nil
}

type updateAccountInput struct{ Body api.OwnAccountChange }

func (r *routes) updateAccount(ctx context.Context, in *updateAccountInput) (*jsonOf[api.OwnAccount], error) {
	muted := []accounts.Topic{}
	for _, topic := range in.Body.Muted {
		muted = append(muted, accounts.Topic(topic))
	}
	err := r.Accounts.Mute(ctx, origin(ctx), web.ActorOf(ctx).Account, muted)
	if err != nil {
		return nil, err
	}
	return r.getAccount(ctx, nil)
}

func names[S ~string](all []S) []string {
	texts := make([]string, len(all))
	for i, s := range all {
		texts[i] = string(s)
	}
	return texts
}
