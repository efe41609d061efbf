package production

import (
	"context"
	"fmt"
	"slices"

	"github.com/hallyu-store/hallyu/api"
)

// decided takes a pack's draft through a review, from wherever it was broken off: submitted, begun, approved.
// It returns the number of the release.
func (d *designer) decided(ctx context.Context, operator *api.Client, pack string) (int, error) {
	release, err := operator.SubmitPack(ctx, pack)
	if err != nil {
		return 0, err
	}
	reviewer := *operator
	reviewer.Key = d.reviewer
	for _, decision := range reviewSteps[1:] {
		if slices.Index(reviewSteps, release.State) >= slices.Index(reviewSteps, decision) {
			continue
		}
		release, err = reviewer.ReviewPack(ctx, pack, api.ReviewDecision{Release: release.Number, Decision: decision})
		if err != nil {
			return 0, err
		}
	}
	return release.Number, nil
}

// reviewSteps are the states of a release on its way through a review.
var reviewSteps = []string{"submitted", "in_review", "approved"}

// history reads how each release was decided: every step that was acknowledged once and in order, none
// without the state that it led to.
func (d *designer) history(ctx context.Context, operator *api.Client) error {
	releases, err := operator.Releases(ctx, d.slug)
	if err != nil {
		if d.acked == 0 {
			return nil
		}
		return err
	}
	number := 1
	for _, r := range releases.Items {
		states := make([]string, 0, len(r.Steps))
		for _, step := range r.Steps {
			if step.Number != number {
				return fmt.Errorf("release %d has step %d where %d belongs", r.Number, step.Number, number)
			}
			number++
			states = append(states, step.State)
		}
		reviewed := r.State != "direct"
		if len(states) > len(reviewSteps) || !slices.Equal(states, reviewSteps[:len(states)]) || reviewed != (len(states) > 0) || reviewed && states[len(states)-1] != r.State {
			return fmt.Errorf("release %d is %s after %v", r.Number, r.State, states)
		}
	}
	return nil
}
