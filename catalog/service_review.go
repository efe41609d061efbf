package catalog

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Reviews lists what waits for a decision, the longest waiting first.
func (s *Service) Reviews(ctx context.Context, by By, q ReviewQuery) ([]Review, error) {
	err := by.Require(accounts.ReadReviews)
	if err != nil {
		return nil, err
	}
	q.Limit = Query{Limit: q.Limit}.limit()
	return s.store.Reviews(ctx, q)
}

// ReviewSteps returns what happened to the releases of a pack in their reviews, in order.
func (s *Service) ReviewSteps(ctx context.Context, by By, idOrSlug string) ([]ReviewStep, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return nil, err
	}
	return s.store.ReviewSteps(ctx, draft.Pack.ID)
}

// Review records what a reviewer makes of a release. Who submitted it, and who its creator belongs to,
// may not. Errors: ErrReviewInvalid, ErrReleaseNotFound, ErrReleaseNotWaiting, ErrOwnRelease.
func (s *Service) Review(ctx context.Context, by By, at Target, d Decision) (Release, error) {
	return s.step(ctx, by, accounts.ReviewPacks, at, func(x *examined) error { return s.decide(ctx, by, x, d) })
}

// Appeal asks to look at a rejected release again, once for each rejection. Errors: ErrReviewInvalid,
// ErrReleaseNotFound, ErrAppealClosed.
func (s *Service) Appeal(ctx context.Context, by By, at Target, a Appeal) (Release, error) {
	return s.step(ctx, by, accounts.WritePacks, at, func(x *examined) error { return s.appeal(x, a) })
}

// examined is a pack whose release takes a step.
type examined struct {
	draft    Draft
	releases []Release
	release  Release // as it becomes
	step     ReviewStep
	manifest Manifest
	event    string
	first    bool // the step is the first decision about the release
}

// stepAttempts is how often a step is tried again when the draft was edited meanwhile, which does not
// concern it.
const stepAttempts = 5

// step reads a pack, lets act decide what becomes of one of its releases, and commits that.
func (s *Service) step(ctx context.Context, by By, action accounts.Action, at Target, act func(*examined) error) (Release, error) {
	var err error
	for range stepAttempts {
		var release Release
		release, err = s.stepOnce(ctx, by, action, at, act)
		if err == nil || at.Version != 0 || !errors.Is(err, ErrPackStale) {
			return release, err
		}
	}
	return Release{}, err
}

func (s *Service) stepOnce(ctx context.Context, by By, action accounts.Action, at Target, act func(*examined) error) (Release, error) {
	draft, err := s.take(ctx, by, action, at)
	if err != nil {
		return Release{}, err
	}
	x := &examined{draft: draft}
	x.releases, err = s.store.Releases(ctx, draft.Pack.ID)
	if err != nil {
		return Release{}, err
	}
	err = act(x)
	if err != nil {
		return Release{}, err
	}
	err = s.commitStep(ctx, by, x)
	return x.release, err
}

// commitStep numbers the step and commits it with its audit entry, its event and its letters.
func (s *Service) commitStep(ctx context.Context, by By, x *examined) error {
	steps, err := s.store.ReviewSteps(ctx, x.draft.Pack.ID)
	if err != nil {
		return err
	}
	creator, err := s.store.Creator(ctx, x.draft.Pack.Creator)
	if err != nil {
		return err
	}
	after := x.draft.Pack
	after.UpdatedAt = s.now()
	if x.first {
		x.release.Decided = after.UpdatedAt
	}
	x.step.Pack, x.step.Release, x.step.Number = after.ID, x.release.Number, len(steps)+1
	x.step.State, x.step.By, x.step.At = x.release.State, by.Origin().Actor, after.UpdatedAt
	note := x.note(creator)
	record := journal.Record{
		Audit:  []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), x.event, after.ID, nil, note, s.now())},
		Events: []journal.Event{journal.NewEvent("", x.event, after.ID, note, s.now())},
	}
	record.Letters, err = s.reviewLetters(ctx, by, x, note)
	if err != nil {
		return err
	}
	return s.store.Commit(ctx, Change{Pack: after, Release: &x.release, Step: &x.step, Record: record})
}

