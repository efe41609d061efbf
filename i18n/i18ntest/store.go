// Package i18ntest has the fake of i18n's store of words and the suite that it and every other store passes.
package i18ntest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
)

// Store keeps words in memory. Its zero value is empty and ready.
type Store struct {
	mu       sync.Mutex
	words    map[place]string
	sequence int64
}

// place is where a word stands.
type place struct {
	channel i18n.Channel
	key     string
	locale  i18n.Locale
}

// Words implements [i18n.Store].
func (s *Store) Words(ctx context.Context, channel i18n.Channel, prefix string) ([]i18n.Word, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	words := []i18n.Word{}
	for at, text := range s.words {
		if at.channel == channel && strings.HasPrefix(at.key, prefix) {
			words = append(words, i18n.Word{Key: at.key, Locale: at.locale, Text: text})
		}
	}
	slices.SortFunc(words, func(a, b i18n.Word) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(string(a.Locale), string(b.Locale)))
	})
	return words, nil
}

// PutWords implements [i18n.Store].
func (s *Store) PutWords(ctx context.Context, channel i18n.Channel, words []i18n.Word) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.words == nil {
		s.words = map[place]string{}
	}
	changed := false
	for _, w := range words {
		at := place{channel, w.Key, w.Locale}
		if s.words[at] == w.Text {
			continue
		}
		changed = true
		s.words[at] = w.Text
		if w.Text == "" {
			delete(s.words, at)
		}
	}
	if changed && channel == i18n.Live {
		s.sequence++
	}
	return nil
}

// Sequence implements [i18n.Store].
func (s *Store) Sequence(ctx context.Context) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sequence, nil
}
