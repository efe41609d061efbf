package app

import (
	"fmt"
	"sort"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
)

// worded puts the words of the reader's language to a fault that was found here and not by a server;
// every other error is returned as it is.
func worded(err error, language string) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	words := ownWords()
	id := "problem." + f.Code() + ".detail"
	if !words.Has(id) {
		return err
	}
	text := words.Text(words.Negotiator().Header(language), id, f.Facts())
	return wordedError{fmt.Sprintf("%s (%s%s)", text, f.Code(), factsOf(f)), err}
}

// wordedError says text, and is still the error that it words.
type wordedError struct {
	text string
	error
}

// Error is the text alone.
func (w wordedError) Error() string { return w.text }

// Unwrap is the error that was worded.
func (w wordedError) Unwrap() error { return w.error }

func factsOf(f *fault.Error) string {
	var facts []string
	for name, fact := range f.Facts() {
		facts = append(facts, fmt.Sprintf(" %s=%v", name, fact))
	}
	sort.Strings(facts)
	return strings.Join(facts, "")
}
