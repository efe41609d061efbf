package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// offersIn are the offers that a list of terms comes to, one a region.
func offersIn(terms []api.OfferDraft) ([]catalog.Offer, error) {
	var offers []catalog.Offer
	for _, entry := range terms {
		wave, err := waveOf("", entry)
		if err != nil {
			return nil, err
		}
		offers = append(offers, wave.Expand()...)
	}
	return offers, nil
}

// targetFor names the pack that an order is meant for, and the offers that its terms come to.
func (in TargetHead) targetFor(terms []api.OfferDraft) (catalog.Target, []catalog.Offer, error) {
	target, err := in.target()
	if err != nil {
		return target, nil, err
	}
	offers, err := offersIn(terms)
	return target, offers, err
}

type estimateInput struct{ Body api.EstimateOrder }

func (r *routes) estimate(ctx context.Context, in *estimateInput) (*jsonOf[api.Estimate], error) {
	offers, err := offersIn(in.Body.Offers)
	if err != nil {
		return nil, err
	}
	earnings, err := r.Catalog.Estimate(ctx, by(ctx), offers)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Estimate]{api.Estimate{Items: r.earnings(ctx, earnings)}}, nil
}

func (r *routes) earnings(ctx context.Context, all []catalog.Earning) []api.Earning {
	items := []api.Earning{}
	for _, e := range all {
		amount := func(n int64) api.Money {
			return *money(&catalog.Price{Amount: n, Currency: e.Currency}, i18n.Locale(r.LanguageOf(ctx)))
		}
		items = append(items, api.Earning{Region: e.Region, Price: amount(e.Price), Tax: amount(e.Tax), Fee: amount(e.Fee), Earned: amount(e.Earned)})
	}
	return items
}

type proposeInput struct {
	TargetHead
	Body api.NewProposal
}

func (r *routes) propose(ctx context.Context, in *proposeInput) (*jsonOf[api.Proposal], error) {
	target, offers, err := in.targetFor(in.Body.Offers)
	if err != nil {
		return nil, err
	}
	return r.replyProposal(ctx)(r.Catalog.Propose(ctx, by(ctx), target, offers, in.Body.Note))
}

// replyProposal puts a proposal on the wire.
func (r *routes) replyProposal(ctx context.Context) func(catalog.Proposal, error) (*jsonOf[api.Proposal], error) {
	return func(p catalog.Proposal, err error) (*jsonOf[api.Proposal], error) {
		if err != nil {
			return nil, err
		}
		return &jsonOf[api.Proposal]{r.proposalOf(ctx, p)}, nil
	}
}

func (r *routes) proposalOf(ctx context.Context, p catalog.Proposal) api.Proposal {
	shown := api.Proposal{
		Pack: p.Pack, Number: p.Number, State: string(p.State), Offers: []api.OfferDraft{}, Note: p.Note, At: p.At.UTC(), Reason: p.Reason,
		DecidedAt: instant(p.Decided), Earnings: r.earnings(ctx, r.Catalog.Earnings(p.Offers)),
	}
	for _, terms := range termsOf(p.Offers) {
		shown.Offers = append(shown.Offers, terms.OfferDraft)
	}
	return shown
}

func (r *routes) listProposals(ctx context.Context, in *TargetHead) (*jsonOf[api.List[api.Proposal]], error) {
	return r.replyProposals(ctx)(r.Catalog.Proposals(ctx, by(ctx), in.Pack))
}

func (r *routes) listOpenProposals(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.Proposal]], error) {
	return r.replyProposals(ctx)(r.Catalog.OpenProposals(ctx, by(ctx)))
}

// replyProposals puts proposals on the wire.
func (r *routes) replyProposals(ctx context.Context) func([]catalog.Proposal, error) (*jsonOf[api.List[api.Proposal]], error) {
	return func(all []catalog.Proposal, err error) (*jsonOf[api.List[api.Proposal]], error) {
		if err != nil {
			return nil, err
		}
		page := api.List[api.Proposal]{Items: []api.Proposal{}}
		for _, p := range all {
			page.Items = append(page.Items, r.proposalOf(ctx, p))
		}
		return &jsonOf[api.List[api.Proposal]]{page}, nil
	}
}

type decideInput struct {
	TargetHead
	Proposal int `path:"proposal" minimum:"1" doc:"number"`
	Body     api.ProposalDecision
}

func (r *routes) decideProposal(ctx context.Context, in *decideInput) (*jsonOf[api.Proposal], error) {
	target, offers, err := in.targetFor(in.Body.Offers)
	if err != nil {
		return nil, err
	}
	decision := catalog.SaleDecision{Proposal: in.Proposal, State: catalog.ProposalState(in.Body.Decision), Reason: in.Body.Reason, Offers: offers}
	return r.replyProposal(ctx)(r.Catalog.DecideProposal(ctx, by(ctx), target, decision))
}
