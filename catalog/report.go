package catalog

import (
	"context"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// Report lists every finding on a draft, those that keep it from being published first.
func (s *Service) Report(ctx context.Context, by By, idOrSlug string) ([]packfile.Finding, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return nil, err
	}
	return packfile.Ready(draft.File()), nil
}

// ready returns nil when the draft can be released, else ErrDraftInvalid with all that is missing.
func (d Draft) ready() error { return Refusal(d.Pack.ID, packfile.Ready(d.File())) }
