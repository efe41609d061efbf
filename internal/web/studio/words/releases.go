package words

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var (
	releasesTemplate = frame.Parse(templates, "releases.html", "parts.html")
	changesTemplate  = frame.Parse(templates, "changes.html", "parts.html")
)

// releasesPage is how a project is delivered.
type releasesPage struct {
	frame.Shell
	Notice    *frame.Notice
	Faults    []string
	Project   string
	Home      string // address of this page, without the act
	Mode      i18n.Mode
	Revision  string // of the mode
	Switches  bool   // the reader may switch it
	Moves     bool   // the reader may cut releases and move channels
	Channels  []channel
	Revisions map[string]string // of channels that may be moved, by name
	Differing int               // texts of the draft that differ from production
	Releases  []released
	Next      string // address of the next page; "" on the last
}

// channel is where a channel stands.
type channel struct {
	Name     string
	Revision string
	Number   int    // of the release that it holds; 0 in live mode
	Release  string // id
	BackTo   int    // number of the release that a rollback brings back; 0 for none
	Kind     release.Kind
	Note     string
	Who      string
	At       time.Time
	Frozen   bool
	Apps     string // for which versions of an app, in words; "" for all
}

// released is a release of the list.
type released struct {
	release.Release
	Who     string
	Address string // of what differs
	Held    string // names of the channels that hold it
}

// releasesAt is where the releases of a project stand.
func releasesAt(project string) string { return Home + "/" + url.PathEscape(project) + "/releases" }

func (r *room) releases(v *frame.Visit) error { return r.showReleases(v, nil) }

// releasesSize is how many releases a page shows.
const releasesSize = 30

// showReleases shows how a project is delivered, with what was refused.
func (r *room) showReleases(v *frame.Visit, failure error) error {
	name := v.Param("project")
	standing, err := r.Releases.Standing(name)
	if err != nil {
		return err
	}
	p := releasesPage{
		Shell: v.Shell(v.Voice.T("studio.deliver.title") + " · " + name), Project: name, Home: Home + "/" + url.PathEscape(name),
		Mode: standing.Mode, Revision: standing.Revision(), Notice: delivered(v), Revisions: map[string]string{release.Production: "0"},
		Switches: v.Actor.Can(accounts.ManageStrings), Moves: v.Actor.Can(accounts.ReleaseStrings),
	}
	names := r.namer(v)
	p.Channels, err = r.channels(v, standing, names)
	if err != nil {
		return err
	}
	for _, c := range p.Channels {
		p.Revisions[c.Name] = c.Revision
	}
	p.Releases, p.Next, err = r.listReleases(v, standing, names)
	if err != nil {
		return err
	}
	p.Differing, err = r.differing(v, name)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, status = worded.Bad(), worded.Status
		for _, pointer := range slices.Sorted(maps.Keys(worded.Fields)) {
			p.Faults = append(p.Faults, strings.TrimPrefix(pointer, "/")+": "+worded.Fields[pointer])
		}
	}
	return v.Show(status, releasesTemplate, p)
}

// namer gives accounts their addresses; those that are gone have none.
func (r *room) namer(v *frame.Visit) func(account string) string {
	names := map[string]string{}
	return func(account string) string {
		if _, known := names[account]; !known {
			found, err := r.Accounts.Account(v.Request().Context(), account)
			if err == nil {
				names[account] = found.Email
			}
		}
		return names[account]
	}
}

// channels lists where channels stand, production first.
func (r *room) channels(v *frame.Visit, standing release.Standing, who func(string) string) ([]channel, error) {
	var all []channel
	for name, m := range standing.Channels {
		c := channel{Frozen: m.Frozen, Apps: appsIn(v, m.Apps), Name: name, Revision: m.Revision(), Kind: m.Kind, Note: m.Note, Who: who(m.Account), At: m.At, Release: m.Release}
		for id, number := range map[string]*int{m.Release: &c.Number, m.BackTo: &c.BackTo} {
			if id == "" {
				continue
			}
			found, err := r.Releases.Release(v.Request().Context(), standing.Project, id)
			if err != nil {
				return nil, err
			}
			*number = found.Number
		}
		if m.BackTo == m.Release && m.Back > 0 {
			c.BackTo = c.Number
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b channel) int {
		return cmp.Or(compareBools(a.Name != release.Production, b.Name != release.Production), strings.Compare(a.Name, b.Name))
	})
	return all, nil
}

