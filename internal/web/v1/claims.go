package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
)

type liftInput struct {
	TargetHead
	Body api.Lift
}

func (r *routes) lift(ctx context.Context, in *liftInput) (*draftReply, error) {
	return r.withdraw(ctx, &in.TargetHead, func(ctx context.Context, by catalog.By, at catalog.Target) (catalog.Pack, error) {
		return r.Catalog.Lift(ctx, by, at, in.Body.Reason)
	})
}

func (r *routes) listClaims(ctx context.Context, in *TargetHead) (*jsonOf[api.List[api.ClaimEntry]], error) {
	entries, err := r.Catalog.Claims(ctx, by(ctx), in.Pack)
	if err != nil {
		return nil, err
	}
	page := api.List[api.ClaimEntry]{Items: []api.ClaimEntry{}}
	for _, entry := range entries {
		page.Items = append(page.Items, claimEntry(entry))
	}
	return &jsonOf[api.List[api.ClaimEntry]]{page}, nil
}

func claimEntry(e catalog.ClaimEntry) api.ClaimEntry {
	return api.ClaimEntry{
		Number: e.Number, Kind: string(e.Kind), Claimant: e.Claimant, Contact: e.Contact, Statement: e.Statement, Account: e.By, At: e.At.UTC(),
	}
}

type claimInput struct {
	TargetHead
	Body api.Claim
}

func (r *routes) recordClaim(ctx context.Context, in *claimInput) (*jsonOf[api.ClaimEntry], error) {
	return claimed(ctx, in, r.Catalog.RecordClaim)
}

func (r *routes) counterClaim(ctx context.Context, in *claimInput) (*jsonOf[api.ClaimEntry], error) {
	return claimed(ctx, in, r.Catalog.Counter)
}

// claimed puts on record what the body says.
func claimed(ctx context.Context, in *claimInput, record func(context.Context, catalog.By, catalog.Target, catalog.Claim) (catalog.ClaimEntry, error)) (*jsonOf[api.ClaimEntry], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	entry, err := record(ctx, by(ctx), target, catalog.Claim{Claimant: in.Body.Claimant, Contact: in.Body.Contact, Statement: in.Body.Statement})
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.ClaimEntry]{claimEntry(entry)}, nil
}
