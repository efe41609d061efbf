package catalog

import (
	"context"
	"sync"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
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

// PictureOrder asks for a picture as other platforms take it.
type PictureOrder struct {
	Picture Picture
	Targets []assets.Target
}

// madeAtOnce is how many pictures of one export are made at a time.
const madeAtOnce = 2

// MakePictures makes pictures for other platforms, in the order of orders and of their targets. The files are
// those that the report judged. The errors are those of assets.Deriver.
func (s *Service) MakePictures(ctx context.Context, orders []PictureOrder) ([][]assets.Export, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	made, turns := make([][]assets.Export, len(orders)), make(chan struct{}, madeAtOnce)
	var waits sync.WaitGroup
	for i, order := range orders {
		turns <- struct{}{}
		waits.Go(func() {
			defer func() { <-turns }()
			var err error
			made[i], err = s.judge.Make(ctx, order.Picture.Upload.Digest, s.reading(order.Picture), order.Targets)
			if err != nil {
				cancel(err)
			}
		})
	}
	waits.Wait()
	return made, context.Cause(ctx)
}

// reading reads the original of a picture when it is asked to.
func (s *Service) reading(p Picture) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return s.original(ctx, p.Upload) }
}
