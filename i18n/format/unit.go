package format

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// unit is a message as other programs' formats see it.
type unit struct {
	id, description string
	plural          bool
	forms           []form   // in CLDR's order; Other alone where there is no count
	source          []form   // of the source locale, or the unit's own where no source is known; at least one
	names           []string // of all placeholders, the count first, then in alphabetical order
	kinds           map[string]message.Kind
}

// form is one text of a unit.
type form struct {
	category message.Category
	pattern  message.Pattern
}

// units prepares the messages of a file. A message is plural where its source is, and then has a form for each
// category of the locale: the form Other stands in for those that are missing.
func (f File) units() ([]unit, error) {
	units := make([]unit, 0, len(f.Messages))
	for _, m := range f.Messages {
		u, err := f.unit(m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.ID, err)
		}
		units = append(units, u)
	}
	return units, nil
}

func (f File) unit(m *message.Message) (unit, error) {
	patterns, err := m.Patterns()
	if err != nil {
		return unit{}, err
	}
	u := unit{id: m.ID, description: m.Description, plural: m.Plural(), names: slices.Clone(m.Variables()), kinds: f.Kinds[m.ID]}
	err = u.from(cmp.Or(f.Source[m.ID], m))
	if err != nil {
		return unit{}, err
	}
	u.forms = f.forms(patterns, u.plural)
	slices.SortFunc(u.names, countFirst)
	u.names = slices.Compact(u.names)
	return u, nil
}

// from takes over what the source says.
func (u *unit) from(source *message.Message) error {
	patterns, err := source.Patterns()
	if err != nil {
		return err
	}
	u.plural = u.plural || source.Plural()
	u.description = cmp.Or(u.description, source.Description)
	u.names = append(u.names, source.Variables()...)
	for _, c := range message.Categories {
		if patterns.Has(c) {
			u.source = append(u.source, form{c, patterns.Of(c)})
		}
	}
	return nil
}

func (f File) forms(patterns message.Patterns, plural bool) []form {
	if !plural {
		return []form{{message.Other, patterns.Of(message.Other)}}
	}
	var forms []form
	for _, c := range f.Rules.Categories() {
		p := patterns.Of(c)
		if !patterns.Has(c) {
			p = patterns.Of(message.Other)
		}
		forms = append(forms, form{c, p})
	}
	return forms
}

// countFirst orders the names of placeholders.
func countFirst(a, b string) int {
	if message.IsCount(a) != message.IsCount(b) {
		if message.IsCount(a) {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// sourceOf is the source's text for a category: that of the same category, or its Other.
func (u unit) sourceOf(c message.Category) message.Pattern {
	i := slices.IndexFunc(u.source, func(f form) bool { return f.category == c })
	if i < 0 {
		i = len(u.source) - 1
	}
	return u.source[i].pattern
}

// count is the name of the placeholder that stands for the count, "Count" where the texts do not show it.
func (u unit) count() string {
	if len(u.names) > 0 && message.IsCount(u.names[0]) {
		return u.names[0]
	}
	return "Count"
}

// rewrite writes a pattern with the text and the placeholders of another syntax.
func rewrite(p message.Pattern, text, variable func(string) string) string {
	var b strings.Builder
	for _, part := range p.Parts() {
		b.WriteString(text(part.Text))
		if part.Variable != "" {
			b.WriteString(variable(part.Variable))
		}
	}
	return b.String()
}

// message puts what was read of a unit together; nil where it has no text.
func (u unit) message() *message.Message {
	patterns := map[message.Category]message.Pattern{}
	for _, f := range u.forms {
		patterns[f.category] = f.pattern
	}
	m := message.Compose(u.id, patterns)
	m.Description = u.description
	if len(m.Forms) == 0 {
		return nil
	}
	return m
}