func (x *examined) note(creator Creator) releaseNote {
	note := releaseNote{
		Pack: x.draft.Pack.ID, Slug: x.draft.Pack.Slug, Titles: x.draft.Words.Of(WordTitle), Release: x.release.Number,
		State: x.release.State, Account: cmp.Or(creator.Account, x.release.By), Author: x.release.By,
		Appeal: x.event == "release.appealed", Reasons: append([]Reason{}, x.step.Reasons...), Note: x.step.Note,
	}
	for _, sticker := range x.manifest.Stickers {
		if slices.ContainsFunc(note.Reasons, func(r Reason) bool { return r.Sticker == sticker.ID }) {
			if note.Codes == nil {
				note.Codes = map[string]string{}
			}
			note.Codes[sticker.ID] = sticker.Shortcode
		}
	}
	return note
}

// decide lets a reviewer's decision be the next step.
func (s *Service) decide(ctx context.Context, by By, x *examined, d Decision) error {
	release, err := x.choose(d.Release, func(r Release) bool { return !r.Waiting.IsZero() })
	if err != nil {
		return err
	}
	if release.Waiting.IsZero() || release.State == ReleaseInReview && d.State == ReleaseInReview {
		return ErrReleaseNotWaiting.With("pack", release.Pack, "release", release.Number, "state", release.State)
	}
	err = s.independent(ctx, by, x.draft, release)
	if err != nil {
		return err
	}
	x.manifest, err = s.manifest(ctx, release.Manifest)
	if err != nil {
		return err
	}
	if fields := d.settle(x.manifest); len(fields) > 0 {
		return ErrReviewInvalid.With("pack", release.Pack, "release", release.Number).WithFields(fields...)
	}
	release.State = d.State
	if d.State != ReleaseInReview {
		release.Waiting = time.Time{}
		x.first = release.Decided.IsZero()
	}
	x.release, x.step.Reasons, x.step.Note, x.event = release, d.Reasons, d.Note, "release."+string(d.State)
	return nil
}

// independent returns nil when the actor has no part in the release.
func (s *Service) independent(ctx context.Context, by By, d Draft, r Release) error {
	creator, err := s.store.Creator(ctx, d.Pack.Creator)
	if err != nil {
		return err
	}
	if by.Account == "" || by.Account == r.By || by.Account == creator.Account {
		return ErrOwnRelease.With("pack", r.Pack, "release", r.Number)
	}
	return nil
}

// appeal lets a rejected release wait again.
func (s *Service) appeal(x *examined, a Appeal) error {
	release, err := x.choose(a.Release, func(Release) bool { return true })
	if err != nil {
		return err
	}
	if release.State != ReleaseRejected {
		return ErrAppealClosed.With("pack", release.Pack, "release", release.Number, "state", release.State)
	}
	a.Note = packfile.Clean(a.Note)
	if a.Note == "" || utf8.RuneCountInString(a.Note) > MaxNote {
		field := fault.Field{Pointer: "/note", Code: "required"}
		if a.Note != "" {
			field = fault.Field{Pointer: "/note", Code: "too-long", Facts: map[string]any{"limit": MaxNote}}
		}
		return ErrReviewInvalid.With("pack", release.Pack, "release", release.Number).WithFields(field)
	}
	release.State, release.Waiting = ReleaseSubmitted, s.now()
	x.release, x.step.Note, x.event = release, a.Note, "release.appealed"
	return nil
}

// choose returns the release of that number; for 0 the last one that suits, or the last one.
func (x *examined) choose(number int, suits func(Release) bool) (Release, error) {
	for _, release := range slices.Backward(x.releases) {
		if release.Number == number || number == 0 && suits(release) {
			return release, nil
		}
	}
	if number == 0 && len(x.releases) > 0 {
		return x.releases[len(x.releases)-1], nil
	}
	return Release{}, ErrReleaseNotFound.With("pack", x.draft.Pack.ID, "release", number)
}
