package translation

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
)

// Query narrows a list of messages. Zero fields narrow nothing.
type Query struct {
	Project string
	Locale  i18n.Locale
	State   State
	Check   string          // id of a check that must have found something, or "any"
	Text    string          // that stands in the id, the source or the translation, in any case
	Among   map[string]bool // ids that come into question; nil for all
	After   string          // id behind which the list goes on
	Limit   int
}

// Page is a part of a list, in alphabetical order of ids.
type Page struct {
	Messages []Translation
	After    string // where the next page begins; "" when there is none
}

// Any asks for messages that any check found something about.
const Any = "any"

// List returns the messages of a project in a locale.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	if s.ofPacks(q.Project) {
		return s.listPacks(ctx, q)
	}
	t, err := s.table(ctx, q.Project, q.Locale)
	if err != nil {
		return Page{}, err
	}
	var page Page
	t.fill(&page, q)
	return page, nil
}

// fill puts messages that a query asks for on a page. It reports whether there are more than the page holds.
func (t *table) fill(page *Page, q Query) bool {
	for _, id := range t.ids() {
		if id <= q.After || q.Among != nil && !q.Among[id] {
			continue
		}
		m := t.translation(id)
		if !q.fits(m) {
			continue
		}
		m.Findings = append(m.Findings, t.advise(m)...)
		t.settle(&m)
		if !q.told(m) {
			continue
		}
		if len(page.Messages) == q.Limit {
			page.After = page.Messages[q.Limit-1].Message
			return true
		}
		page.Messages = append(page.Messages, m)
	}
	return false
}

// ids lists the messages of the source and of the locale, in alphabetical order.
func (t *table) ids() []string {
	ids := append(t.project.OwnIDs(t.project.Source()), t.project.OwnIDs(t.locale)...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// fits reports whether a message is of the state and has the text that are asked for.
func (q Query) fits(m Translation) bool {
	return (q.State == "" || q.State == m.State) && (q.Text == "" || m.says(strings.ToLower(q.Text)))
}

// told reports whether a check found what is asked for.
func (q Query) told(m Translation) bool {
	return q.Check == "" || slices.ContainsFunc(m.Findings, func(f check.Finding) bool {
		return f.Check == q.Check || q.Check == Any && f.Severity != check.Info
	})
}

// says reports whether a text, in small letters, stands anywhere in a message.
func (t *Translation) says(text string) bool {
	if strings.Contains(strings.ToLower(t.Message), text) {
		return true
	}
	for _, m := range []*i18n.Message{t.Source, t.Target} {
		if m == nil {
			continue
		}
		for _, form := range m.Forms {
			if strings.Contains(strings.ToLower(form), text) {
				return true
			}
		}
	}
	return false
}

// Some returns messages of a project in a locale by their ids, without what the checker advises. Those that there are
// not are left out.
func (s *Service) Some(ctx context.Context, project string, locale i18n.Locale, ids []string) ([]Translation, error) {
	var all []Translation
	tables := map[string]*table{} // of packs by id, or the project's
	for _, id := range ids {
		pack := ""
		if s.ofPacks(project) {
			pack, _, _ = strings.Cut(id, ".")
		}
		if _, known := tables[pack]; !known {
			t, err := s.tableOf(ctx, Part{project, locale, id})
			if err != nil && !errors.Is(err, i18n.ErrMessageNotFound) {
				return nil, err
			}
			tables[pack] = t
		}
		if t := tables[pack]; t != nil {
			if m := t.translation(id); m.Source != nil || m.Target != nil {
				all = append(all, m)
			}
		}
	}
	return all, nil
}

// Progress returns how far each locale of a project is, in alphabetical order, its source left out.
func (s *Service) Progress(ctx context.Context, project string) ([]Progress, error) {
	if s.ofPacks(project) {
		return s.packProgress(ctx, project)
	}
	p, err := s.words.Current().Project(project)
	if err != nil {
		return nil, err
	}
	var all []Progress
	for _, locale := range p.Locales() {
		if locale == p.Source() {
			continue
		}
		t, err := s.table(ctx, project, locale)
		if err != nil {
			return nil, err
		}
		all = append(all, t.progress())
	}
	return all, nil
}

func (t *table) progress() Progress {
	out := Progress{Locale: t.locale, States: map[State]int{}}
	for _, id := range t.project.OwnIDs(t.project.Source()) {
		out.Total++
		out.States[t.translation(id).State]++
	}
	for _, found := range t.findings {
		if check.Failed(found) {
			out.Errors++
		}
	}
	return out
}

// sortProgress puts locales in alphabetical order.
func sortProgress(all []Progress) []Progress {
	slices.SortFunc(all, func(a, b Progress) int { return strings.Compare(string(a.Locale), string(b.Locale)) })
	return all
}