func (r *room) listReleases(v *frame.Visit, standing release.Standing, who func(string) string) ([]released, string, error) {
	found, err := r.Releases.Releases(v.Request().Context(), standing.Project, before(v), releasesSize)
	if err != nil {
		return nil, "", err
	}
	held := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(standing.Channels)) {
		id := standing.Channels[name].Release
		held[id] = append(held[id], name)
	}
	var all []released
	for _, one := range found {
		out := released{Release: one, Who: who(one.Account), Address: releasesAt(standing.Project) + "/" + one.ID}
		if standing.Mode == i18n.ModeReleased {
			out.Held = strings.Join(held[one.ID], ", ")
		}
		all = append(all, out)
	}
	return all, older(v, standing.Project, found), nil
}

// differing counts the texts that the draft has otherwise than production.
func (r *room) differing(v *frame.Visit, project string) (int, error) {
	found, err := r.Releases.Differences(v.Request().Context(), project, release.Production, release.Draft)
	total := 0
	for _, d := range found {
		total += len(d.Added) + len(d.Changed) + len(d.Removed)
	}
	return total, err
}

func delivered(v *frame.Visit) *frame.Notice {
	switch done := v.QueryParam("done"); done {
	case "cut", "promoted", "rolled_back", "mode", "frozen", "unfrozen":
		return v.Good("studio.deliver.done_" + done)
	}
	return nil
}

// changesPage is what a release says otherwise than what production holds.
type changesPage struct {
	frame.Shell
	Project string
	Back    string
	Name    string
	Against string
	Locales []localeChanges
}

// localeChanges are the messages of one locale.
type localeChanges struct {
	Name   string
	Locale i18n.Locale
	Total  int
	Kinds  []kindOfChange
}

// kindOfChange are messages to which the same happened.
type kindOfChange struct {
	Kind     string
	Messages []changedMessage
}

type changedMessage struct {
	ID            string
	Before, After string
}

func (r *room) changes(v *frame.Visit) error {
	project, id := v.Param("project"), v.Param("release")
	against := cmp.Or(v.QueryParam("against"), release.Production)
	ctx := v.Request().Context()
	found, err := r.Releases.Differences(ctx, project, against, id)
	if err != nil {
		return err
	}
	before, err := r.Releases.Content(ctx, project, against)
	if err != nil {
		return err
	}
	after, err := r.Releases.Content(ctx, project, id)
	if err != nil {
		return err
	}
	p := changesPage{Project: project, Back: releasesAt(project), Against: against}
	p.Name = v.Voice.T("studio.deliver.draft")
	if id != release.Draft {
		one, err := r.Releases.Release(ctx, project, id)
		if err != nil {
			return err
		}
		p.Name = v.Voice.T("studio.deliver.number", "Number", one.Number)
	}
	p.Shell = v.Shell(p.Name + " · " + project)
	for _, d := range found {
		p.Locales = append(p.Locales, localeChangesOf(v, d, before, after))
	}
	return v.Show(http.StatusOK, changesTemplate, p)
}

func localeChangesOf(v *frame.Visit, d release.Difference, before, after *i18n.Project) localeChanges {
	out := localeChanges{Name: d.Locale.NameIn(v.Voice.Locale), Locale: d.Locale, Total: len(d.Added) + len(d.Changed) + len(d.Removed)}
	for _, kind := range []struct {
		name string
		ids  []string
	}{{"added", d.Added}, {"changed", d.Changed}, {"removed", d.Removed}} {
		if len(kind.ids) == 0 {
			continue
		}
		of := kindOfChange{Kind: kind.name}
		for _, id := range kind.ids {
			of.Messages = append(of.Messages, changedMessage{id, textOf(before, d.Locale, id), textOf(after, d.Locale, id)})
		}
		out.Kinds = append(out.Kinds, of)
	}
	return out
}

// textOf is all that a message says in a locale; "" where there is none.
func textOf(p *i18n.Project, l i18n.Locale, id string) string {
	m := p.Own(l, id)
	if m == nil {
		return ""
	}
	var texts []string
	for _, f := range formsOf(m.Forms) {
		texts = append(texts, f.Text)
	}
	return strings.Join(texts, "\n")
}
