package i18n

import (
	"context"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// Channel is a view of words that are kept in a [Store].
type Channel string

// The channels of a store's words.
const (
	Draft Channel = "draft" // as the designer edits them
	Live  Channel = "live"  // as they are published
)

// Word is one text of a pack in one locale.
type Word struct {
	Key    string // "<pack>.title", "<pack>.description", "<pack>.<sticker>.alt", "<pack>.<sticker>.keywords"
	Locale Locale
	Text   string // plain text without placeholders; of keywords one a line
}

// Store keeps the words of packs, the texts of project "packs". Publishing a pack makes its draft words the
// live ones in the transaction of the catalog, so that words and pack change together.
type Store interface {
	// Words lists the words whose keys begin with prefix, ordered by key and locale; "" is all of them.
	Words(ctx context.Context, channel Channel, prefix string) ([]Word, error)
	// PutWords writes words over what is there, all or none. An empty text deletes.
	PutWords(ctx context.Context, channel Channel, words []Word) error
	// Sequence returns a number that grows with every change of live words and with nothing else.
	Sequence(ctx context.Context) (int64, error)
}

// NewWordProject makes a project of words, which are texts without placeholders whatever they look like, so
// that they can be given to clients as an app's strings are. c says all but the messages. It follows previous,
// the project before it, which may be nil. Words in locales without plural rules are left out.
func NewWordProject(c Content, words []Word, previous *Project) (*Project, error) {
	messages := map[Locale][]*Message{}
	for _, w := range words {
		if _, err := message.RulesOf(string(w.Locale)); err != nil || w.Text == "" {
			continue
		}
		m := &Message{ID: w.Key, Forms: map[Category]string{message.Other: w.Text}, Literal: true}
		messages[w.Locale] = append(messages[w.Locale], m)
	}
	c.Messages = messages
	return newProject(c, previous)
}
