package v1

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountReleases() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/strings/{project}" + path, Summary: summary, Tag: tagStrings, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-string-channels", "/channels", "How a project is delivered, and where its channels stand", accounts.ReadStrings), r.listChannels)
	web.Typed(r.Server, op("PUT", "set-string-mode", "/mode", "Whether production follows the files or is moved", accounts.ManageStrings), r.setMode)
	web.Typed(r.Server, op("GET", "list-string-releases", "/releases", "Releases of a project, newest first", accounts.ReadStrings), r.listStringReleases)
	web.Typed(r.Server, created(op("POST", "cut-strings", "/releases", "A release of what the files say: the one that says it already, or a new one", accounts.ReleaseStrings)), r.cutStrings)
	web.Typed(r.Server, op("GET", "compare-strings", "/releases/{release}/changes", "What a release says otherwise than another", accounts.ReadStrings), r.compareStrings)
	web.Typed(r.Server, op("POST", "promote-strings", "/promote", "Move a channel to a release", accounts.ReleaseStrings), r.promoteStrings)
	web.Typed(r.Server, op("POST", "rollback-strings", "/rollback", "Move a channel to the release that it held before", accounts.ReleaseStrings), r.rollbackStrings)
	web.Typed(r.Server, op("PUT", "freeze-strings", "/freeze", "Whether anything may be promoted to a channel", accounts.ReleaseStrings), r.freezeStrings)
}

// channelsReply is how a project is delivered, with the revision of its mode.
type channelsReply struct {
	ETag string `header:"ETag"`
	Body api.StringChannels
}

func replyChannels(s release.Standing, err error) (*channelsReply, error) {
	if err != nil {
		return nil, err
	}
	out := api.StringChannels{Mode: string(s.Mode), Revision: s.Revision(), Items: []api.StringChannel{}}
	for _, name := range slices.Sorted(maps.Keys(s.Channels)) {
		out.Items = append(out.Items, channelOf(s.Channels[name]))
	}
	return &channelsReply{strconv.Quote(out.Revision), out}, nil
}

func channelOf(m release.Move) api.StringChannel {
	out := api.StringChannel{
		Name: m.Channel, Release: m.Release, Kind: string(m.Kind), Note: m.Note, Account: m.Account, MovedAt: m.At.UTC(), Revision: m.Revision(),
		Frozen: m.Frozen,
	}
	if m.Apps.Min != "" {
		out.MinApp = &m.Apps.Min
	}
	if m.Apps.Max != "" {
		out.MaxApp = &m.Apps.Max
	}
	if m.Before != "" {
		out.Previous = &m.Before
	}
	if m.BackTo != "" {
		out.Rollback = &m.BackTo
	}
	return out
}

func (r *routes) listChannels(_ context.Context, in *ProjectPath) (*channelsReply, error) {
	return replyChannels(r.Releases.Standing(in.Project))
}

// RevisionHead is what the caller has seen.
type RevisionHead struct {
	IfMatch string `header:"If-Match" maxLength:"100" doc:"revision that was read; without it, any is changed"`
}

func (h RevisionHead) revision() string {
	if h.IfMatch == "*" {
		return ""
	}
	return strings.Trim(h.IfMatch, `"`)
}

type setModeInput struct {
	ProjectPath
	RevisionHead
	Body api.StringMode
}

func (r *routes) setMode(ctx context.Context, in *setModeInput) (*channelsReply, error) {
	return replyChannels(r.Releases.SetMode(ctx, by(ctx), in.Project, i18n.Mode(in.Body.Mode), in.revision()))
}

type listStringReleasesInput struct {
	ProjectPath
	ListQuery
}

