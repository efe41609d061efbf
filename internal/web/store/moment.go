package store

import (
	"strings"
	"time"
)

// sentence is a text with a moment in it, so that the moment can be marked up, and a script can write
// it in the reader's own time.
type sentence struct {
	Before, After string
	Moment        string // as the locale writes it, in UTC
	Machine       string // RFC 3339
}

// mark stands in a text for what is put in later; no translator can type it.
const mark = "\x00"

// dated says a message with a placeholder When; nil without a moment.
func (v visit) dated(id string, t *time.Time) *sentence {
	if t == nil {
		return nil
	}
	before, after, _ := strings.Cut(v.voice.T(id, "When", mark), mark)
	return &sentence{before, after, v.moment(*t), t.UTC().Format(time.RFC3339)}
}

// moment writes a day and a time of day of the world's clock.
func (v visit) moment(t time.Time) string { return v.voice.Moment(t.UTC()) + " UTC" }
