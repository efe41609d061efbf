package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountAccount() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/account" + path, Summary: summary, Tag: tagStaff, Action: accounts.OwnAccount}
	}
	web.Typed(r.Server, op("GET", "get-account", "", "One's own account"), r.getAccount)
	web.Typed(r.Server, op("PATCH", "update-account", "", "Which mails come, and in which language"), r.updateAccount)
	web.Typed(r.Server, op("GET", "list-sessions", "/sessions", "Where one is signed in"), r.listSessions)
	web.Typed(r.Server, noContent(op("DELETE", "end-other-sessions", "/sessions", "End all sessions but the caller's own")), r.endOtherSessions)
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
		Language: r.Words.Negotiate(account.Language.String()),
	}}, nil
}

type updateAccountInput struct{ Body api.OwnAccountChange }

func (r *routes) updateAccount(ctx context.Context, in *updateAccountInput) (*jsonOf[api.OwnAccount], error) {
	account := web.ActorOf(ctx).Account
	if in.Body.Language != "" {
		reads, err := accounts.SpokenOf(in.Body.Language, i18n.Tags(r.Releases.Spoken().Locales()))
		if err == nil {
			err = r.Accounts.Speak(ctx, origin(ctx), account, reads)
		}
		if err != nil {
			return nil, err
		}
	}
	if in.Body.Muted != nil {
		muted := []accounts.Topic{}
		for _, topic := range in.Body.Muted {
			muted = append(muted, accounts.Topic(topic))
		}
		err := r.Accounts.Mute(ctx, origin(ctx), account, muted)
		if err != nil {
			return nil, err
		}
	}
	return r.getAccount(ctx, nil)
}

func (r *routes) listSessions(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.OwnSession]], error) {
	actor := web.ActorOf(ctx)
	sessions, err := r.Accounts.Sessions(ctx, actor.Account)
	if err != nil {
		return nil, err
	}
	shown := api.List[api.OwnSession]{Items: []api.OwnSession{}}
	for _, key := range sessions {
		shown.Items = append(shown.Items, api.OwnSession{
			ID: key.ID, Browser: key.Device.Browser, System: key.Device.System, CreatedAt: key.CreatedAt.UTC(), LastUsed: utc(key.LastUsed), Current: key.ID == actor.Key,
		})
	}
	return &jsonOf[api.List[api.OwnSession]]{shown}, nil
}

func (r *routes) endOtherSessions(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, r.Accounts.EndOtherSessions(ctx, origin(ctx), web.ActorOf(ctx))
}

func names[S ~string](all []S) []string {
	texts := make([]string, len(all))
	for i, s := range all {
		texts[i] = string(s)
	}
	return texts
}
