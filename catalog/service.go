package catalog

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// ErrNotYours: the pack or creator belongs to another account, and the actor may see it all the same; who
// may not is told that there is none. Facts: pack or creator.
var ErrNotYours = fault.Define(fault.Denied, "not-yours")

// By is who asks for a change, and in which request.
type By = accounts.By

// Config is what a Service works with.
type Config struct {
	Store   Store
	Files   assets.Store
	Deriver assets.Deriver
	Now     func() time.Time

	// Exporter makes what reports tell of other platforms; nil for reports on words and numbers alone.
	Exporter assets.Exporter

	// Staff finds those whom letters are for; nil writes none.
	Staff Staff

	// Languages are those that readers of a region, or of the World, see by default; nil wants no words of offers.
	Languages func(region string) []i18n.Locale

	// Shares are what designers are told that they would earn.
	Shares Shares

	// Refresh lets this process's readers see what was just published; nil leaves that to polling.
	Refresh func(context.Context) error
}

// Service holds the rules for those who make packs and put them on sale. Designers work on packs of
// creators that belong to their account, operators on all. What a method returns is as it was
// committed. Besides those that a method names, all return ErrRoleMissing of package accounts,
// ErrNotYours, ErrPackNotFound, and ErrPackStale where they take a Target.
type Service struct {
	store   Store
	files   assets.Store
	deriver assets.Deriver
	judge   *report.Judge
	staff   Staff
	now     func() time.Time
	refresh func(context.Context) error
	shares  Shares

	languages func(region string) []i18n.Locale
}

// NewService returns a service; all but Refresh, Exporter and Staff must be set.
func NewService(c Config) *Service {
	s := &Service{store: c.Store, files: c.Files, deriver: c.Deriver, judge: report.NewJudge(c.Exporter), staff: c.Staff, refresh: c.Refresh, shares: c.Shares, languages: c.Languages}
	if s.languages == nil {
		s.languages = func(string) []i18n.Locale { return nil }
	}
	s.now = func() time.Time { return settleTime(c.Now()) }
	if s.refresh == nil {
		s.refresh = func(context.Context) error { return nil }
	}
	return s
}

// Packs lists the packs that the actor may see, the latest first. The account of q is set for those
// who see their own alone.
func (s *Service) Packs(ctx context.Context, by By, q PackQuery) ([]Pack, error) {
	err := by.Require(accounts.ReadPacks)
	if err != nil {
		return nil, err
	}
	if seesOwnAlone(by) {
		q.Account = by.Account
	}
	q.Limit = Query{Limit: q.Limit}.limit()
	return s.store.Packs(ctx, q)
}

// Draft returns a pack as its designer edits it, by id or slug.
func (s *Service) Draft(ctx context.Context, by By, idOrSlug string) (Draft, error) {
	err := by.Require(accounts.ReadPacks)
	if err != nil {
		return Draft{}, err
	}
	draft, err := s.store.Draft(ctx, idOrSlug)
	if err != nil {
		return Draft{}, err
	}
	if seesOwnAlone(by) {
		err = s.owns(ctx, by, draft.Pack, idOrSlug)
	}
	if err != nil {
		return Draft{}, err
	}
	return draft, nil
}

// Releases returns the releases of a pack, by number.
func (s *Service) Releases(ctx context.Context, by By, idOrSlug string) ([]Release, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return nil, err
	}
	return s.store.Releases(ctx, draft.Pack.ID)
}

// seesOwnAlone reports whether the actor is a designer and nothing more.
func seesOwnAlone(by By) bool {
	return !slices.ContainsFunc(by.Roles, func(r accounts.Role) bool { return r != accounts.Designer })
}

// operates reports whether the actor may change what is not theirs.
func operates(by By) bool { return slices.Contains(by.Roles, accounts.Operator) }

// owns returns nil when the creator of the pack, which was asked for by this name, belongs to the actor.
func (s *Service) owns(ctx context.Context, by By, p Pack, asked string) error {
	creator, err := s.store.Creator(ctx, p.Creator)
	if err != nil {
		return err
	}
	switch {
	case creator.Account != "" && creator.Account == by.Account:
		return nil
	case seesOwnAlone(by):
		return ErrPackNotFound.With("pack", asked)
	}
	return ErrNotYours.With("pack", p.ID)
}

// take reads the draft that a change is meant for, and checks that the actor may make the change
// and meant this version.
func (s *Service) take(ctx context.Context, by By, action accounts.Action, at Target) (Draft, error) {
	err := by.Require(action)
	if err != nil {
		return Draft{}, err
	}
	draft, err := s.store.Draft(ctx, at.Pack)
	if err != nil {
		return Draft{}, err
	}
	if action == accounts.WritePacks && !operates(by) {
		err = s.owns(ctx, by, draft.Pack, at.Pack)
		if err != nil {
			return Draft{}, err
		}
	}
	if at.Version != 0 && at.Version != draft.Pack.Version {
		return Draft{}, ErrPackStale.With("pack", draft.Pack.ID, "version", draft.Pack.Version)
	}
	return draft, nil
}

// audited returns the record of an act on a pack: an audit entry alone.
func (s *Service) audited(by By, action string, before, after Pack) journal.Record {
	entry := journal.NewAuditEntry(by.Origin(), action, after.ID, note(before), note(after), s.now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}

// announced returns the record of an act that others want to hear of: an audit entry and an event.
func (s *Service) announced(by By, action, event string, before, after Pack) journal.Record {
	record := s.audited(by, action, before, after)
	record.Events = []journal.Event{journal.NewEvent("", event, after.ID, note(after), s.now())}
	return record
}

// packNote is what the journal keeps of a pack.
type packNote struct {
	Slug    string `json:"slug"`
	State   State  `json:"state"`
	Release int    `json:"release"`
	Version int64  `json:"version"`
}

// note returns what the journal keeps of a pack; nil of one that is not there yet.
func note(p Pack) any {
	if p.Slug == "" {
		return nil
	}
	return packNote{p.Slug, p.State, p.Current, p.Version}
}
