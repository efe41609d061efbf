package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
)

// TierHead names a tier and the version that the caller has seen.
type TierHead struct {
	Tier    string `path:"tier" maxLength:"64"`
	IfMatch string `header:"If-Match" doc:"ETag of the tier that was read; without it, any version is changed"`
}

func (in TierHead) version() (int64, error) {
	return readVersion(in.IfMatch)
}

// tierReply is a tier with its version.
type tierReply struct {
	ETag string `header:"ETag"`
	Body api.Tier
}

func replyTier(t catalog.Tier, err error) (*tierReply, error) {
	if err != nil {
		return nil, err
	}
	return &tierReply{versionTag(t.Version), tierOf(t)}, nil
}

func tierOf(t catalog.Tier) api.Tier {
	tier := api.Tier{
		Name: t.Name, Currencies: map[string]int64{}, Regions: map[string]api.Money{}, Version: t.Version, UpdatedAt: t.UpdatedAt.UTC(),
	}
	for currency, amount := range t.Currencies {
		tier.Currencies[currency] = amount
	}
	for region, price := range t.Regions {
		tier.Regions[region] = api.Money{Amount: price.Amount, Currency: price.Currency}
	}
	return tier
}

func (r *routes) listTiers(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.Tier]], error) {
	tiers, err := r.Catalog.Tiers(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	page := api.List[api.Tier]{Items: []api.Tier{}}
	for _, tier := range tiers {
		page.Items = append(page.Items, tierOf(tier))
	}
	return &jsonOf[api.List[api.Tier]]{page}, nil
}

type tierInput struct {
	Tier string `path:"tier" maxLength:"64"`
}

func (r *routes) getTier(ctx context.Context, in *tierInput) (*tierReply, error) {
	return replyTier(r.Catalog.Tier(ctx, by(ctx), in.Tier))
}

type setTierInput struct {
	TierHead
	Body api.TierPrices
}

func (r *routes) setTier(ctx context.Context, in *setTierInput) (*tierReply, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	tier := catalog.Tier{Name: in.Tier, Currencies: in.Body.Currencies, Regions: map[string]catalog.Price{}, Version: version}
	for region, price := range in.Body.Regions {
		tier.Regions[region] = catalog.Price{Amount: price.Amount, Currency: price.Currency}
	}
	return replyTier(r.Catalog.SetTier(ctx, by(ctx), tier))
}

func (r *routes) removeTier(ctx context.Context, in *TierHead) (*struct{}, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return nil, r.Catalog.RemoveTier(ctx, by(ctx), in.Tier, version)
}

type bulkInput struct{ Body api.BulkOffers }

// bulkOffers changes the offers of many packs, or says what that would come to.
func (r *routes) bulkOffers(ctx context.Context, in *bulkInput) (*jsonOf[api.BulkResult], error) {
	order := catalog.BulkOrder{Packs: in.Body.Packs, Withdraw: in.Body.Withdraw, DryRun: in.Body.DryRun}
	for _, entry := range in.Body.Offers {
		wave, err := waveOf(entry.Name, entry.OfferDraft)
		if err != nil {
			return nil, err
		}
		order.Offers = append(order.Offers, wave.Expand()...)
	}
	all, err := r.Catalog.Bulk(ctx, by(ctx), order)
	if err != nil {
		return nil, err
	}
	result := api.BulkResult{Applied: !in.Body.DryRun, Packs: []api.BulkPack{}}
	for _, one := range all {
		result.Packs = append(result.Packs, r.bulkPack(ctx, one))
	}
	return &jsonOf[api.BulkResult]{result}, nil
}

func (r *routes) bulkPack(ctx context.Context, c catalog.BulkChange) api.BulkPack {
	pack := api.BulkPack{Pack: c.Pack.ID, Changed: c.Changed, Before: termsOf(c.Before), After: termsOf(c.After)}
	if c.Pack.ID == "" {
		pack.Pack = c.Asked
	}
	pack.Refusal = r.refusal(ctx, c.Refusal)
	return pack
}

// refusal words a failure in short; nil of none.
func (r *routes) refusal(ctx context.Context, failure error) *api.Refusal {
	refused := fault.As(failure)
	if refused == nil {
		return nil
	}
	return &api.Refusal{Code: refused.Code(), Title: r.SpeakerOf(ctx).Text("problem."+refused.Code()+".title", refused.Facts())}
}

// termsOf are offers as waves; those of none have no name.
func termsOf(offers []catalog.Offer) []api.WaveDraft {
	terms := []api.WaveDraft{}
	for _, o := range offers {
		terms = append(terms, api.WaveDraft{Name: o.Wave, OfferDraft: offerDraft(catalog.Wave{
			Regions: []string{o.Region}, Price: o.Price, Tier: o.Tier, From: o.From, Until: o.Until, Audience: o.Audience,
		})})
	}
	return terms
}
