package journal

import (
	"context"
	"time"
)

// Letter is a mail to be sent: committed with the change that it tells of, worded in the reader's
// language when it goes out.
type Letter struct {
	ID       string            // ltr_…
	To       string            // an e-mail address
	Locale   string            // BCP 47; "" is the program's source language
	Kind     string            // which words: those of mail.<kind>
	Facts    map[string]string // for the words; "path" leads its button, "settings" to where it is turned off
	Points   []Point           // listed below the text
	At       time.Time
	Attempts int // to send it, this one included; given by the store
}

// Point is one thing of several that a letter tells, in words of the program's or of somebody's own.
type Point struct {
	About string `json:"about,omitempty"` // what it concerns; "" is the whole
	Words string `json:"words,omitempty"` // id of a message; "" when the note says it all
	Note  string `json:"note,omitempty"`  // somebody's own words
}

// NewLetter returns a letter with a new id.
func NewLetter(to, locale, kind string, facts map[string]string, at time.Time) Letter {
	return Letter{ID: NewID("ltr"), To: to, Locale: locale, Kind: kind, Facts: facts, At: at}
}

// Outbox hands out the letters that wait.
type Outbox interface {
	// Claim returns at most limit letters that are due at a moment, the oldest first, and puts each off
	// until another: no one else gets it before, and it comes again if it is not heard of.
	Claim(ctx context.Context, due, until time.Time, limit int) ([]Letter, error)

	// Sent records that a letter went out, and forgets its facts.
	Sent(ctx context.Context, id string, at time.Time) error

	// Failed records why it did not, and when to try again; nil gives it up and forgets its facts.
	Failed(ctx context.Context, id, reason string, again *time.Time) error
}
