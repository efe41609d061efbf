package v1

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) submit(ctx context.Context, in *TargetHead) (*jsonOf[api.Release], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	release, err := r.Catalog.Submit(ctx, by(ctx), target)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Release]{releaseOf(release)}, nil
}

type publishInput struct {
	TargetHead
	Body *api.Publication
}

// publish puts a release on sale; without one, an operator's draft is frozen into a new one first.
func (r *routes) publish(ctx context.Context, in *publishInput) (*jsonOf[api.Release], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	number := 0
	if in.Body != nil {
		number = in.Body.Release
	}
	pack, err := r.Catalog.Publish(ctx, by(ctx), target, number)
	if err != nil {
		return nil, err
	}
	return r.current(ctx, pack)
}

type rollbackInput struct {
	TargetHead
	Body api.Rollback
}

func (r *routes) rollback(ctx context.Context, in *rollbackInput) (*jsonOf[api.Release], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	pack, err := r.Catalog.Rollback(ctx, by(ctx), target, in.Body.Release)
	if err != nil {
		return nil, err
	}
	return r.current(ctx, pack)
}

// current is the release of a pack that is on sale.
func (r *routes) current(ctx context.Context, pack catalog.Pack) (*jsonOf[api.Release], error) {
	releases, err := r.Catalog.Releases(ctx, by(ctx), pack.ID)
	if err != nil {
		return nil, err
	}
	for _, release := range releases {
		if release.Number == pack.Current {
			return &jsonOf[api.Release]{releaseOf(release)}, nil
		}
	}
	return nil, catalog.ErrReleaseNotFound.With("pack", pack.ID, "release", pack.Current)
}

func releaseOf(r catalog.Release) api.Release {
	state := string(r.State)
	if r.Direct {
		state = "direct"
	}
	return api.Release{Pack: r.Pack, Number: r.Number, State: state, CreatedAt: r.At.UTC(), WaitingSince: instant(r.Waiting), DecidedAt: instant(r.Decided)}
}

func (r *routes) stop(ctx context.Context, in *TargetHead) (*draftReply, error) {
	return r.withdraw(ctx, in, r.Catalog.Stop)
}

type banInput struct {
	TargetHead
	Body *api.Ban
}

// ban takes a pack down: for somebody's rights, unless the body says that it is for law, or it was before.
func (r *routes) ban(ctx context.Context, in *banInput) (*draftReply, error) {
	var order catalog.BanOrder
	if in.Body != nil {
		order.Reason, order.Note = catalog.TakedownReason(in.Body.Reason), in.Body.Note
		if claim := in.Body.Claim; claim != nil {
			order.Claim = &catalog.Claim{Claimant: claim.Claimant, Contact: claim.Contact, Statement: claim.Statement}
		}
	}
	return r.withdraw(ctx, &in.TargetHead, func(ctx context.Context, by catalog.By, at catalog.Target) (catalog.Pack, error) {
		return r.Catalog.Ban(ctx, by, at, order)
	})
}

type revokedInput struct{ ListQuery }

// listRevoked is the feed of pictures that whoever keeps copies must no longer show.
func (r *routes) listRevoked(c echo.Context) error {
	snapshot := r.Published.Current()
	return r.Read(c, web.Reading{Revision: snapshot.Revision(), Make: func() (*web.Body, error) {
		query := web.NewQuery(c)
		limit := query.Limit()
		var after string
		err := errors.Join(query.Err(), web.DecodeCursor(c.QueryParam("cursor"), &after))
		if err != nil {
			return nil, err
		}
		return web.JSON(revokedPage(snapshot.Revocations(assets.Digest(after), limit), limit), snapshot.Expires())
	}})
}

func revokedPage(all []catalog.Revoked, limit int) api.List[api.RevokedAsset] {
	page := api.List[api.RevokedAsset]{Items: []api.RevokedAsset{}}
	for _, revoked := range all {
		page.Items = append(page.Items, api.RevokedAsset{SHA256: string(revoked.Digest), Pack: revoked.Pack, RevokedAt: revoked.At.UTC()})
	}
	if len(all) == limit {
		page.Next = web.EncodeCursor(string(all[limit-1].Digest))
	}
	return page
}

