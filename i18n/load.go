package i18n

import (
	"cmp"
	"log/slog"
	"maps"
	"path"
	"slices"
	"time"

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

	findings []check.Finding
	held     map[place]*Message
}

// place is a message of a project in a locale.
type place struct {
	project string
	locale  Locale
	id      string
}

// hold notes what a document holds back, and that its other messages stand over what lower layers hold back.
func (l *loader) hold(d *document, taken map[string]*Message) {
	for id := range taken {
		delete(l.held, place{d.project, Locale(d.file.Locale), id})
	}
	for id, m := range d.held {
		l.held[place{d.project, Locale(d.file.Locale), id}] = m
	}
}

func (l *loader) bundle() *Bundle {
	l.held = map[place]*Message{}
	var projects []*Project
	for _, name := range l.names() {
		p, err := l.project(name)
		if err != nil { // every message was judged before; a defect must not take the others down
			l.log.Error("project not loaded", "project", name, "error", err)
			continue
		}
		if p != nil {
			projects = append(projects, p)
		}
	}
	for _, documents := range l.layers {
		for _, d := range documents {
			l.note(d.project, d.file.Findings)
		}
	}
	b := NewBundle(projects...)
	check.Sort(l.findings)
	b.findings, b.held = l.findings, l.held
	return b
}

// note takes findings over, with the severities that their project wants.
func (l *loader) note(project string, findings []check.Finding) {
	l.findings = append(l.findings, l.settings(project).Weigh(findings)...)
}

// settings returns what a project says of itself, in the uppermost layer that says anything.
func (l *loader) settings(project string) *check.Project {
	for _, documents := range slices.Backward(l.layers) {
		if d := documents[path.Join(project, check.ProjectFile)]; d != nil && d.settings != nil {
			return d.settings
		}
	}
	return &check.Project{}
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

// names lists the projects that any layer has, in alphabetical order.
func (l *loader) names() []string {
	seen := map[string]bool{}
	for _, documents := range l.layers {
		for _, d := range documents {
			seen[d.project] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// project builds a project; it is nil when no file of it has a message.
func (l *loader) project(name string) (*Project, error) {
	locales := l.locales(name)
	if len(locales) == 0 {
		return nil, nil
	}
	said := cmp.Or(string(l.sources[name]), l.settings(name).Source)
	source := Locale(check.SourceOf(said, locales))
	c := Content{
		Name: name, Source: source, Messages: map[Locale][]*Message{}, Related: l.relatedOf(name), TakenAt: l.now, Settings: l.settings(name),
	}
	originals := l.merge(name, source, nil)
	texts := map[Locale]map[string]*Message{source: originals}
	for _, locale := range locales {
		if locale != string(source) {
			texts[Locale(locale)] = l.merge(name, Locale(locale), originals)
		}
	}
	return l.assemble(c, texts)
}

// locales lists the locales that a project has files with messages in, or had when they were last good.
func (l *loader) locales(name string) []string {
	seen := map[string]bool{}
	for _, documents := range l.layers {
		for _, d := range documents {
			if d.project == name && len(d.file.Messages)+len(d.good) > 0 {
				seen[d.file.Locale] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// merge takes the messages of one locale from all layers, the upper ones over the lower. Within one layer
// the first file that has an id wins (F08). originals are the messages of the source locale, nil for itself.
func (l *loader) merge(project string, locale Locale, originals map[string]*Message) map[string]*Message {
	merged := map[string]*Message{}
	for _, documents := range l.layers {
		from := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(documents)) {
			d := documents[name]
			if d.project != project || d.file.Locale != string(locale) {
				continue
			}
			taken, findings := d.take(originals)
			l.note(project, findings)
			l.hold(d, taken)
			for _, id := range slices.Sorted(maps.Keys(taken)) {
				if first, twice := from[id]; twice {
					l.collide(d, id, first)
					continue
				}
				from[id], merged[id] = name, taken[id]
			}
		}
	}
	return merged
}

func (l *loader) collide(d *document, id, first string) {
	l.note(d.project, d.file.Locate([]check.Finding{{
		Check: "F08", Severity: check.Error, Locale: d.file.Locale, Key: id,
		Word: "F08-file", Facts: check.Facts{"File": first},
	}}))
}

// assemble makes the project, sharing with the one before what has not changed.
func (l *loader) assemble(c Content, merged map[Locale]map[string]*Message) (*Project, error) {
	var previous *Project
	if l.before != nil {
		previous = l.before.projects[c.Name]
	}
	texts := make(map[Locale]*message.Texts, len(merged))
	for locale, messages := range merged {
		if len(messages) == 0 && locale != c.Source {
			continue
		}
		if previous != nil && previous.texts[locale] != nil && maps.Equal(previous.texts[locale].Messages(), messages) {
			texts[locale] = previous.texts[locale]
			continue
		}
		t, err := newTexts(locale, slices.Collect(maps.Values(messages)))
		if err != nil {
			return nil, err
		}
		texts[locale] = t
	}
	return assemble(c, texts).after(previous), nil
}
