package catalog

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
)

// Submit freezes the draft into a release that waits for review. A draft that is what the last
// release holds makes no new one. Errors: ErrDraftInvalid, ErrPackBanned.
func (s *Service) Submit(ctx context.Context, by By, at Target) (Release, error) {
	draft, err := s.take(ctx, by, accounts.WritePacks, at)
	if err != nil {
		return Release{}, err
	}
	release, isNew, err := s.release(ctx, by, draft, ReleaseSubmitted)
	if err != nil || !isNew {
		return release, err
	}
	release.Waiting = release.At
	return release, s.commitStep(ctx, by, &examined{draft: draft, release: release, event: "release.submitted"})
}

// Publish puts a release on sale under the draft's offers. Release 0 is the draft as it is now,
// frozen without review, which only an operator may do; it is on record as direct. Publishing what
// is on sale already changes nothing. Errors: ErrDraftInvalid, ErrPackBanned, ErrReleaseNotFound,
// ErrReleaseRejected.
func (s *Service) Publish(ctx context.Context, by By, at Target, release int) (Pack, error) {
	draft, err := s.take(ctx, by, accounts.PublishPacks, at)
	if err != nil {
		return Pack{}, err
	}
	if draft.Pack.State == StateBanned {
		return Pack{}, ErrPackBanned.With("pack", draft.Pack.ID)
	}
	chosen, isNew, err := s.choose(ctx, by, draft, release)
	if err != nil {
		return Pack{}, err
	}
	p := publication{draft: draft, release: chosen, isNew: isNew, offers: draft.Offers}
	p.action, p.event = "pack.publish", "pack.published"
	if chosen.State != ReleaseApproved {
		p.action, p.direct = "pack.publish.direct", true
	}
	return s.publish(ctx, by, p)
}

// Rollback puts an earlier release on sale again, with its words. Errors: ErrReleaseNotFound,
// ErrReleaseRejected, ErrReleaseNeverSold, ErrPackNotOnSale.
func (s *Service) Rollback(ctx context.Context, by By, at Target, release int) (Pack, error) {
	draft, err := s.take(ctx, by, accounts.PublishPacks, at)
	if err != nil {
		return Pack{}, err
	}
	if draft.Pack.State != StateOnSale {
		return Pack{}, ErrPackNotOnSale.With("pack", draft.Pack.ID, "state", draft.Pack.State)
	}
	before, err := s.store.PublishedPack(ctx, draft.Pack.ID)
	if err != nil {
		return Pack{}, err
	}
	if release < 1 || release > len(before.Manifests) || before.Manifests[release-1] == "" {
		return Pack{}, s.unsold(ctx, draft.Pack.ID, release)
	}
	p := publication{draft: draft, offers: before.Offers, action: "pack.rollback", event: "pack.published"}
	p.release = Release{Pack: draft.Pack.ID, Number: release, Manifest: jsonName(before.Manifests[release-1])}
	return s.publish(ctx, by, p)
}

// unsold says why a release was never on sale.
func (s *Service) unsold(ctx context.Context, pack string, number int) error {
	releases, err := s.store.Releases(ctx, pack)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(releases, func(r Release) bool { return r.Number == number })
	switch {
	case at < 0:
		return ErrReleaseNotFound.With("pack", pack, "release", number)
	case releases[at].State == ReleaseRejected:
		return ErrReleaseRejected.With("pack", pack, "release", number)
	}
	return ErrReleaseNeverSold.With("pack", pack, "release", number)
}

// choose returns the release to publish; isNew when it was frozen now.
func (s *Service) choose(ctx context.Context, by By, d Draft, number int) (r Release, isNew bool, err error) {
	if number == 0 {
		err = by.Require(accounts.PublishDirect)
		if err != nil {
			return Release{}, false, err
		}
		return s.release(ctx, by, d, ReleaseSubmitted)
	}
	releases, err := s.store.Releases(ctx, d.Pack.ID)
	if err != nil {
		return Release{}, false, err
	}
	at := slices.IndexFunc(releases, func(r Release) bool { return r.Number == number })
	switch {
	case at < 0:
		return Release{}, false, ErrReleaseNotFound.With("pack", d.Pack.ID, "release", number)
	case releases[at].State == ReleaseRejected:
		return Release{}, false, ErrReleaseRejected.With("pack", d.Pack.ID, "release", number)
	case releases[at].State != ReleaseApproved:
		err = by.Require(accounts.PublishDirect)
	}
	return releases[at], false, err
}

// release freezes the draft: its manifest is stored, and the release that has it is returned; a new
// one unless the last one has the same content.
func (s *Service) release(ctx context.Context, by By, d Draft, state ReleaseState) (r Release, isNew bool, err error) {
	if d.Pack.State == StateBanned {
		return Release{}, false, ErrPackBanned.With("pack", d.Pack.ID)
	}
	err = d.ready()
	if err != nil {
		return Release{}, false, err
	}
	name, data, err := encode(freeze(d))
	if err != nil {
		return Release{}, false, err
	}
	releases, err := s.store.Releases(ctx, d.Pack.ID)
	if err != nil {
		return Release{}, false, err
	}
	if last := len(releases) - 1; last >= 0 && releases[last].Manifest == name && releases[last].State != ReleaseRejected {
		return releases[last], false, nil
	}
	err = s.files.Put(ctx, assets.Private, name, data)
	return Release{
		Pack: d.Pack.ID, Number: len(releases) + 1, State: state, Manifest: name,
		By: by.Origin().Actor, At: s.now(),
	}, true, err
}

// manifest reads the content of a release.
func (s *Service) manifest(ctx context.Context, name assets.Name) (Manifest, error) {
	var m Manifest
	data, err := assets.ReadAll(ctx, s.files, assets.Private, name)
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(data, &m)
}
