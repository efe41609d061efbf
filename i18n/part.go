package i18n

import (
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// part is what the files of one locale of a project came to, and what of. It does not change: while the documents, the
// originals and what the project says of itself are the same it is the same, whatever has changed in other locales.
type part struct {
	documents [][]*document  // by layer
	settings  *check.Project // findings are weighed by
	originals *message.Texts // nil for the source locale

	texts    *message.Texts // nil when no message goes live, but for the source locale
	findings []check.Finding
	held     map[string]*Message // what is held back for an error, by id
}

// note takes a part over into the bundle.
func (l *loader) note(at place, p *part) {
	l.parts[at] = p
	l.findings = append(l.findings, p.findings...)
}

// part returns what the files of a locale come to: that of the bundle before where it is the same. It is noted.
func (l *loader) part(project string, locale Locale, of part) (*part, error) {
	p, err := l.gather(place{project, locale}, of)
	if err == nil {
		l.note(place{project, locale}, p)
	}
	return p, err
}

// gather is like part and notes nothing, so that it may run side by side with others of its project.
func (l *loader) gather(at place, of part) (*part, error) {
	var before *part
	if l.before != nil {
		before = l.before.parts[at]
	}
	if before.isOf(of) {
		return before, nil
	}
	merged := of.merge()
	if len(merged) == 0 && of.originals != nil {
		return &of, nil
	}
	if before != nil && before.texts != nil && maps.Equal(before.texts.Messages(), merged) {
		of.texts = before.texts
		return &of, nil
	}
	var err error
	of.texts, err = newTexts(at.locale, merged)
	return &of, err
}

// isOf reports whether a part, which may be nil, was made of the same.
func (p *part) isOf(o part) bool {
	return p != nil && p.settings == o.settings && p.originals == o.originals && slices.EqualFunc(p.documents, o.documents, slices.Equal)
}

// merge takes the messages of all layers, the upper ones over the lower. Within one layer the first file that has an
// id wins (F08).
func (p *part) merge() map[string]*Message {
	var originals map[string]*Message
	if p.originals != nil {
		originals = p.originals.Messages()
	}
	p.held = map[string]*Message{}
	merged := map[string]*Message{}
	for _, documents := range p.documents {
		from := map[string]string{}
		for _, d := range documents {
			taken, findings := d.take(originals)
			p.note(findings)
			p.hold(d, taken)
			if len(merged) == 0 && len(documents) == 1 {
				merged = maps.Clone(taken)
				continue
			}
			for _, id := range slices.Sorted(maps.Keys(taken)) {
				if first, twice := from[id]; twice {
					p.collide(d, id, first)
					continue
				}
				from[id], merged[id] = d.file.Name, taken[id]
			}
		}
	}
	return merged
}

// note takes findings over, with the severities that their project wants.
func (p *part) note(findings []check.Finding) {
	p.findings = append(p.findings, p.settings.Weigh(findings)...)
}

// hold notes what a document holds back, and that its other messages stand over what lower layers hold back.
func (p *part) hold(d *document, taken map[string]*Message) {
	for id := range p.held {
		if taken[id] != nil {
			delete(p.held, id)
		}
	}
	maps.Copy(p.held, d.held)
}

func (p *part) collide(d *document, id, first string) {
	p.note(d.file.Locate([]check.Finding{{
		Check: "F08", Severity: check.Error, Locale: d.file.Locale, Key: id,
		Word: "F08-file", Facts: check.Facts{"File": first},
	}}))
}
