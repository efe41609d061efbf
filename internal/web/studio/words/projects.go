package words

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var projectsTemplate = frame.Parse(templates, "projects.html", "parts.html")

// projectsPage lists projects with their languages.
type projectsPage struct {
	frame.Shell
	Notice   *frame.Notice
	Work     []work // the reader's
	Projects []project
	Opens    bool        // the reader may open tables
	Git      *repository // nil: none
}

// project is one of the list.
type project struct {
	Name      string
	Source    string // name of the language; "" where each pack has its own
	Mode      i18n.Mode
	Releases  string // address of their page; "" where there are none
	Files     []fileFault
	Languages []language
	Others    []frame.Option // that it could be translated to
}

// language is how far a project is in one.
type language struct {
	place
	Native     string
	Percent    int
	Reviewed   int // percent, and so are the next two
	Translated int
	NeedsWork  int
	Left       int // messages that are not translated
	Errors     int
	Mine       bool // the reader may word it
}

func (r *room) projects(v *frame.Visit) error { return r.showProjects(v, nil) }

func (r *room) showProjects(v *frame.Visit, failure error) error {
	p := projectsPage{Shell: v.Shell(v.Voice.T("studio.shell.words")), Opens: v.Actor.Can(accounts.WriteStrings)}
	bundle := r.Strings.Current()
	for _, name := range bundle.Projects() {
		if ofPacks(name) {
			continue
		}
		one, err := r.project(v, bundle, name)
		if err != nil {
			return err
		}
		p.Projects = append(p.Projects, one)
	}
	packs, err := r.progressOf(v, project{Name: i18n.PacksProject, Mode: i18n.ModeLive}, "")
	if err != nil {
		return err
	}
	p.Projects = append(p.Projects, packs)
	p.Work, err = r.own(v)
	if err != nil {
		return err
	}
	p.Git = r.repository(v)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, status = worded.Bad(), worded.Status
	}
	return v.Show(status, projectsTemplate, p)
}

func (r *room) project(v *frame.Visit, bundle *i18n.Bundle, name string) (project, error) {
	found, err := bundle.Project(name)
	if err != nil {
		return project{}, err
	}
	standing, err := r.Releases.Standing(name)
	if err != nil {
		return project{}, err
	}
	one := project{
		Name: name, Source: found.Source().NameIn(v.Voice.Locale), Mode: standing.Mode, Releases: releasesAt(name),
		Files: filesOf(v, bundle, name, ""),
	}
	return r.progressOf(v, one, found.Source())
}

// fileFault is what keeps a file from going live, or what is odd about it.
type fileFault struct {
	Place string // file and line
	Text  string
}

// filesOf words what is wrong with the files of a project as wholes: of all locales for "", else of one.
func filesOf(v *frame.Visit, bundle *i18n.Bundle, project string, locale i18n.Locale) []fileFault {
	var all []fileFault
	for _, f := range bundle.FilesOf(project) {
		if locale != "" && f.Locale != string(locale) {
			continue
		}
		place := f.File
		if f.Line > 0 {
			place += ":" + strconv.Itoa(f.Line)
		}
		all = append(all, fileFault{place, v.Voice.Tell(f.Words(), f.Facts)})
	}
	return all
}

// progressOf adds to a project how far its languages are.
func (r *room) progressOf(v *frame.Visit, out project, source i18n.Locale) (project, error) {
	progress, err := r.Translations.Progress(v.Request().Context(), out.Name)
	if err != nil {
		return project{}, err
	}
	has := map[i18n.Locale]bool{source: true}
	for _, one := range progress {
		has[one.Locale] = true
		out.Languages = append(out.Languages, languageOf(v, out.Name, one))
	}
	slices.SortFunc(out.Languages, func(a, b language) int {
		return cmp.Or(compareBools(b.Mine, a.Mine), strings.Compare(a.Name, b.Name))
	})
	out.Others = others(v, has)
	return out, nil
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Worked is where the bar of what needs work begins, in percent.
func (l language) Worked() int { return l.Reviewed + l.Translated }

func languageOf(v *frame.Visit, project string, p translation.Progress) language {
	total := max(p.Total, 1)
	reviewed, translated := p.States[translation.Reviewed], p.States[translation.Translated]
	work := p.States[translation.NeedsWork]
	return language{
		place:   place{project, p.Locale, p.Locale.NameIn(v.Voice.Locale)},
		Native:  p.Locale.NativeName(),
		Percent: (reviewed + translated + work) * 100 / total, Reviewed: reviewed * 100 / total,
		Translated: translated * 100 / total, NeedsWork: work * 100 / total,
		Left: p.States[translation.Untranslated], Errors: p.Errors, Mine: v.Actor.Words(p.Locale.Tag()),
	}
}

// others are the languages that a project lacks and that the reader may word, by name.
func others(v *frame.Visit, has map[i18n.Locale]bool) []frame.Option {
	var all []frame.Option
	for _, tag := range cldr.Locales() {
		locale := i18n.Locale(tag)
		if _, err := message.RulesOf(tag); err != nil || has[locale] || !v.Actor.Words(locale.Tag()) {
			continue
		}
		all = append(all, frame.Option{Value: tag, Name: locale.NameIn(v.Voice.Locale)})
	}
	slices.SortFunc(all, func(a, b frame.Option) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// begin opens the table of a language that a project may not have yet.
func (r *room) begin(v *frame.Visit) error {
	locale, err := i18n.ParseLocale(strings.TrimSpace(v.FormValue("locale")))
	if err == nil {
		_, err = r.Translations.List(v.Request().Context(), translation.Query{Project: v.FormValue("project"), Locale: locale, Limit: 1})
	}
	if err != nil {
		return r.showProjects(v, err)
	}
	return v.Go(place{Project: v.FormValue("project"), To: locale}.Address())
}
