// Package memory finds what was said before: texts of a source locale that are equal or alike, with their translations,
// in all projects whose words are in files. It is made from the words themselves, so it is never older than they are.
package memory

import (
	"context"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

const (
	// least is how alike a text must be to be shown, in percent.
	least = 60
	// most is how many texts are shown.
	most = 5
	// near is how many texts are compared letter by letter: those that share most with the one looked for.
	near = 60
	// longest is how long a text may be, in bytes, to be remembered or looked for.
	longest = 2000
)

// Match is a text that is like the one looked for, with its translation.
type Match struct {
	Project string
	Message string // id
	Source  string
	Forms   translation.Forms
	Percent int // how alike the sources are, in graphemes; 100 are equal
}

// Messages gives messages as their translators see them.
type Messages interface {
	Some(ctx context.Context, project string, locale i18n.Locale, ids []string) ([]translation.Translation, error)
}

// Words gives the texts of all projects at this moment.
type Words interface{ Current() *i18n.Bundle }

// Memory is what was said before. It is safe for concurrent use.
type Memory struct {
	words    Words
	messages Messages

	mu      sync.Mutex
	of      *i18n.Bundle // that the indices were last compared with
	indices map[i18n.Locale]*index
}

// New returns a memory of words.
func New(words Words, messages Messages) *Memory {
	return &Memory{words: words, messages: messages, indices: map[i18n.Locale]*index{}}
}

// Like finds texts like the source of a message, the likest first. Only translations of now that nobody sent back
// count, and none of the message itself.
func (m *Memory) Like(ctx context.Context, of translation.Translation) ([]Match, error) {
	if of.Source == nil || of.Locale == of.From {
		return nil, nil
	}
	text := of.Source.Text()
	if text == "" || len(text) > longest {
		return nil, nil
	}
	var matches []Match
	seen := map[string]bool{}
	bundle := m.words.Current()
	translated := func(e entry) bool {
		p, err := bundle.Project(e.project)
		return err == nil && p.Own(of.Locale, e.id) != nil
	}
	for _, c := range m.index(bundle, of.From).like(text, translated) {
		if c.project == translation.Home(of.Project) && c.id == of.Message {
			continue
		}
		match, good, err := m.match(ctx, of.Locale, c)
		if err != nil {
			return nil, err
		}
		if said := match.Source + "\x00" + translation.RevisionOf(match.Forms); good && !seen[said] {
			seen[said] = true
			matches = append(matches, match)
		}
		if len(matches) == most {
			break
		}
	}
	return matches, nil
}

// match looks at a candidate as it is now.
func (m *Memory) match(ctx context.Context, locale i18n.Locale, c candidate) (Match, bool, error) {
	found, err := m.messages.Some(ctx, c.project, locale, []string{c.id})
	if err != nil || len(found) == 0 {
		return Match{}, false, err
	}
	now := found[0]
	good := now.Source != nil && now.Target != nil && (now.State == translation.Translated || now.State == translation.Reviewed)
	if !good {
		return Match{}, false, nil
	}
	return Match{c.project, c.id, now.Source.Text(), now.Target.Forms, c.percent}, true, nil
}

// index returns that of a source locale. It is made again when a source text has changed: translations are looked up.
func (m *Memory) index(now *i18n.Bundle, from i18n.Locale) *index {
	m.mu.Lock()
	defer m.mu.Unlock()
	x := m.indices[from]
	if x != nil && m.of == now {
		return x
	}
	entries := entriesOf(now, from)
	if x == nil || !slices.Equal(x.entries, entries) {
		x = newIndex(entries)
	}
	if m.of != now {
		clear(m.indices)
	}
	m.of, m.indices[from] = now, x
	return x
}
