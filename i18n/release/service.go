package release

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/hallyu-store/hallyu/i18n"
)

// contentsInMemory is how many releases are kept in memory beside those that channels hold.
const contentsInMemory = 8

// PollEvery is how often a process looks whether another has moved a channel.
const PollEvery = time.Second

// Words are the projects as their files have them.
type Words interface {
	Current() *i18n.Bundle
	Reload() bool
}

// Config is what a Service works with.
type Config struct {
	Words    Words
	Store    Store
	Embedded func() *i18n.Project // the program's own words, without what anybody wrote over them
	Now      func() time.Time
}

// Service cuts releases, moves channels, and says what each channel holds. It is safe for concurrent use.
type Service struct {
	words    Words
	store    Store
	embedded func() *i18n.Project
	now      func() time.Time
	contents *otter.Cache[named, *i18n.Project]
	read     otter.LoaderFunc[named, *i18n.Project]

	mu     sync.Mutex // held by one refresh at a time
	served atomic.Pointer[served]
	failed atomic.Pointer[error] // of the last refresh; nil when it went well

	listeners listeners
}

// served is what all channels hold at one moment. It is immutable.
type served struct {
	sequence  int64
	standings map[string]Standing
	channels  map[string]map[string][]held // of projects in released mode, newest first
	spoken    *i18n.Project                // the program's own words; nil while they follow the files
}

// NewService ties the service together. Until its first Refresh every channel follows the files.
func NewService(c Config) *Service {
	s := &Service{words: c.Words, store: c.Store, embedded: c.Embedded, now: c.Now}
	s.contents = otter.Must(&otter.Options[named, *i18n.Project]{MaximumSize: contentsInMemory})
	s.read = s.load
	s.served.Store(&served{})
	return s
}

// Run follows what other processes do until ctx is done, and returns ctx's error. failed is told what went
// wrong; what was served before stays.
func (s *Service) Run(ctx context.Context, tick <-chan time.Time, failed func(error)) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		err := s.Refresh(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// Refresh brings what is served up to what is recorded. Without changes it costs one look-up. When it fails,
// what was served before stays.
func (s *Service) Refresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.refresh(ctx)
	switch {
	case err == nil:
		s.failed.Store(nil)
	case ctx.Err() == nil: // whoever left learns nothing of the store
		s.failed.Store(&err)
	}
	return err
}

func (s *Service) refresh(ctx context.Context) error {
	sequence, err := s.store.Sequence(ctx)
	before := s.served.Load()
	if err != nil || before.standings != nil && before.sequence == sequence {
		return err
	}
	standings, err := s.store.Standings(ctx)
	if err != nil {
		return err
	}
	next := &served{sequence: sequence, standings: map[string]Standing{}, channels: map[string]map[string][]held{}}
	for _, standing := range standings {
		next.standings[standing.Project] = standing
		if standing.Mode != i18n.ModeReleased {
			continue
		}
		next.channels[standing.Project], err = s.hold(ctx, before, standing)
		if err != nil {
			return err
		}
	}
	next.spoken, err = s.speak(before, next)
	if err != nil {
		return err
	}
	s.served.Store(next)
	s.listeners.wake()
	return nil
}

// hold reads what the channels of a released project hold.
func (s *Service) hold(ctx context.Context, before *served, standing Standing) (map[string][]held, error) {
	channels := map[string][]held{}
	for name, latest := range standing.Channels {
		there := before.channels[standing.Project][name]
		if len(there) > 0 && there[0].move == latest {
			channels[name] = there
			continue
		}
		moves, err := s.standing(ctx, latest)
		if err != nil {
			return nil, err
		}
		for _, move := range moves {
			content, err := s.content(ctx, standing.Project, move.Release)
			if err != nil {
				return nil, err
			}
			to := i18n.Pointer{Mode: i18n.ModeReleased, Previous: move.Before, At: move.HeldSince(), MinApp: move.Apps.Min, MaxApp: move.Apps.Max}
			channels[name] = append(channels[name], held{content.Pointed(to), move})
		}
	}
	return channels, nil
}

// Project returns what a channel of a project holds for readers that say no version of their app. Production is without
// the locales that are not complete enough. The error is [i18n.ErrProjectNotFound] or [ErrChannelNotFound].
func (s *Service) Project(name, channel string) (*i18n.Project, error) {
	return s.ProjectFor(name, channel, "")
}

// ProjectFor is [Service.Project] for a version of an app, such as 2.5.1: the newest release of the channel that is for
// it. In live mode there is one for all. The error may be [ErrAppVersion] as well.
func (s *Service) ProjectFor(name, channel, app string) (*i18n.Project, error) {
	version, err := parseVersion(app)
	if err != nil {
		return nil, err
	}
	now := s.served.Load()
	standing := now.standings[name]
	released := standing.Mode == i18n.ModeReleased
	if all := now.channels[name][channel]; released && len(all) > 0 {
		if channel == Production {
			return suits(all, version).Offered(), nil
		}
		return suits(all, version), nil
	}
	files, err := s.words.Current().Project(name)
	if err != nil {
		return nil, err
	}
	_, known := standing.Channels[channel]
	switch {
	case channel == Production:
		return files.Offered(), nil
	case channel == Draft && released:
		return files.Pointed(i18n.Pointer{Mode: i18n.ModeReleased, Previous: files.Previous(), At: files.PublishedAt()}), nil
	case channel == Draft, known:
		return files, nil
	}
	return nil, ErrChannelNotFound.With("channel", channel)
}

// Standing returns how a project is delivered: in live mode, unless it was switched. The error is
// [i18n.ErrProjectNotFound].
func (s *Service) Standing(name string) (Standing, error) {
	standing, known := s.served.Load().standings[name]
	if known {
		return standing, nil
	}
	_, err := s.words.Current().Project(name)
	return Standing{Project: name, Mode: i18n.ModeLive}, err
}
