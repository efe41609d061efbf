package catalog

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Estimate says how the price of one sale would be shared out, for each offer that is not free.
func (s *Service) Estimate(ctx context.Context, by By, offers []Offer) ([]Earning, error) {
	err := by.Require(accounts.ReadPacks)
	if err != nil {
		return nil, err
	}
	settled, _, err := s.settle(ctx, "", offers)
	return s.Earnings(settled), err
}

// Earnings says how the price of one sale would be shared out, for each of the offers that is not free, at
// the price that it has.
func (s *Service) Earnings(offers []Offer) []Earning {
	earnings := []Earning{}
	for _, o := range offers {
		if o.Price == nil {
			continue
		}
		if e := s.shares.Split(o.Region, *o.Price); !slices.Contains(earnings, e) {
			earnings = append(earnings, e)
		}
	}
	return earnings
}

// Propose keeps what a designer wants a pack to be offered for, in place of what they proposed before.
// Errors: ErrOffersInvalid, ErrOffersOverlap, ErrOffersUnlicensed, ErrProposalInvalid, ErrPackBanned.
func (s *Service) Propose(ctx context.Context, by By, at Target, offers []Offer, note string) (Proposal, error) {
	draft, err := s.take(ctx, by, accounts.WritePacks, at)
	if err != nil {
		return Proposal{}, err
	}
	if draft.Pack.State == StateBanned {
		return Proposal{}, ErrPackBanned.With("pack", draft.Pack.ID)
	}
	settled, _, err := s.settle(ctx, draft.Pack.ID, offers)
	if err == nil {
		_, err = s.licensed(ctx, draft.Pack, settled)
	}
	if err != nil {
		return Proposal{}, err
	}
	note = strings.TrimSpace(note)
	err = lacking(map[string]bool{"/offers": len(settled) == 0}, map[string]string{"/note": note})
	if err != nil {
		return Proposal{}, err
	}
	known, err := s.store.Proposals(ctx, ProposalQuery{Pack: draft.Pack.ID, Limit: 1})
	if err != nil {
		return Proposal{}, err
	}
	p := Proposal{Pack: draft.Pack.ID, Number: 1, Offers: settled, Note: note, State: ProposalOpen, By: by.Origin().Actor, At: s.now()}
	if len(known) > 0 {
		p.Number = known[0].Number + 1
	}
	return p, s.store.Commit(ctx, Change{Pack: draft.Pack, Proposal: &p, Record: s.proposed(by, "proposal.made", p)})
}

// lacking returns ErrProposalInvalid for what is missing or too long.
func lacking(missing map[string]bool, texts map[string]string) error {
	var fields []fault.Field
	for _, pointer := range sortedKeys(missing) {
		if missing[pointer] {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "required"})
		}
	}
	for _, pointer := range sortedKeys(texts) {
		if utf8.RuneCountInString(texts[pointer]) > MaxNote {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "text-too-long", Facts: map[string]any{"limit": MaxNote}})
		}
	}
	if len(fields) > 0 {
		return ErrProposalInvalid.WithFields(fields...)
	}
	return nil
}

// Proposals lists the proposals of a pack, the latest first.
func (s *Service) Proposals(ctx context.Context, by By, idOrSlug string) ([]Proposal, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return nil, err
	}
	return s.store.Proposals(ctx, ProposalQuery{Pack: draft.Pack.ID, Limit: MaxLimit})
}

// OpenProposals lists those that wait for a decision, the latest first.
func (s *Service) OpenProposals(ctx context.Context, by By) ([]Proposal, error) {
	err := by.Require(accounts.WriteOffers)
	if err != nil {
		return nil, err
	}
	return s.store.Proposals(ctx, ProposalQuery{State: ProposalOpen, Limit: MaxLimit})
}

// SaleDecision is what is decided about a proposal.
type SaleDecision struct {
	Proposal int           // number
	State    ProposalState // accepted, changed or declined
	Reason   string        // needed unless it is accepted
	Offers   []Offer       // of a change: what the pack gets instead
}

// DecideProposal accepts a proposal, changes or declines it. In the regions of what is accepted, it takes the place
// of what the pack was offered for. Errors: ErrProposalNotFound, ErrProposalDecided, ErrProposalInvalid, and
// those of SetOffers.
func (s *Service) DecideProposal(ctx context.Context, by By, at Target, d SaleDecision) (Proposal, error) {
	draft, err := s.take(ctx, by, accounts.WriteOffers, at)
	if err != nil {
		return Proposal{}, err
	}
	p, err := s.openProposal(ctx, draft.Pack.ID, d.Proposal)
	if err != nil {
		return Proposal{}, err
	}
	d.Reason = strings.TrimSpace(d.Reason)
	err = lacking(map[string]bool{
		"/reason": d.Reason == "" && d.State != ProposalAccepted, "/offers": d.State == ProposalChanged && len(d.Offers) == 0,
		"/decision": !slices.Contains([]ProposalState{ProposalAccepted, ProposalChanged, ProposalDeclined}, d.State),
	}, map[string]string{"/reason": d.Reason})
	if err != nil {
		return Proposal{}, err
	}
	change := Change{Pack: draft.Pack}
	if d.State != ProposalDeclined {
		change, err = s.takeUp(ctx, by, draft, p, d)
	}
	if err != nil {
		return Proposal{}, err
	}
	p.State, p.Reason, p.DecidedBy, p.Decided = d.State, d.Reason, by.Origin().Actor, s.now()
	change.Proposal = &p
	record := s.proposed(by, "proposal."+string(p.State), p)
	change.Record.Events, change.Record.Audit = append(change.Record.Events, record.Events...), append(change.Record.Audit, record.Audit...)
	_, err = s.show(ctx, change)
	return p, err
}

// takeUp is the change of a pack that gives it the offers that were decided on.
func (s *Service) takeUp(ctx context.Context, by By, draft Draft, p Proposal, d SaleDecision) (Change, error) {
	offers := p.Offers
	if d.State == ProposalChanged {
		offers = d.Offers
	}
	change, _, err := s.resettle(ctx, by, draft, BulkOrder{Offers: offers}.apply(draft.Offers))
	return change, err
}

// openProposal returns a proposal that is still to be decided; number 0 is the one that is open.
func (s *Service) openProposal(ctx context.Context, pack string, number int) (Proposal, error) {
	all, err := s.store.Proposals(ctx, ProposalQuery{Pack: pack, Limit: MaxLimit})
	if err != nil {
		return Proposal{}, err
	}
	at := slices.IndexFunc(all, func(p Proposal) bool { return p.Number == number || number == 0 && p.State == ProposalOpen })
	if at < 0 {
		return Proposal{}, ErrProposalNotFound.With("pack", pack, "proposal", number)
	}
	if all[at].State != ProposalOpen {
		return Proposal{}, ErrProposalDecided.With("pack", pack, "proposal", all[at].Number, "state", all[at].State)
	}
	return all[at], nil
}

// proposalNote is what the journal keeps of a proposal.
type proposalNote struct {
	Proposal int           `json:"proposal"`
	State    ProposalState `json:"state"`
	Offers   []Offer       `json:"offers"`
	Reason   string        `json:"reason,omitempty"`
}

func (s *Service) proposed(by By, what string, p Proposal) journal.Record {
	noted, at := proposalNote{p.Number, p.State, p.Offers, p.Reason}, p.At
	if !p.Decided.IsZero() {
		at = p.Decided
	}
	return journal.Record{
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), what, p.Pack, nil, noted, at)},
		Events: []journal.Event{journal.NewEvent("", what, p.Pack, noted, at)},
	}
}
