package catalog

import (
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// Examination is all that a reviewer needs to decide about a release.
type Examination struct {
	Review
	Manifest Manifest
	Findings []packfile.Finding // of this store, on the release as it was frozen, as far as they are known by now
	Changes  Comparison         // since the release before it that was decided on or sold, whatever became of that
	Steps    []ReviewStep       // of all releases
}

// Examine returns what is to be known of the release that waits, or of the last one. Errors:
// ErrReleaseNotFound.
func (s *Service) Examine(ctx context.Context, by By, idOrSlug string) (Examination, error) {
	err := by.Require(accounts.ReadReviews)
	if err != nil {
		return Examination{}, err
	}
	draft, err := s.store.Draft(ctx, idOrSlug)
	if err != nil {
		return Examination{}, err
	}
	x := examined{draft: draft}
	x.releases, err = s.store.Releases(ctx, draft.Pack.ID)
	if err != nil {
		return Examination{}, err
	}
	release, err := x.choose(0, func(r Release) bool { return !r.Waiting.IsZero() })
	if err != nil {
		return Examination{}, err
	}
	e := Examination{Review: Review{Pack: draft.Pack, Release: release}}
	e.Creator, err = s.store.Creator(ctx, draft.Pack.Creator)
	if err != nil {
		return Examination{}, err
	}
	return e, s.complete(ctx, by, &e, x.decidedBefore(release.Number))
}

// decidedBefore is the number of the last release before number that is known to reviewers or readers; 0
// for none.
func (x *examined) decidedBefore(number int) int {
	for _, r := range slices.Backward(x.releases) {
		if r.Number < number && (r.Direct || !r.Decided.IsZero()) {
			return r.Number
		}
	}
	return 0
}

// complete reads what the release holds, what it changes of release before, and how it came to be.
func (s *Service) complete(ctx context.Context, by By, e *Examination, before int) (err error) {
	e.Manifest, err = s.manifest(ctx, e.Release.Manifest)
	if err != nil {
		return err
	}
	known, err := s.reportOn(ctx, by, e.Manifest.draft(e.Pack))
	if err != nil {
		return err
	}
	e.Findings = slices.DeleteFunc(known.Findings, func(f packfile.Finding) bool { return f.Platform != packfile.Platform })
	e.Changes, err = s.Compare(ctx, by, e.Pack.ID, e.Release.Number, before)
	if err != nil {
		return err
	}
	e.Steps, err = s.store.ReviewSteps(ctx, e.Pack.ID)
	return err
}

// draft returns the content of a release as its draft was, without offers.
func (m Manifest) draft(p Pack) Draft {
	p.Usage, p.SourceLocale, p.Tags, p.Copyright = m.Usage, m.SourceLocale, m.Tags, m.Copyright
	return Draft{Pack: p, Stickers: m.Stickers, Words: m.Words}
}
