package catalog

import (
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of proposals.
var (
	// ErrProposalNotFound: the pack has no proposal of that number. Facts: pack, proposal.
	ErrProposalNotFound = fault.Define(fault.NotFound, "proposal-not-found")
	// ErrProposalDecided: the proposal was decided, withdrawn, or replaced by a later one. Facts: pack,
	// proposal, state.
	ErrProposalDecided = fault.Define(fault.Conflict, "proposal-decided")
	// ErrProposalInvalid: the proposal, or the decision, lacks something; the fields say what.
	ErrProposalInvalid = fault.Define(fault.Invalid, "proposal-invalid")
)

// ProposalState says what became of a proposal.
type ProposalState string

// The states of a proposal.
const (
	ProposalOpen      ProposalState = "open"
	ProposalAccepted  ProposalState = "accepted"
	ProposalChanged   ProposalState = "changed" // other offers were made instead
	ProposalDeclined  ProposalState = "declined"
	ProposalWithdrawn ProposalState = "withdrawn" // a later one took its place
)

// Proposal is what a designer wants a pack to be offered for. It binds nobody until it is decided.
type Proposal struct {
	Pack   string
	Number int     // from 1
	Offers []Offer // in the order of SortOffers
	Note   string
	State  ProposalState
	By     string // account
	At     time.Time

	Reason    string // of the decision
	DecidedBy string // account
	Decided   time.Time
}

// ProposalQuery says which proposals to list, the latest first. Zero fields do not narrow.
type ProposalQuery struct {
	Pack  string // id
	State ProposalState
	Limit int
}
