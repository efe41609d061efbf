package catalogtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
)

// waiting submits the next release of a pack, to wait since a moment.
func (h Harness) waiting(t *testing.T, d *catalog.Draft, number int, since time.Time) catalog.Release {
	t.Helper()
	r := catalog.Release{
		Pack: d.Pack.ID, Number: number, State: catalog.ReleaseSubmitted, Manifest: Picture(fmt.Sprint(number)).Upload,
		By: "acc_1", At: At, Waiting: since,
	}
	h.step(t, d, r, catalog.ReviewStep{})
	return r
}

// step commits what a step makes of a release, and returns the step as it is kept.
func (h Harness) step(t *testing.T, d *catalog.Draft, r catalog.Release, step catalog.ReviewStep) catalog.ReviewStep {
	t.Helper()
	steps, err := h.Store.ReviewSteps(ctx, d.Pack.ID)
	must(t, err)
	step.Pack, step.Release, step.Number, step.State, step.By, step.At = d.Pack.ID, r.Number, len(steps)+1, r.State, "acc_2", At
	must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Release: &r, Step: &step}))
	d.Pack.Version++
	return step
}

// queueInOrder: the longest waiting is first, on pages of any size, and filters narrow.
func queueInOrder(t *testing.T, h Harness) {
	var want []string
	var creators []catalog.Creator
	for i := range 5 {
		d, creator := h.add(t, fmt.Sprintf("pack-%d", i))
		h.waiting(t, &d, 1, At.Add(-time.Duration(i/2)*time.Hour)) // two wait equally long
		want = append(want, d.Pack.ID)
		creators = append(creators, creator)
	}
	want = []string{want[4], want[2], want[3], want[0], want[1]}
	var got []string
	q := catalog.ReviewQuery{Limit: 2}
	for {
		page, err := h.Store.Reviews(ctx, q)
		must(t, err)
		for _, r := range page {
			got = append(got, r.Pack.ID)
			q.After = catalog.ReviewMark{Since: r.Release.Waiting, Pack: r.Pack.ID}
		}
		if len(page) < 2 {
			break
		}
	}
	same(t, want, got)
	one, err := h.Store.Reviews(ctx, catalog.ReviewQuery{Creator: creators[3].ID, Limit: 10})
	must(t, err)
	none, err := h.Store.Reviews(ctx, catalog.ReviewQuery{State: catalog.ReleaseInReview, Limit: 10})
	must(t, err)
	if len(one) != 1 || one[0].Creator != creators[3] || len(none) != 0 {
		t.Errorf("by creator %+v, in review %+v", one, none)
	}
}

// newestWaits: of a pack, one release waits; a decision ends that.
func newestWaits(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	first := h.waiting(t, &d, 1, At.Add(-time.Hour))
	second := h.waiting(t, &d, 2, At)
	queue, err := h.Store.Reviews(ctx, catalog.ReviewQuery{Limit: 10})
	must(t, err)
	if len(queue) != 1 || queue[0].Release.Number != 2 {
		t.Fatalf("waiting: %+v", queue)
	}
	second.State, second.Waiting, second.Decided = catalog.ReleaseRejected, time.Time{}, At
	h.step(t, &d, second, catalog.ReviewStep{Reasons: []catalog.Reason{{Code: "other", Sticker: "stk_1", Note: "why"}}, Note: "all"})
	queue, err = h.Store.Reviews(ctx, catalog.ReviewQuery{Limit: 10})
	must(t, err)
	first.Waiting = time.Time{}
	releases, err := h.Store.Releases(ctx, d.Pack.ID)
	must(t, err)
	same(t, []catalog.Release{first, second}, releases)
	if len(queue) != 0 {
		t.Errorf("waiting: %+v", queue)
	}
}

// stepsInOrder: what happened comes back as it was, and goes with its pack.
func stepsInOrder(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	r := h.waiting(t, &d, 1, At)
	r.State = catalog.ReleaseRejected
	second := h.step(t, &d, r, catalog.ReviewStep{Reasons: []catalog.Reason{{Code: "flashing", Sticker: "stk_1"}}, Note: "달"})
	steps, err := h.Store.ReviewSteps(ctx, d.Pack.ID)
	must(t, err)
	if len(steps) != 2 {
		t.Fatalf("steps: %+v", steps)
	}
	same(t, second, steps[1])
	must(t, h.Store.Delete(ctx, d.Pack, record(d.Pack.ID)))
	steps, err = h.Store.ReviewSteps(ctx, d.Pack.ID)
	must(t, err)
	if len(steps) != 0 {
		t.Errorf("left: %+v", steps)
	}
}
