package catalog

import "context"

// Export returns a pack's draft with its creator, for those who take it elsewhere.
func (s *Service) Export(ctx context.Context, by By, idOrSlug string) (Draft, Creator, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return Draft{}, Creator{}, err
	}
	creator, err := s.store.Creator(ctx, draft.Pack.Creator)
	return draft, creator, err
}
