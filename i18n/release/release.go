// Package release delivers the words of projects: a release is an immutable snapshot of what the files say, a
// channel a pointer that is moved from one release to another. In live mode every channel follows the files.
package release

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Faults of releases.
var (
	// ErrNotFound: the project has no release of that name. Facts: project, release.
	ErrNotFound = fault.Define(fault.NotFound, "strings-release-not-found")
	// ErrChannelNotFound: the project has no channel of that name. Facts: channel.
	ErrChannelNotFound = fault.Define(fault.NotFound, "channel-not-found")
	// ErrChannelInvalid: no channel of that name can be moved. Facts: channel.
	ErrChannelInvalid = fault.Define(fault.Invalid, "channel-invalid")
	// ErrStale: somebody else moved the channel meanwhile. Facts: project, channel, revision (the one of now).
	ErrStale = fault.Define(fault.Stale, "channel-stale")
	// ErrLive: the channels of the project follow its files. Facts: project.
	ErrLive = fault.Define(fault.Conflict, "project-live")
	// ErrFaulty: the release has errors that would harm a client. Facts: project, release. Fields say which.
	ErrFaulty = fault.Define(fault.Conflict, "strings-release-faulty")
	// ErrDraftFaulty: the files have errors, so they are no release. Facts: project. Fields say which.
	ErrDraftFaulty = fault.Define(fault.Conflict, "strings-draft-faulty")
	// ErrNothingBefore: the channel has had no other release. Facts: project, channel.
	ErrNothingBefore = fault.Define(fault.Conflict, "channel-at-first")
)

// The channels that every project has.
const (
	Production = "production"
	Draft      = "draft" // always the files
)

// Release is what a project said at one moment. Releases are appended and never changed.
type Release struct {
	Project   string
	ID        string // names the content: SHA-256, in hex
	Number    int    // from 1, for each project
	Source    i18n.Locale
	Related   map[i18n.Locale][]i18n.Locale
	Threshold int                                // percent that a locale must have to be offered
	Texts     map[i18n.Locale]string             // digests of the texts
	Kinds     map[string]map[string]message.Kind // of arguments, by message and name
	Messages  int                                // of the source
	Note      string
	Account   string // who cut it
	At        time.Time
}

// Locales lists the locales of the release in alphabetical order.
func (r *Release) Locales() []i18n.Locale {
	locales := make([]i18n.Locale, 0, len(r.Texts))
	for l := range r.Texts {
		locales = append(locales, l)
	}
	slices.Sort(locales)
	return locales
}

// File says what a file of a digest is made of.
type File struct {
	SHA256 string // lower-case hex
	Format string
	Locale i18n.Locale
}

// Kind says how a channel was moved.
type Kind string

// The kinds of moves.
const (
	Begun      Kind = "begun" // the project was switched to released
	Promoted   Kind = "promoted"
	RolledBack Kind = "rolled_back"
	Frozen     Kind = "frozen" // where it stood
	Unfrozen   Kind = "unfrozen"
)

// Move is one move of a channel; the latest says where the channel stands. Moves are appended and never
// changed.
type Move struct {
	Project string
	Channel string
	Number  int    // from 1, for each channel
	Release string // that the channel holds since
	Before  string // that it held until then; "" for none
	Back    int    // number of the move whose release a rollback brings back; 0 for none
	BackTo  string // that release; "" for none
	Apps    Range  // for which versions of an app
	Frozen  bool   // nothing is promoted to it
	Kind    Kind
	Note    string
	Account string
	At      time.Time
	Since   time.Time // when the channel came to hold the release; zero for At
}

// HeldSince returns when the channel came to hold the release.
func (m *Move) HeldSince() time.Time {
	if m.Since.IsZero() {
		return m.At
	}
	return m.Since
}

// Revision names where the channel stands; what a move must name.
func (m *Move) Revision() string { return strconv.Itoa(m.Number) }

// Standing is how a project is delivered.
type Standing struct {
	Project  string
	Mode     i18n.Mode
	Version  int             // of the mode, from 1; 0 when it was never switched
	Channels map[string]Move // the latest of each
}

// Revision names the mode; what a switch must name.
func (s *Standing) Revision() string { return strconv.Itoa(s.Version) }

// channelName is what a channel may be called.
var channelName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// taken are names that stand for something else in addresses.
var taken = []string{
	Draft, "assignments", "channels", "comments", "delta", "events", "files", "freeze", "glossary", "memory", "messages", "mode", "plurals",
	"progress", "promote", "releases", "render", "rollback", "validate",
}

// movable says whether a channel of that name can be moved.
func movable(channel string) error {
	if !channelName.MatchString(channel) || slices.Contains(taken, channel) {
		return ErrChannelInvalid.With("channel", channel)
	}
	return nil
}
