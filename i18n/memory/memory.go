// Package memory finds what was said before: texts of a source locale that are equal or alike, with their translations,
// in all projects whose words are in files, and in what other programs for translators remembered (TMX). What is the
// store's own is made from the words themselves, so it is never older than they are.
package memory

import (
	"context"
	"slices"
	"sync"
	"time"

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
	Message string // id; "" of what came from another program
	Source  string
	Forms   translation.Forms
	Percent int     // how alike the sources are, in graphemes; 100 are equal
	Import  *Import // that it came with; nil of the store's own texts
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
	store    Store
	now      func() time.Time
	shelf    shelf

	mu      sync.Mutex
	of      *i18n.Bundle // that the indices were last compared with
	indices map[i18n.Locale]*index
}

// New returns a memory of words, and of what the store keeps.
func New(words Words, messages Messages, store Store, now func() time.Time) *Memory {
	return &Memory{words: words, messages: messages, store: store, now: now, indices: map[i18n.Locale]*index{}}
}

// Like finds texts like the source of a message, the likest first. Of the store's own only translations of now that
// nobody sent back count, and none of the message itself; of equally like texts they come before others.
func (m *Memory) Like(ctx context.Context, of translation.Translation) ([]Match, error) {
	if of.Source == nil || of.Locale == of.From {
		return nil, nil
	}
	text := of.Source.Text()
	if text == "" || len(text) > longest {
		return nil, nil
	}
	own, err := m.own(ctx, of, text)
	if err != nil {
		return nil, err
	}
	imported, err := m.imported(ctx, translation.Home(of.Project), of.From, of.Locale, text)
	if err != nil {
		return nil, err
	}
	return chosen(append(own, imported...)), nil
}

// chosen are the likest matches, each text once.
func chosen(all []Match) []Match {
	slices.SortStableFunc(all, func(a, b Match) int { return b.Percent - a.Percent })
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(match Match) bool {
		said := match.Source + "\x00" + translation.RevisionOf(match.Forms)
		before := seen[said]
		seen[said] = true
		return before
	})
	return all[:min(most, len(all))]
}

// own finds the store's own texts.
func (m *Memory) own(ctx context.Context, of translation.Translation, text string) ([]Match, error) {
	bundle := m.words.Current()
	translated := func(e entry) bool {
		p, err := bundle.Project(e.project)
		return err == nil && p.Own(of.Locale, e.id) != nil
	}
	x := m.index(bundle, of.From)
	var matches []Match
	for _, c := range like(text, translated, x) {
		e := x.entries[c.number]
		if e.project == translation.Home(of.Project) && e.id == of.Message {
			continue
		}
		match, good, err := m.match(ctx, of.Locale, e)
		if err != nil {
			return nil, err
		}
		if match.Percent = c.percent; good {
			matches = append(matches, match)
		}
		if matches = chosen(matches); len(matches) == most {
			break
		}
	}
	return matches, nil
}

// match looks at an entry as it is now.
func (m *Memory) match(ctx context.Context, locale i18n.Locale, e entry) (Match, bool, error) {
	found, err := m.messages.Some(ctx, e.project, locale, []string{e.id})
	if err != nil || len(found) == 0 {
		return Match{}, false, err
	}
	now := found[0]
	good := now.Source != nil && now.Target != nil && (now.State == translation.Translated || now.State == translation.Reviewed)
	if !good {
		return Match{}, false, nil
	}
	return Match{Project: e.project, Message: e.id, Source: now.Source.Text(), Forms: now.Target.Forms}, true, nil
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
