package catalog

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
)

// Export returns a pack's draft with its creator, for those who take it elsewhere: whoever may change it,
// for its pictures go along as they were drawn.
func (s *Service) Export(ctx context.Context, by By, idOrSlug string) (Draft, Creator, error) {
	draft, err := s.take(ctx, by, accounts.WritePacks, Target{Pack: idOrSlug})
	if err != nil {
		return Draft{}, Creator{}, err
	}
	creator, err := s.store.Creator(ctx, draft.Pack.Creator)
	return draft, creator, err
}
