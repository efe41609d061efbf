package i18n

import (
	"cmp"
	"log/slog"
	"maps"
	"path"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// loader turns the documents of all layers into projects.
type loader struct {
	layers  []map[string]*document // by path; lower layers first
	sources map[string]Locale
	related map[Locale][]Locale
	before  *Bundle // may be nil
	now     time.Time
	log     *slog.Logger

	parts    map[place]*part
	findings []check.Finding
}

// place is a locale of a project.
type place struct {
	project string
	locale  Locale
}

// shelves are the documents of a project's locales: of each locale those of all layers, lower layers first, and within a
// layer in the order of their names.
type shelves map[Locale][][]*document

func (l *loader) bundle() *Bundle {
	l.parts = map[place]*part{}
	var projects []*Project
	all := l.sorted()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p, err := l.project(name, all[name])
		if err != nil { // every message was judged before; a defect must not take the others down
			l.log.Error("project not loaded", "project", name, "error", err)
			continue
		}
		if p != nil {
			projects = append(projects, p)
		}
	}
	for _, documents := range l.layers {
		for _, name := range slices.Sorted(maps.Keys(documents)) {
			d := documents[name]
			l.findings = append(l.findings, l.settings(d.project).Weigh(d.file.Findings)...)
		}
	}
	b := NewBundle(projects...)
	check.Sort(l.findings)
	b.findings, b.parts = l.findings, l.parts
	return b
}

// sorted puts the documents of each project on its shelves.
func (l *loader) sorted() map[string]shelves {
	all := map[string]shelves{}
	for i, documents := range l.layers {
		for _, name := range slices.Sorted(maps.Keys(documents)) {
			d := documents[name]
			if all[d.project] == nil {
				all[d.project] = shelves{}
			}
			locale := Locale(d.file.Locale)
			if all[d.project][locale] == nil {
				all[d.project][locale] = make([][]*document, len(l.layers))
			}
			all[d.project][locale][i] = append(all[d.project][locale][i], d)
		}
	}
	return all
}

// nothing is what projects say of themselves that say nothing.
var nothing = &check.Project{}

// settings returns what a project says of itself, in the uppermost layer that says anything.
func (l *loader) settings(project string) *check.Project {
	for _, documents := range slices.Backward(l.layers) {
		if d := documents[path.Join(project, check.ProjectFile)]; d != nil && d.settings != nil {
			return d.settings
		}
	}
	return nothing
}

// relatedOf is which locales may stand in for others in a project: what it says itself goes before the operator's table.
func (l *loader) relatedOf(project string) map[Locale][]Locale {
	said := l.settings(project).Fallback
	if len(said) == 0 {
		return l.related
	}
	related := make(map[Locale][]Locale, len(said))
	maps.Copy(related, l.related)
	for locale, others := range said {
		related[Locale(locale)] = nil
		for _, other := range others {
			related[Locale(locale)] = append(related[Locale(locale)], Locale(other))
		}
	}
	return related
}

// project builds a project; it is nil when no file of it has a message.
func (l *loader) project(name string, files shelves) (*Project, error) {
	locales := files.locales()
	if len(locales) == 0 {
		return nil, nil
	}
	settings := l.settings(name)
	source := Locale(check.SourceOf(cmp.Or(string(l.sources[name]), settings.Source), locales))
	original, err := l.part(name, source, part{documents: files[source], settings: settings})
	if err != nil {
		return nil, err
	}
	texts, err := l.translations(name, source, original.texts, files)
	if err != nil {
		return nil, err
	}
	texts[source] = original.texts
	c := Content{Name: name, Source: source, Related: l.relatedOf(name), TakenAt: l.now, Settings: settings}
	return assemble(c, texts, l.previous(name)), nil
}

// previous returns the project before; nil for none.
func (l *loader) previous(name string) *Project {
	if l.before == nil {
		return nil
	}
	return l.before.projects[name]
}

// locales lists the locales that have files with messages, or had when they were last good.
func (s shelves) locales() []string {
	var locales []string
	for locale, layers := range s {
		if slices.ContainsFunc(slices.Concat(layers...), (*document).speaks) {
			locales = append(locales, string(locale))
		}
	}
	slices.Sort(locales)
	return locales
}

// translations gives the texts of all locales but the source, side by side: they ask each other nothing.
func (l *loader) translations(project string, source Locale, originals *message.Texts, files shelves) (map[Locale]*message.Texts, error) {
	var locales []Locale
	for _, locale := range files.locales() {
		if Locale(locale) != source {
			locales = append(locales, Locale(locale))
		}
	}
	made := make([]*part, len(locales))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, locale := range locales {
		group.Go(func() (err error) {
			made[i], err = l.gather(place{project, locale}, part{documents: files[locale], settings: l.settings(project), originals: originals})
			return err
		})
	}
	err := group.Wait()
	texts := make(map[Locale]*message.Texts, len(locales)+1)
	for i, locale := range locales {
		if made[i] == nil {
			continue
		}
		l.note(place{project, locale}, made[i])
		if made[i].texts != nil {
			texts[locale] = made[i].texts
		}
	}
	return texts, err
}
