package v1

import (
	"cmp"
	"context"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

func (r *routes) mountSubscriptions() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/subscriptions" + path, Summary: summary, Tag: tagSubscriptions, Action: accounts.ManageFurniture}
	}
	web.Typed(r.Server, op("GET", "list-subscriptions", "", "Subscriptions in the order in which they were made"), r.listSubscriptions)
	web.Typed(r.Server, created(op("POST", "create-subscription", "", "A new subscription: a draft")), r.createSubscription)
	web.Typed(r.Server, op("GET", "get-subscription", "/{subscription}", "A subscription"), r.getSubscription)
	web.Typed(r.Server, op("PATCH", "update-subscription", "/{subscription}", "Change a subscription, put it on sale, stop the sale"), r.updateSubscription)
	web.Typed(r.Server, noContent(op("DELETE", "remove-subscription", "/{subscription}", "Take a draft away")), r.removeSubscription)
	web.Typed(r.Server, op("GET", "list-pool", "/{subscription}/packs", "Packs that may be used by those who subscribe"), r.listPool)
	web.Typed(r.Server, op("POST", "change-pool", "/{subscription}/packs", "Put packs into the pool, and take others out of it"), r.changePool)
	web.Plain[ViewPath, jsonOf[api.List[api.SubscriptionSummary]]](r.Server, cached(web.Operation{
		Method: "GET", ID: "list-subscriptions-here", Path: storefrontPath + "/subscriptions", Tag: tagStorefront, Summary: "Subscriptions that are sold here",
	}), r.subscriptionsHere)
	web.Typed(r.Server, own(web.Operation{
		Method: "GET", ID: "list-held-subscriptions", Path: "/v1/holders/{holder}/subscriptions", Tag: tagSubscriptions, Action: accounts.ReadOrders,
		Summary: "Subscriptions that a holder has, or has paid ahead for",
	}), r.listHeldSubscriptions)
}

// SubscriptionPath names a subscription.
type SubscriptionPath struct {
	Subscription string `path:"subscription" maxLength:"64" doc:"subscription id"`
}

// SubscriptionHead names a subscription and the version that the caller has seen.
type SubscriptionHead struct {
	SubscriptionPath
	IfMatch string `header:"If-Match" doc:"ETag of the subscription that was read; without it, any version is changed"`
}

type subscriptionReply struct {
	ETag string `header:"ETag"`
	Body api.Subscription
}

func replySubscription(p subscription.Plan, err error) (*subscriptionReply, error) {
	if err != nil {
		return nil, err
	}
	return &subscriptionReply{versionTag(p.Version), subscriptionOf(p)}, nil
}

func (r *routes) listSubscriptions(ctx context.Context, in *furnitureInput) (*jsonOf[api.List[api.Subscription]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	plans, err := r.Purchases.Subscriptions(ctx, after, in.Limit)
	page := api.List[api.Subscription]{Items: []api.Subscription{}}
	for _, p := range plans {
		page.Items = append(page.Items, subscriptionOf(p))
		after = p.ID
	}
	if len(plans) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Subscription]]{page}, err
}

type createSubscriptionInput struct{ Body api.NewSubscription }

func (r *routes) createSubscription(ctx context.Context, in *createSubscriptionInput) (*subscriptionReply, error) {
	b := in.Body
	return r.saveSubscription(ctx, subscription.Plan{
		Titles: localesOf(b.Title), Descriptions: localesOf(b.Description), Period: subscription.Period(b.Period), Trial: subscription.Period(b.Trial),
		Offers: subscriptionOffers(b.Offers),
	})
}

func (r *routes) saveSubscription(ctx context.Context, p subscription.Plan) (*subscriptionReply, error) {
	p, err := r.Purchases.SaveSubscription(ctx, origin(ctx), p)
	if err == nil {
		err = r.Board.Refresh(ctx)
	}
	return replySubscription(p, err)
}

func (r *routes) getSubscription(ctx context.Context, in *SubscriptionPath) (*subscriptionReply, error) {
	return replySubscription(r.Purchases.Subscription(ctx, in.Subscription))
}

type updateSubscriptionInput struct {
	SubscriptionHead
	Body api.SubscriptionChange
}

func (r *routes) updateSubscription(ctx context.Context, in *updateSubscriptionInput) (*subscriptionReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	p, err := r.Purchases.Subscription(ctx, in.Subscription)
	if err != nil {
		return nil, err
	}
	b := in.Body
	put((*string)(&p.State), b.State)
	put((*string)(&p.Period), b.Period)
	put((*string)(&p.Trial), b.Trial)
	if b.Title != nil {
		p.Titles = localesOf(*b.Title)
	}
	if b.Description != nil {
		p.Descriptions = localesOf(*b.Description)
	}
	if b.Offers != nil {
		p.Offers = subscriptionOffers(*b.Offers)
	}
	p.Version = cmp.Or(version, p.Version)
	return r.saveSubscription(ctx, p)
}

func (r *routes) removeSubscription(ctx context.Context, in *SubscriptionHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Purchases.RemoveSubscription(ctx, origin(ctx), in.Subscription, version)
}

func subscriptionOffers(offers []api.SubscriptionOffer) []subscription.Offer {
	all := make([]api.PassOffer, len(offers))
	for i, o := range offers {
		all[i] = api.PassOffer(o)
	}
	return passOffers(all)
}

func subscriptionOf(p subscription.Plan) api.Subscription {
	shown := api.Subscription{
		ID: p.ID, State: string(p.State), CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(), Version: p.Version,
		NewSubscription: api.NewSubscription{
			Title: byTag(p.Titles), Description: byTag(p.Descriptions), Period: string(p.Period), Trial: string(p.Trial),
			Offers: []api.SubscriptionOffer{},
		},
	}
	for _, o := range p.Offers {
		shown.Offers = append(shown.Offers, api.SubscriptionOffer{Regions: o.Regions, Price: bareMoney(o.Price)})
	}
	return shown
}

// subscriptionsHere lists the subscriptions that are sold here.
func (r *routes) subscriptionsHere(c echo.Context) error {
	return r.withPasses(c, func(front catalog.Storefront, posted *purchases.Posted) (any, error) {
		list := api.List[api.SubscriptionSummary]{Items: []api.SubscriptionSummary{}}
		for _, p := range posted.Plans {
			terms, refused := p.Refused(front.Region())
			if refused != nil {
				continue
			}
			title, description := p.Title(front.Chain()), p.Description(front.Chain())
			list.Items = append(list.Items, api.SubscriptionSummary{
				ID: p.ID, Title: title.Text, TitleLocale: string(title.Locale), Description: description.Text, DescriptionLocale: string(description.Locale),
				Period: string(p.Period), Trial: string(p.Trial), Price: money(terms.Price, front.Locale()),
			})
		}
		return list, nil
	})
}
