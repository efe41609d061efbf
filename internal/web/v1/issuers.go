package v1

import (
	"cmp"
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountIssuers() {
	op := func(method, id, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/apps/{app}/issuers/{mode}", Summary: summary, Tag: tagStaff, Action: accounts.ManageApps}
	}
	web.Typed(r.Server, op("PUT", "set-issuer", "Let an app's users come in with tokens that it signs itself"), r.setIssuer)
	web.Typed(r.Server, op("GET", "get-issuer", "Who signs an app's own tokens, without secrets"), r.getIssuer)
	web.Typed(r.Server, noContent(op("DELETE", "remove-issuer", "Take an app's own tokens no more")), r.removeIssuer)
}

// IssuerPath names who signs an app's own tokens.
type IssuerPath struct {
	AppPath
	Mode string `path:"mode" enum:"live,test" doc:"which ledger the tokens open"`
}

type setIssuerInput struct {
	IssuerPath
	Body api.NewIssuer
}

func (r *routes) setIssuer(ctx context.Context, in *setIssuerInput) (*jsonOf[api.Issuer], error) {
	i := accounts.Issuer{
		App: in.App, Mode: accounts.Mode(in.Mode), Name: in.Body.Issuer, Audience: in.Body.Audience, Claim: cmp.Or(in.Body.Claim, "sub"),
		Family: accounts.Family(in.Body.Family), KeysURL: in.Body.KeysURL, Keys: in.Body.Keys.JSON(), Secret: []byte(in.Body.Secret),
	}
	return replyIssuer(r.Accounts.SetIssuer(ctx, origin(ctx), i))
}

func (r *routes) getIssuer(ctx context.Context, in *IssuerPath) (*jsonOf[api.Issuer], error) {
	return replyIssuer(r.Accounts.Issuer(ctx, in.App, accounts.Mode(in.Mode)))
}

func (r *routes) removeIssuer(ctx context.Context, in *IssuerPath) (*struct{}, error) {
	return nil, r.Accounts.RemoveIssuer(ctx, origin(ctx), in.App, accounts.Mode(in.Mode))
}

func replyIssuer(i accounts.Issuer, err error) (*jsonOf[api.Issuer], error) {
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Issuer]{api.Issuer{
		App: i.App, Mode: string(i.Mode), Issuer: i.Name, Audience: i.Audience, Claim: i.Claim, Family: string(i.Family),
		KeysURL: i.KeysURL, Pinned: len(i.Keys) > 0, SetAt: i.SetAt.UTC(),
	}}, nil
}