func (r *routes) listStringReleases(ctx context.Context, in *listStringReleasesInput) (*jsonOf[api.List[api.StringRelease]], error) {
	before := 0
	err := web.DecodeCursor(in.Cursor, &before)
	if err != nil {
		return nil, err
	}
	releases, err := r.Releases.Releases(ctx, in.Project, before, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.StringRelease]{Items: []api.StringRelease{}}
	for _, one := range releases {
		before = one.Number
		page.Items = append(page.Items, stringReleaseOf(one))
	}
	if len(releases) == in.Limit && before > 1 {
		page.Next = web.EncodeCursor(before)
	}
	return &jsonOf[api.List[api.StringRelease]]{page}, nil
}

func stringReleaseOf(r release.Release) api.StringRelease {
	return api.StringRelease{
		ID: r.ID, Number: r.Number, Note: r.Note, Account: r.Account, At: r.At.UTC(), Locales: tags(r.Locales()), Messages: r.Messages,
	}
}

type cutStringsInput struct {
	ProjectPath
	Body api.NewStringRelease
}

// cutStrings answers with the release that says what the files say, whether it is new or not.
func (r *routes) cutStrings(ctx context.Context, in *cutStringsInput) (*jsonOf[api.StringRelease], error) {
	cut, _, err := r.Releases.Cut(ctx, by(ctx), in.Project, in.Body.Note)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.StringRelease]{stringReleaseOf(cut)}, nil
}

type compareStringsInput struct {
	ProjectPath
	Release string `path:"release" doc:"id of a release, or a channel"`
	Against string `query:"against" maxLength:"64" default:"production" doc:"the one before: id of a release, or a channel"`
}

func (r *routes) compareStrings(ctx context.Context, in *compareStringsInput) (*jsonOf[api.StringChanges], error) {
	differences, err := r.Releases.Differences(ctx, in.Project, in.Against, in.Release)
	if err != nil {
		return nil, err
	}
	out := api.StringChanges{From: in.Against, To: in.Release, Locales: []api.StringLocaleChanges{}}
	for _, d := range differences {
		out.Locales = append(out.Locales, api.StringLocaleChanges{
			Locale: string(d.Locale), Added: list(d.Added), Changed: list(d.Changed), Removed: list(d.Removed),
		})
	}
	return &jsonOf[api.StringChanges]{out}, nil
}

// channelReply is where a channel stands, with its revision.
type channelReply struct {
	ETag string `header:"ETag"`
	Body api.StringChannel
}

func replyChannel(m release.Move, err error) (*channelReply, error) {
	if err != nil {
		return nil, err
	}
	return &channelReply{strconv.Quote(m.Revision()), channelOf(m)}, nil
}

type promoteStringsInput struct {
	ProjectPath
	RevisionHead
	Body api.StringPromotion
}

func (r *routes) promoteStrings(ctx context.Context, in *promoteStringsInput) (*channelReply, error) {
	return replyChannel(r.Releases.Promote(ctx, by(ctx), release.Promotion{
		Project: in.Project, Channel: in.Body.Channel, Release: in.Body.Release, From: in.Body.From, Revision: in.revision(), Note: in.Body.Note,
		Apps: release.Range{Min: in.Body.MinApp, Max: in.Body.MaxApp},
	}))
}

type rollbackStringsInput struct {
	ProjectPath
	RevisionHead
	Body api.StringRollback
}

func (r *routes) rollbackStrings(ctx context.Context, in *rollbackStringsInput) (*channelReply, error) {
	return replyChannel(r.Releases.Rollback(ctx, by(ctx), release.Promotion{
		Project: in.Project, Channel: in.Body.Channel, Revision: in.revision(), Note: in.Body.Note,
	}))
}

type freezeStringsInput struct {
	ProjectPath
	RevisionHead
	Body api.StringFreeze
}

func (r *routes) freezeStrings(ctx context.Context, in *freezeStringsInput) (*channelReply, error) {
	return replyChannel(r.Releases.Freeze(ctx, by(ctx), release.Freezing{
		Project: in.Project, Channel: in.Body.Channel, Frozen: in.Body.Frozen, Revision: in.revision(), Note: in.Body.Note,
	}))
}
