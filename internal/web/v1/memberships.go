package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

// Brands knows who has fan clubs. The error is catalog.ErrBrandNotFound.
type Brands interface {
	Brand(ctx context.Context, idOrSlug string) (catalog.Brand, error)
}

func (r *routes) mountMemberships() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: path, Summary: summary, Tag: tagSubscriptions, Action: action}
	}
	const of = "/v1/holders/{holder}/memberships"
	web.Typed(r.Server, created(op("POST", "join", of, "A holder is a member of a brand's fan club, as the app says", accounts.WriteHolders)), r.join)
	web.Typed(r.Server, own(op("GET", "list-memberships", of, "Fan clubs that a holder is a member of", accounts.ReadOrders)), r.listMemberships)
	web.Typed(r.Server, noContent(op("DELETE", "leave", of+"/{brand}", "End a membership", accounts.WriteHolders)), r.leave)
	const packs = "/v1/brands/{brand}/packs"
	web.Typed(r.Server, op("GET", "list-club-packs", packs, "Packs that may be used by members of the brand's fan club", accounts.ManageFurniture), r.listClubPacks)
	web.Typed(r.Server, op("POST", "change-club-packs", packs, "Let members of the brand's fan club use packs, or not any more", accounts.ManageFurniture), r.changeClubPacks)
}

type joinInput struct {
	HolderPath
	Key  string `header:"Idempotency-Key" doc:"not required: to say the same again changes nothing"`
	Body api.NewMembership
}

func (r *routes) join(ctx context.Context, in *joinInput) (*jsonOf[api.Membership], error) {
	intent, err := intentOf(ctx, in.Key, "memberships/"+in.Holder, in.Body)
	if err != nil {
		return nil, err
	}
	brand, err := r.Brands.Brand(ctx, in.Body.Brand)
	if err != nil {
		return nil, err
	}
	g, err := r.Purchases.Join(ctx, purchases.Membership{
		Intent: intent, Holder: in.Holder, Brand: brand.ID, Proof: in.Body.Proof, Until: in.Body.Until,
	})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Membership]{membershipOf(g)}, nil
}

func membershipOf(g purchases.Grant) api.Membership {
	return api.Membership{Brand: g.Pack, Proof: g.Proof, Grant: g.ID, ValidFrom: g.ValidFrom.UTC(), ValidUntil: utc(g.ValidUntil)}
}

func (r *routes) listMemberships(ctx context.Context, in *HolderPath) (*jsonOf[api.List[api.Membership]], error) {
	ledger, err := booksOf(ctx)
	if err != nil {
		return nil, err
	}
	grants, err := r.Purchases.Memberships(ctx, ledger, in.Holder)
	list := api.List[api.Membership]{Items: []api.Membership{}}
	for _, g := range grants {
		list.Items = append(list.Items, membershipOf(g))
	}
	return &jsonOf[api.List[api.Membership]]{list}, err
}

type leaveInput struct {
	HolderPath
	Brand string `path:"brand" maxLength:"100" doc:"id or slug"`
}

func (r *routes) leave(ctx context.Context, in *leaveInput) (*struct{}, error) {
	intent, err := intentOf(ctx, "", "memberships/"+in.Holder+"/"+in.Brand, nil)
	if err != nil {
		return nil, err
	}
	brand, err := r.Brands.Brand(ctx, in.Brand)
	if err != nil {
		return nil, err
	}
	return nil, r.Purchases.Leave(ctx, purchases.Membership{Intent: intent, Holder: in.Holder, Brand: brand.ID})
}

// ClubPath names a brand.
type ClubPath struct {
	Brand string `path:"brand" maxLength:"100" doc:"id or slug"`
}

type clubPacksInput struct {
	ClubPath
	ListQuery
}

func (r *routes) listClubPacks(ctx context.Context, in *clubPacksInput) (*jsonOf[api.List[api.PoolPack]], error) {
	brand, err := r.Brands.Brand(ctx, in.Brand)
	if err != nil {
		return nil, err
	}
	return r.poolPage(ctx, brand.ID, in.ListQuery)
}

type changeClubPacksInput struct {
	ClubPath
	Body api.PoolChange
}

func (r *routes) changeClubPacks(ctx context.Context, in *changeClubPacksInput) (*jsonOf[api.PoolChanged], error) {
	brand, err := r.Brands.Brand(ctx, in.Brand)
	if err != nil {
		return nil, err
	}
	return r.poolChange(ctx, brand.ID, in.Body)
}
