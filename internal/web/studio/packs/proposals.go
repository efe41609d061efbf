package packs

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// proposal is what a designer proposed, and what became of it.
type proposal struct {
	Number   int
	State    catalog.ProposalState
	Kind     string // class of its state
	At       time.Time
	Entries  []entry
	Earnings []earning
	Note     string
	Reason   string
	Open     bool // and the reader decides
}

// earning is how one sale would be shared out, as the reader writes it.
type earning struct {
	Region                  string
	Price, Tax, Fee, Earned string
}

// shownProposals is how many proposals the page shows.
const shownProposals = 10

// proposals shows those of a pack, the latest first.
func (r *room) proposals(v *frame.Visit, p *salePage) error {
	all, err := r.Catalog.Proposals(v.Request().Context(), v.By(), p.ID)
	for _, made := range all[:min(len(all), shownProposals)] {
		shown := proposal{
			Number: made.Number, State: made.State, Kind: "plain", At: made.At, Entries: entriesOf(v, made.Offers, r.Now()), Note: made.Note, Reason: made.Reason,
		}
		switch made.State {
		case catalog.ProposalOpen:
			shown.Kind, shown.Open, shown.Earnings = "waiting", p.Priced, written(v, r.Catalog.Earnings(made.Offers))
		case catalog.ProposalAccepted, catalog.ProposalChanged:
			shown.Kind = "good"
		case catalog.ProposalDeclined:
			shown.Kind = "bad"
		}
		p.Proposals = append(p.Proposals, shown)
	}
	return err
}

// written puts earnings into the reader's words.
func written(v *frame.Visit, all []catalog.Earning) []earning {
	var lines []earning
	for _, e := range all {
		amount := func(n int64) string { return cldr.FormatPrice(string(v.Voice.Locale), n, e.Currency) }
		lines = append(lines, earning{regionName(v, e.Region), amount(e.Price), amount(e.Tax), amount(e.Fee), amount(e.Earned)})
	}
	return lines
}

// propose keeps what the form says, or shows first what it would earn.
func (r *room) propose(v *frame.Visit) error {
	form, err := readForm(v)
	if err != nil {
		return err
	}
	form.Note = v.FormValue("note")
	wave, failure := form.wave()
	if failure == nil && v.FormValue("act") == "estimate" {
		var earnings []catalog.Earning
		earnings, failure = r.Catalog.Estimate(v.Request().Context(), v.By(), wave.Expand())
		form.Earnings = written(v, earnings)
		if failure == nil {
			d, err := r.draft(v)
			if err != nil {
				return err
			}
			return r.showSale(v, d, form, nil)
		}
	}
	if failure == nil {
		_, failure = r.Catalog.Propose(v.Request().Context(), v.By(), target(v), wave.Expand(), form.Note)
	}
	return r.act(v, "proposed", form, failure)
}

// decide takes what a seller decided about a proposal.
func (r *room) decide(v *frame.Visit) error {
	number, _ := strconv.Atoi(v.FormValue("proposal")) // none is a proposal that is not there
	d := catalog.SaleDecision{Proposal: max(number, 1), State: catalog.ProposalState(v.FormValue("decision")), Reason: v.FormValue("reason")}
	form := blankForm()
	var failure error
	if d.State == catalog.ProposalChanged {
		var err error
		form, err = readForm(v)
		if err != nil {
			return err
		}
		form.Proposal, form.Reason = number, d.Reason
		wave, fault := form.wave()
		d.Offers, failure = wave.Expand(), fault
	}
	if failure == nil {
		_, failure = r.Catalog.DecideProposal(v.Request().Context(), v.By(), target(v), d)
	}
	return r.act(v, "decided", form, failure)
}

// formOfProposal fills the form with what was proposed, to change it; nil when there is no such proposal.
func (r *room) formOfProposal(v *frame.Visit, d catalog.Draft) (*offerForm, error) {
	number, err := strconv.Atoi(v.QueryParam("proposal"))
	if err != nil {
		return nil, nil
	}
	all, err := r.Catalog.Proposals(v.Request().Context(), v.By(), d.Pack.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(p catalog.Proposal) bool { return p.Number == number && p.State == catalog.ProposalOpen })
	if at < 0 || len(all[at].Offers) == 0 {
		return nil, nil
	}
	form := formOf(entriesOf(v, all[at].Offers, r.Now())[0], -1)
	form.Proposal = number
	return &form, nil
}

// Names lists the regions of a line, to be read out.
func (e entry) Names() string {
	names := make([]string, len(e.Regions))
	for i, region := range e.Regions {
		names[i] = region.Name
	}
	return strings.Join(names, ", ")
}
