// Package translation is where the words of projects are edited: what each message says in a locale, whether it
// still fits its source, who said it before, and what the checker finds. The words themselves are in files
// (package i18n), which any editor may change; this package keeps who changed what, and what reviewers said.
package translation

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
)

// Faults of editing words.
var (
	// ErrStale: the message says something else than the caller read. Facts: project, message, locale,
	// revision (the one of now).
	ErrStale = fault.Define(fault.Stale, "translation-stale")
	// ErrFaulty: the text has errors that would harm a client. Facts: project, message, locale. Fields say
	// which, with pointers to the forms.
	ErrFaulty = fault.Define(fault.Invalid, "translation-faulty")
	// ErrNotYourLocale: the account may word other locales alone. Facts: locale.
	ErrNotYourLocale = fault.Define(fault.Denied, "locale-not-yours")
	// ErrOwnReview: nobody reviews what they wrote. Facts: project, message, locale.
	ErrOwnReview = fault.Define(fault.Denied, "translation-own-review")
	// ErrEmpty: there is nothing to be reviewed yet. Facts: project, message, locale.
	ErrEmpty = fault.Define(fault.Conflict, "translation-empty")
)

// State says how far a message is in a locale.
type State string

// The states, in the order in which a translation passes through them.
const (
	Untranslated State = "untranslated"
	Translated   State = "translated"
	NeedsWork    State = "needs_work" // a reviewer sent it back, or its source has changed since
	Reviewed     State = "reviewed"
)

// States lists the states in their order.
func States() []State { return []State{Untranslated, Translated, NeedsWork, Reviewed} }

// Part names a message of a project in a locale.
type Part struct {
	Project string
	Locale  i18n.Locale
	Message string // id
}

// Forms are the texts of a message by plural category; other is the only one where it has no count.
type Forms = map[i18n.Category]string

// Translation is a message as its translator sees it.
type Translation struct {
	Part
	From        i18n.Locale    // the locale of its source
	Settings    *check.Project // what its project says of itself
	Pack        string         // slug of the pack that it is a word of, or ""
	Description string
	Source      *i18n.Message // nil where the source locale has no such message
	Target      *i18n.Message // nil where it is not translated
	State       State
	Stale       bool          // the source has changed since this was written
	Note        string        // of the reviewer who sent it back, or ""
	Revision    string        // names the text as it is; what an edit must name
	Held        *i18n.Message // what a file says instead, held back for an error; nil for nothing
	Findings    []check.Finding
	Dismissed   []Dismissed // findings that somebody said are none
}

// none is the revision of a message that says nothing.
const none = "none"

// RevisionOf names the texts of a message: equal texts have an equal name.
func RevisionOf(forms Forms) string {
	if len(forms) == 0 {
		return none
	}
	h := sha256.New()
	for _, c := range slices.Sorted(maps.Keys(forms)) {
		h.Write([]byte(string(c) + "\x00" + forms[c] + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// SourceHash names all that a translation depends on: the description, and every form of the source.
func SourceHash(source *i18n.Message) string {
	if source == nil {
		return ""
	}
	forms := maps.Clone(source.Forms)
	forms["description"] = source.Description
	return RevisionOf(forms)
}

// Origin says how a text came to be.
type Origin string

// The origins.
const (
	Web    Origin = "web"    // the studio
	API    Origin = "api"    // a program
	File   Origin = "file"   // somebody saved a file
	Review Origin = "review" // the text stayed; a reviewer said what to think of it
)

// Writes reports whether somebody wrote a text, rather than that one was found or judged.
func (o Origin) Writes() bool { return o != File && o != Review }

// Revision is one thing that was done to a message. Revisions are appended and never changed.
type Revision struct {
	Part
	Number     int // from 1, for each message
	Forms      Forms
	SourceHash string // of the source that it was written for
	State      State  // that it brought about
	Note       string
	Account    string // who did it; "" when only the file is known
	Origin     Origin
	At         time.Time
}

// Progress is how far a locale of a project is.
type Progress struct {
	Locale i18n.Locale
	Total  int // messages of the source
	States map[State]int
	Errors int // messages held back
}
