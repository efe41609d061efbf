package remote

import (
	"log/slog"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
)

// words are the program's own, read when something is first said.
var words = sync.OnceValue(func() *i18n.Project {
	return i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Embedded()}, Log: slog.New(slog.DiscardHandler)}).Current().Store()
})

// say gives a message of the program's own in the reader's language; an unknown id is its own text.
func (t Terminal) say(id string, args map[string]any) string {
	return words().Text(words().Negotiator().Header(t.Language), id, args)
}

// t gives a message with facts, which are names and values in turn.
func (t Terminal) t(id string, facts ...any) string {
	args := make(map[string]any, len(facts)/2)
	for i := 0; i+1 < len(facts); i += 2 {
		args[facts[i].(string)] = facts[i+1]
	}
	return t.say(id, args)
}

// fail is an error in the reader's words.
func (t Terminal) fail(err error, id string, facts ...any) error {
	return told{t.t(id, facts...), err}
}

// told says text, and is still the error that it words.
type told struct {
	text string
	error
}

// Error is the text alone.
func (t told) Error() string { return t.text }

// Unwrap is the error that was worded.
func (t told) Unwrap() error { return t.error }
