package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

func (r *routes) mountPayouts() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1" + path, Summary: summary, Tag: tagMoney, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-payouts", "/payouts", "What closed statements say is due, and what was paid; creators read their own", accounts.ReadStatements), r.listPayouts)
	web.Typed(r.Server, op("POST", "pay-payout", "/payouts/{payout}/payment", "Write down that a payout was paid", accounts.PayCreators), r.payPayout)
	web.Typed(r.Server, op("GET", "get-payout-profile", "/creators/{creator}/payout-profile", "How a creator wants to be paid", accounts.ReadStatements), r.getProfile)
	web.Typed(r.Server, op("PUT", "set-payout-profile", "/creators/{creator}/payout-profile", "Say how a creator wants to be paid", accounts.WriteProfiles), r.setProfile)
}

type payoutsInput struct {
	ListQuery
	Creator string `query:"creator" maxLength:"100" doc:"id or slug; creators must name themselves"`
	State   string `query:"state" enum:"due,paid"`
}

func (r *routes) listPayouts(ctx context.Context, in *payoutsInput) (*jsonOf[api.List[api.Payout]], error) {
	var after string
	err := web.DecodeCursor(in.Cursor, &after)
	if err != nil {
		return nil, err
	}
	all, err := r.Payouts.Payouts(ctx, payerOf(ctx), in.Creator, payout.PayoutState(in.State), after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Payout]{Items: []api.Payout{}}
	for _, p := range all {
		page.Items = append(page.Items, r.payoutOf(ctx, p))
		after = p.ID
	}
	if len(all) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Payout]]{page}, nil
}

func (r *routes) payoutOf(ctx context.Context, p payout.Payout) api.Payout {
	return api.Payout{
		ID: p.ID, Creator: p.Creator, Period: p.Period.String(),
		Amount:   *money(&catalog.Price{Amount: p.Amount, Currency: p.Currency}, i18n.Locale(r.LanguageOf(ctx))),
		Withheld: p.Withheld, State: string(p.State), Reference: p.Reference, CreatedAt: p.CreatedAt.UTC(), PaidAt: utc(p.PaidAt),
	}
}

type payInput struct {
	Payout string `path:"payout" maxLength:"64"`
	Body   api.NewPayment
}

func (r *routes) payPayout(ctx context.Context, in *payInput) (*jsonOf[api.Payout], error) {
	p, err := r.Payouts.Pay(ctx, payerOf(ctx), in.Payout, in.Body.Reference)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Payout]{r.payoutOf(ctx, p)}, nil
}

// ProfilePath names a creator.
type ProfilePath struct {
	Creator string `path:"creator" doc:"id or slug"`
}

// profileReply is a profile with its version.
type profileReply struct {
	ETag string `header:"ETag"`
	Body api.PayoutProfile
}

func (r *routes) getProfile(ctx context.Context, in *ProfilePath) (*profileReply, error) {
	p, err := r.Payouts.Profile(ctx, payerOf(ctx), in.Creator)
	if err != nil {
		return nil, err
	}
	return replyProfile(p), nil
}

func replyProfile(p payout.Profile) *profileReply {
	return &profileReply{versionTag(p.Version), api.PayoutProfile{
		Creator: p.Creator, PayoutProfileDraft: api.PayoutProfileDraft{Name: p.Name, Method: p.Method, Account: p.Account, Country: p.Country, TaxID: p.TaxID},
		Version: p.Version, UpdatedAt: utc(&p.UpdatedAt),
	}}
}

type setProfileInput struct {
	ProfilePath
	IfMatch string `header:"If-Match" doc:"ETag of the profile that was read; without it, any version is changed"`
	Body    api.PayoutProfileDraft
}

func (r *routes) setProfile(ctx context.Context, in *setProfileInput) (*profileReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		known, err := r.Payouts.Profile(ctx, payerOf(ctx), in.Creator)
		if err != nil {
			return nil, err
		}
		version = known.Version
	}
	b := in.Body
	p, err := r.Payouts.SaveProfile(ctx, payerOf(ctx), payout.Profile{
		Creator: in.Creator, Name: b.Name, Method: b.Method, Account: b.Account, Country: b.Country, TaxID: b.TaxID, Version: version,
	})
	if err != nil {
		return nil, err
	}
	return replyProfile(p), nil
}