type withdrawal func(context.Context, catalog.By, catalog.Target) (catalog.Pack, error)

func (r *routes) withdraw(ctx context.Context, in *TargetHead, act withdrawal) (*draftReply, error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	pack, err := act(ctx, by(ctx), target)
	if err != nil {
		return nil, err
	}
	return replyDraft(r.Catalog.Draft(ctx, by(ctx), pack.ID))
}

type setOffersInput struct {
	TargetHead
	Body api.OfferList
}

// setOffers replaces the offers of a pack that belong to no wave.
func (r *routes) setOffers(ctx context.Context, in *setOffersInput) (*jsonOf[api.PackTerms], error) {
	target, offers, err := in.targetFor(in.Body.Offers)
	if err != nil {
		return nil, err
	}
	draft, err := r.Catalog.SetOffers(ctx, by(ctx), target, offers)
	return replyTerms(draft, err)
}

type setWavesInput struct {
	TargetHead
	Body api.WaveList
}

// setWaves replaces the waves of a pack: regions that open together, each wave at its own moment.
func (r *routes) setWaves(ctx context.Context, in *setWavesInput) (*jsonOf[api.PackTerms], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	waves := make([]catalog.Wave, len(in.Body.Waves))
	for i, wave := range in.Body.Waves {
		waves[i], err = waveOf(wave.Name, wave.OfferDraft)
		if err != nil {
			return nil, err
		}
	}
	draft, err := r.Catalog.SetWaves(ctx, by(ctx), target, waves)
	return replyTerms(draft, err)
}

// waveOf reads terms that regions share; offers without a wave have no name.
func waveOf(name string, o api.OfferDraft) (catalog.Wave, error) {
	wave := catalog.Wave{Name: name, Regions: o.Regions, Audience: catalog.Audience(o.Audience), Tier: o.Tier, Words: catalog.Wanted(o.Words)}
	if o.Price != nil {
		wave.Price = &catalog.Price{Amount: o.Price.Amount, Currency: o.Price.Currency}
	}
	if o.From != nil {
		wave.From = o.From.UTC()
	}
	if o.Until != nil {
		wave.Until = o.Until.UTC()
	}
	var err, err2 error
	wave.FromWall, err = catalog.ParseWallTime(o.FromLocal)
	wave.UntilWall, err2 = catalog.ParseWallTime(o.UntilLocal)
	return wave, errors.Join(err, err2)
}

func replyTerms(d catalog.Draft, err error) (*jsonOf[api.PackTerms], error) {
	if err != nil {
		return nil, err
	}
	terms := api.PackTerms{Offers: offersOf(d), Waves: []api.WaveDraft{}}
	for _, wave := range catalog.WavesOf(d.Offers) {
		terms.Waves = append(terms.Waves, api.WaveDraft{Name: wave.Name, OfferDraft: offerDraft(wave)})
	}
	return &jsonOf[api.PackTerms]{terms}, nil
}

func offersOf(d catalog.Draft) []api.OfferDraft {
	offers := []api.OfferDraft{}
	for _, o := range d.Offers {
		if o.Wave == "" {
			offers = append(offers, offerDraft(catalog.Wave{
				Regions: []string{o.Region}, Price: o.Price, Tier: o.Tier, From: o.From, Until: o.Until, Audience: o.Audience, Words: o.Words,
			}))
		}
	}
	return offers
}

func offerDraft(w catalog.Wave) api.OfferDraft {
	draft := api.OfferDraft{Regions: list(w.Regions), From: instant(w.From), Until: instant(w.Until), Audience: string(w.Audience), Tier: w.Tier, Words: string(w.Words)}
	if w.Price != nil && (w.Tier == "" || len(w.Regions) == 1) {
		draft.Price = &api.Money{Amount: w.Price.Amount, Currency: w.Price.Currency}
	}
	return draft
}

// instant is a time on the wire; nil for none.
func instant(t time.Time) *time.Time { return utc(&t) }
