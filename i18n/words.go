package i18n

import (
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// Channel is a view of words that are kept in a [Store].
type Channel string

// The channels of a store's words.
const (
	Draft      Channel = "draft"      // as the designer edits them
	Production Channel = "production" // as they are published
)

// Word is one text of a pack in one locale.
type Word struct {
	Key    string // "<pack>.title", "<pack>.description", "<pack>.<sticker>.alt", "<pack>.<sticker>.keywords"
	Locale Locale
	Text   string // plain text without placeholders; of keywords one a line
}

// Store keeps the words of packs, the texts of project "packs". Publishing a pack makes its draft words the
// production ones in the transaction of the catalog, so that words and pack change together.
type Store interface {
	// Words lists the words whose keys begin with prefix, ordered by key and locale; "" is all of them.
	Words(ctx context.Context, channel Channel, prefix string) ([]Word, error)
	// PutWords writes words over what is there, all or none. An empty text deletes.
	PutWords(ctx context.Context, channel Channel, words []Word) error
	// Sequence returns a number that grows with every change of production words and with nothing else.
	Sequence(ctx context.Context) (int64, error)
}

// NewWordProject makes a project of words, which are texts without placeholders whatever they look like, so
// that they can be given to clients as an app's strings are. Words in locales without plural rules are left out.
func NewWordProject(name string, source Locale, words []Word) (*Project, error) {
	messages := map[Locale][]*Message{}
	for _, w := range words {
		if _, err := message.RulesOf(string(w.Locale)); err != nil || w.Text == "" {
			continue
		}
		m := &Message{ID: w.Key, Forms: map[Category]string{message.Other: w.Text}, Literal: true}
		messages[w.Locale] = append(messages[w.Locale], m)
	}
	return NewProject(Content{Name: name, Source: source, Messages: messages})
}

// Pick returns the text that a reader of locale gets of the texts of one thing, and its locale: by the chain
// of parents, then the source's, then English, then the first by tag. With no text at all both are "".
func Pick(texts map[Locale]string, locale, source Locale) (string, Locale) {
	for _, l := range slices.Concat(Chain(locale), []Locale{source, "en"}) {
		if text, ok := texts[l]; ok && text != "" {
			return text, l
		}
	}
	var first Locale
	for l, text := range texts {
		if text != "" && (first == "" || l < first) {
			first = l
		}
	}
	return texts[first], first
}
