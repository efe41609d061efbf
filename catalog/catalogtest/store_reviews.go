package catalogtest

import (
	"cmp"
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
)

// Reviews implements catalog.ReviewStore.
func (s *Store) Reviews(_ context.Context, q catalog.ReviewQuery) ([]catalog.Review, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue := []catalog.Review{}
	for _, e := range s.packs {
		for _, r := range e.releases {
			review := catalog.Review{Pack: clonePack(e.draft.Pack), Creator: s.creators[e.draft.Pack.Creator], Release: r}
			if asked(review, q) {
				queue = append(queue, review)
			}
		}
	}
	slices.SortFunc(queue, func(a, b catalog.Review) int {
		return inQueue(a, catalog.ReviewMark{Since: b.Release.Waiting, Pack: b.Pack.ID})
	})
	return queue[:min(len(queue), q.Limit)], nil
}

func inQueue(r catalog.Review, mark catalog.ReviewMark) int {
	return cmp.Or(r.Release.Waiting.Compare(mark.Since), cmp.Compare(r.Pack.ID, mark.Pack))
}

func asked(r catalog.Review, q catalog.ReviewQuery) bool {
	return !r.Release.Waiting.IsZero() && (q.State == "" || r.Release.State == q.State) &&
		(q.Creator == "" || r.Creator.ID == q.Creator) && (q.After.Pack == "" || inQueue(r, q.After) > 0)
}

// ReviewSteps implements catalog.ReviewStore.
func (s *Store) ReviewSteps(_ context.Context, pack string) ([]catalog.ReviewStep, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.packs[pack]; e != nil {
		return slices.Clone(e.steps), nil
	}
	return []catalog.ReviewStep{}, nil
}
