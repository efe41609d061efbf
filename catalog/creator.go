package catalog

import "github.com/hallyu-store/hallyu/fault"

// Faults of creators.
var (
	// ErrCreatorNotFound: no creator of that id or slug. Facts: creator.
	ErrCreatorNotFound = fault.Define(fault.NotFound, "creator-not-found")
	// ErrCreatorTaken: another creator has that slug. Facts: slug.
	ErrCreatorTaken = fault.Define(fault.Conflict, "creator-taken")
)

// Creator made packs: a studio or a person.
type Creator struct {
	ID      string `json:"id"` // crt_…
	Slug    string `json:"slug"`
	Name    string `json:"name"`              // as it is shown
	Account string `json:"account,omitempty"` // that it belongs to; "" when it is the store's own
}
