package v1

import (
	"context"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
)

type reviewsInput struct {
	ListQuery
	State   string `query:"state" enum:"submitted,in_review"`
	Creator string `query:"creator" maxLength:"100" doc:"id"`
}

// listReviews is the queue: the longest waiting first.
func (r *routes) listReviews(ctx context.Context, in *reviewsInput) (*jsonOf[api.List[api.Review]], error) {
	q := catalog.ReviewQuery{State: catalog.ReleaseState(in.State), Creator: in.Creator, Limit: in.Limit}
	err := web.DecodeCursor(in.Cursor, &q.After)
	if err != nil {
		return nil, err
	}
	queue, err := r.Catalog.Reviews(ctx, by(ctx), q)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Review]{Items: make([]api.Review, len(queue))}
	for i, review := range queue {
		page.Items[i] = reviewOf(review)
	}
	if len(queue) == in.Limit {
		last := queue[len(queue)-1]
		page.Next = web.EncodeCursor(catalog.ReviewMark{Since: last.Release.Waiting, Pack: last.Pack.ID})
	}
	return &jsonOf[api.List[api.Review]]{page}, nil
}

func reviewOf(r catalog.Review) api.Review {
	return api.Review{
		Pack: r.Pack.ID, Slug: r.Pack.Slug, Creator: api.Creator{ID: r.Creator.ID, Name: r.Creator.Name},
		State: string(r.Pack.State), Release: releaseOf(r.Release), Appealed: r.Appealed(),
	}
}

type reviewInput struct {
	TargetHead
	Body api.ReviewDecision
}

// review records a decision.
func (r *routes) review(ctx context.Context, in *reviewInput) (*jsonOf[api.Release], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	decision := catalog.Decision{State: catalog.ReleaseState(in.Body.Decision), Release: in.Body.Release, Note: in.Body.Note}
	for _, reason := range in.Body.Reasons {
		decision.Reasons = append(decision.Reasons, catalog.Reason{Code: reason.Code, Sticker: reason.Sticker, Note: reason.Note})
	}
	return replyRelease(r.Catalog.Review(ctx, by(ctx), target, decision))
}

type appealInput struct {
	TargetHead
	Body api.ReviewAppeal
}

// appeal asks to look at a rejected release again.
func (r *routes) appeal(ctx context.Context, in *appealInput) (*jsonOf[api.Release], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	return replyRelease(r.Catalog.Appeal(ctx, by(ctx), target, catalog.Appeal{Release: in.Body.Release, Note: in.Body.Note}))
}

func replyRelease(release catalog.Release, err error) (*jsonOf[api.Release], error) {
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Release]{releaseOf(release)}, nil
}

// PackPath names a pack.
type PackPath struct {
	Pack string `path:"pack" doc:"id or slug"`
}

// listReleases are all releases of a pack, with what happened in their reviews.
func (r *routes) listReleases(ctx context.Context, in *PackPath) (*jsonOf[api.List[api.Release]], error) {
	releases, err := r.Catalog.Releases(ctx, by(ctx), in.Pack)
	if err != nil {
		return nil, err
	}
	steps, err := r.Catalog.ReviewSteps(ctx, by(ctx), in.Pack)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Release]{Items: make([]api.Release, len(releases))}
	for i, release := range releases {
		page.Items[i] = releaseOf(release)
		for _, step := range steps {
			if step.Release == release.Number {
				page.Items[i].Steps = append(page.Items[i].Steps, r.stepOf(ctx, step))
			}
		}
	}
	return &jsonOf[api.List[api.Release]]{page}, nil
}

func (r *routes) stepOf(ctx context.Context, s catalog.ReviewStep) api.ReviewStep {
	step := api.ReviewStep{
		Number: s.Number, State: string(s.State), By: s.By, Reasons: []api.StatedReason{}, Note: s.Note, At: s.At.UTC(),
	}
	for _, reason := range s.Reasons {
		step.Reasons = append(step.Reasons, api.StatedReason{
			ReviewReason: api.ReviewReason{Code: reason.Code, Sticker: reason.Sticker, Note: reason.Note},
			Text:         r.SpeakerOf(ctx).Text("reason."+reason.Code+".text", nil),
		})
	}
	return step
}

// listReasons are the kinds of reasons, in the caller's language.
func (r *routes) listReasons(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.ReasonCode]], error) {
	page := api.List[api.ReasonCode]{Items: []api.ReasonCode{}}
	for _, reason := range catalog.ReasonCodes() {
		word := func(part string) string {
			return r.SpeakerOf(ctx).Text("reason."+reason.Code+"."+part, nil)
		}
		page.Items = append(page.Items, api.ReasonCode{
			Code: reason.Code, About: reason.About, Note: reason.Note, Text: word("text"), Example: word("example"),
		})
	}
	return &jsonOf[api.List[api.ReasonCode]]{page}, nil
}

type compareInput struct {
	PackPath
	Release int `path:"release" minimum:"1"`
	Against int `query:"against" minimum:"0" doc:"the last one before it that was approved or sold when left out"`
}

// compare says what a release has otherwise than another.
func (r *routes) compare(ctx context.Context, in *compareInput) (*jsonOf[api.Comparison], error) {
	c, err := r.Catalog.Compare(ctx, by(ctx), in.Pack, in.Release, in.Against)
	if err != nil {
		return nil, err
	}
	shown := api.Comparison{From: c.From, To: c.To, Reordered: c.Reordered, Stickers: []api.StickerChange{}, Words: []api.WordChange{}}
	for _, change := range c.Stickers {
		shown.Stickers = append(shown.Stickers, r.stickerChange(change))
	}
	for _, change := range c.Words {
		shown.Words = append(shown.Words, api.WordChange{Key: change.Key, Locale: string(change.Locale), Before: change.Before, After: change.After})
	}
	return &jsonOf[api.Comparison]{shown}, nil
}

func (r *routes) stickerChange(c catalog.StickerChange) api.StickerChange {
	shown := api.StickerChange{Sticker: c.ID, Change: string(c.Kind), Parts: list(c.Parts), Before: r.pictures(c.Before), After: r.pictures(c.After)}
	for _, sticker := range []*catalog.Sticker{c.Before, c.After} {
		if sticker != nil {
			shown.Shortcode = sticker.Shortcode
		}
	}
	return shown
}

// pictures are what a sticker shows, by locale; none of no sticker.
func (r *routes) pictures(s *catalog.Sticker) map[string]api.Image {
	shown := map[string]api.Image{}
	if s == nil {
		return shown
	}
	for locale, picture := range s.Images {
		shown[string(locale)] = r.image(picture.PublicLadder(false)[0])
	}
	return shown
}
