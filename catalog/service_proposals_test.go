package catalog_test

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
)

// mine is a pack of the designer's, on sale in Korea.
func (s *shop) mine(t *testing.T) catalog.Pack {
	t.Helper()
	_, err := s.CreateCreator(ctx, operator, catalog.Creator{Slug: "moon-studio", Name: "Moon", Account: designer.Account})
	must(t, err)
	return s.sell(t, s.file(t, "moon", 1))
}

// TestProposal: a designer proposes, an editor decides; what was accepted is offered, elsewhere nothing
// changes.
func TestProposal(t *testing.T) {
	s := newShop(t)
	pack := s.mine(t)
	at := catalog.Target{Pack: pack.ID}
	_, err := s.SetTier(ctx, editor, small)
	must(t, err)
	wave := catalog.Wave{Regions: []string{"JP", "MY"}, Tier: "small"}
	_, err = s.Propose(ctx, stranger, at, wave.Expand(), "")
	want(t, err, catalog.ErrPackNotFound)
	_, err = s.Propose(ctx, designer, at, nil, "")
	want(t, err, catalog.ErrProposalInvalid)
	first, err := s.Propose(ctx, designer, at, wave.Expand(), " please ")
	must(t, err)
	if first.Number != 1 || first.Note != "please" || len(first.Offers) != 2 || first.Offers[0].Price.Amount != 300 {
		t.Errorf("proposed: %+v", first)
	}
	s.now = s.now.Add(time.Minute)
	second, err := s.Propose(ctx, designer, at, wave.Expand()[:1], "")
	must(t, err)
	decide := func(by catalog.By, d catalog.SaleDecision) error {
		t.Helper()
		_, err := s.DecideProposal(ctx, by, at, d)
		return err
	}
	want(t, decide(editor, catalog.SaleDecision{Proposal: 1, State: catalog.ProposalAccepted}), catalog.ErrProposalDecided)
	want(t, decide(editor, catalog.SaleDecision{Proposal: 7, State: catalog.ProposalAccepted}), catalog.ErrProposalNotFound)
	want(t, decide(editor, catalog.SaleDecision{Proposal: 2, State: catalog.ProposalDeclined}), catalog.ErrProposalInvalid)
	want(t, decide(editor, catalog.SaleDecision{Proposal: 2, State: "open", Reason: "why not"}), catalog.ErrProposalInvalid)
	if decide(designer, catalog.SaleDecision{Proposal: 2, State: catalog.ProposalAccepted}) == nil {
		t.Error("a designer decided")
	}
	must(t, decide(editor, catalog.SaleDecision{Proposal: second.Number, State: catalog.ProposalAccepted}))
	if jp, kr := s.priceIn(t, "moon", "JP"), s.priceIn(t, "moon", "KR"); jp.Amount != 300 || kr.Amount != 2500 {
		t.Errorf("JP %+v, KR %+v", jp, kr)
	}
	third, err := s.Propose(ctx, designer, at, wave.Expand(), "")
	must(t, err)
	must(t, decide(editor, catalog.SaleDecision{Proposal: third.Number, State: catalog.ProposalChanged, Reason: "only there", Offers: []catalog.Offer{{Region: "MY"}}}))
	all, err := s.Proposals(ctx, designer, pack.ID)
	must(t, err)
	var states []catalog.ProposalState
	for _, p := range all {
		states = append(states, p.State)
	}
	if len(all) != 3 || states[0] != catalog.ProposalChanged || states[1] != catalog.ProposalAccepted || states[2] != catalog.ProposalWithdrawn || all[0].Reason != "only there" {
		t.Errorf("proposals: %q %+v", states, all[0])
	}
	if my := s.priceIn(t, "moon", "MY"); my.Amount != 0 {
		t.Errorf("MY costs %+v", my)
	}
	open, err := s.OpenProposals(ctx, editor)
	must(t, err)
	if len(open) != 0 {
		t.Errorf("open: %+v", open)
	}
}
