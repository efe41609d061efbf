package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

type poolInput struct {
	SubscriptionPath
	ListQuery
}

func (r *routes) listPool(ctx context.Context, in *poolInput) (*jsonOf[api.List[api.PoolPack]], error) {
	p, err := r.Purchases.Subscription(ctx, in.Subscription)
	if err != nil {
		return nil, err
	}
	return r.poolPage(ctx, p.ID, in.ListQuery)
}

// poolPage is a page of the packs of a pool.
func (r *routes) poolPage(ctx context.Context, pool string, in ListQuery) (*jsonOf[api.List[api.PoolPack]], error) {
	var after string
	err := web.DecodeCursor(in.Cursor, &after)
	if err != nil {
		return nil, err
	}
	entries, err := r.Purchases.Pool(ctx, pool, after, in.Limit)
	list := api.List[api.PoolPack]{Items: []api.PoolPack{}}
	for _, e := range entries {
		list.Items = append(list.Items, api.PoolPack{Pack: e.Pack, Since: e.Since.UTC()})
		after = e.Pack
	}
	if len(entries) == in.Limit {
		list.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.PoolPack]]{list}, err
}

type changePoolInput struct {
	SubscriptionPath
	Body api.PoolChange
}

func (r *routes) changePool(ctx context.Context, in *changePoolInput) (*jsonOf[api.PoolChanged], error) {
	p, err := r.Purchases.Subscription(ctx, in.Subscription)
	if err != nil {
		return nil, err
	}
	return r.poolChange(ctx, p.ID, in.Body)
}

// poolChange puts packs that were published into a pool; whatever they are called, others go out of it.
func (r *routes) poolChange(ctx context.Context, pool string, change api.PoolChange) (*jsonOf[api.PoolChanged], error) {
	wanted := subscription.PoolChange{Pool: pool}
	snapshot := r.Published.Current()
	for _, idOrSlug := range change.Add {
		pack, err := snapshot.Pack(idOrSlug)
		if err != nil {
			return nil, err
		}
		wanted.Add = append(wanted.Add, pack.ID)
	}
	for _, idOrSlug := range change.Remove {
		id := idOrSlug
		pack, err := snapshot.Pack(idOrSlug)
		if err == nil {
			id = pack.ID
		}
		wanted.Remove = append(wanted.Remove, id)
	}
	did, err := r.Purchases.ChangePool(ctx, origin(ctx), wanted)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.PoolChanged]{api.PoolChanged{Added: did.Add, Removed: did.Remove}}, nil
}

func (r *routes) listHeldSubscriptions(ctx context.Context, in *heldPassesInput) (*jsonOf[api.List[api.HeldSubscription]], error) {
	ledger, chain, err := r.heldBy(ctx, in)
	if err != nil {
		return nil, err
	}
	held, err := r.Purchases.HeldSubscriptions(ctx, ledger, in.Holder)
	list := api.List[api.HeldSubscription]{Items: []api.HeldSubscription{}}
	for _, h := range held {
		title, description := h.Plan.Title(chain), h.Plan.Description(chain)
		list.Items = append(list.Items, api.HeldSubscription{
			Subscription: h.Plan.ID, Title: title.Text, TitleLocale: string(title.Locale),
			Description: description.Text, DescriptionLocale: string(description.Locale),
			Active: h.Active, ValidUntil: utc(h.Until()), Grants: grantsOf(h.Grants),
		})
	}
	return &jsonOf[api.List[api.HeldSubscription]]{list}, err
}
