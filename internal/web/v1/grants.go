package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountGrants() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/holders/{holder}/grants" + path, Summary: summary, Tag: tagStaff, Action: action}
	}
	web.Typed(r.Server, created(op("POST", "give-grant", "", "Give a holder a pack without an order", accounts.GivePacks)), r.giveGrant)
	web.Typed(r.Server, op("GET", "list-staff-grants", "", "What the staff gave a holder, the latest first", accounts.ReadGivenPacks), r.listStaffGrants)
	web.Typed(r.Server, op("POST", "revoke-grant", "/{grant}/revoke", "Take back what the staff gave", accounts.GivePacks), r.revokeGrant)
}

// StaffBooks name the ledger that staff look into: they have none of their own.
type StaffBooks struct {
	HolderPath
	App  string `query:"app" required:"true" maxLength:"100" doc:"app id: whose holder"`
	Test bool   `query:"test" doc:"of the ledger for trying things"`
}

// owner is the holder that a member of staff means, of an app that there is.
func (r *routes) owner(ctx context.Context, in StaffBooks) (purchases.Owner, error) {
	app, err := r.Accounts.App(ctx, in.App)
	return purchases.Owner{Ledger: purchases.Ledger{App: app.ID, Test: in.Test}, Holder: in.Holder}, err
}

// StaffDeed is a request of the staff that has an effect once.
type StaffDeed struct {
	StaffBooks
	Key string `header:"Idempotency-Key" doc:"required: the same key and body have one effect and one answer"`
}

// staffIntent makes a request recognizable when its sender sends it again. Apps' keys in the same ledger are others.
func (r *routes) staffIntent(ctx context.Context, in StaffDeed, address string, body any) (purchases.Intent, error) {
	if err := web.CheckIdempotencyKey(in.Key); err != nil {
		return purchases.Intent{}, err
	}
	of, err := r.owner(ctx, in.StaffBooks)
	if err != nil {
		return purchases.Intent{}, err
	}
	hash, err := web.RequestHash(address+"/"+in.Holder, body)
	by := origin(ctx)
	return purchases.Intent{Ledger: of.Ledger, Key: "staff/" + by.Actor + "/" + in.Key, RequestHash: hash, By: by}, err
}

type giveGrantInput struct {
	StaffDeed
	Body api.NewStaffGrant
}

func (r *routes) giveGrant(ctx context.Context, in *giveGrantInput) (*jsonOf[api.Grant], error) {
	intent, err := r.staffIntent(ctx, in.StaffDeed, "grants", in.Body)
	if err != nil {
		return nil, err
	}
	draft, err := r.Catalog.Draft(ctx, by(ctx), in.Body.Pack)
	if err != nil {
		return nil, err
	}
	grant, err := r.Purchases.Give(ctx, purchases.GiveRequest{
		Intent: intent, Holder: in.Holder, Pack: draft.Pack, Reason: in.Body.Reason, Until: in.Body.Until,
	})
	return replyGrant(grant, err)
}

func replyGrant(grant purchases.Grant, err error) (*jsonOf[api.Grant], error) {
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Grant]{grantsOf([]purchases.Grant{grant})[0]}, nil
}

func (r *routes) listStaffGrants(ctx context.Context, in *StaffBooks) (*jsonOf[api.List[api.StaffGrant]], error) {
	of, err := r.owner(ctx, *in)
	if err != nil {
		return nil, err
	}
	given, err := r.Purchases.StaffGrants(ctx, of)
	if err != nil {
		return nil, err
	}
	list := api.List[api.StaffGrant]{Items: []api.StaffGrant{}}
	for _, g := range given {
		list.Items = append(list.Items, api.StaffGrant{
			Grant: grantsOf([]purchases.Grant{g.Grant})[0], Reason: g.Reason, GivenBy: g.GivenBy, RevokedBy: g.RevokedBy, Withdrawn: g.Withdrawn,
		})
	}
	return &jsonOf[api.List[api.StaffGrant]]{list}, nil
}

type revokeGrantInput struct {
	StaffDeed
	Grant string `path:"grant" maxLength:"64"`
	Body  api.GrantRevocation
}

func (r *routes) revokeGrant(ctx context.Context, in *revokeGrantInput) (*jsonOf[api.Grant], error) {
	intent, err := r.staffIntent(ctx, in.StaffDeed, "revoke/"+in.Grant, in.Body)
	if err != nil {
		return nil, err
	}
	return replyGrant(r.Purchases.TakeBack(ctx, purchases.RevokeRequest{Intent: intent, Holder: in.Holder, Grant: in.Grant, Reason: in.Body.Reason}))
}
