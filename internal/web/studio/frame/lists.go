package frame

import (
	"slices"
	"strings"
)

// pageSize is how many things a page of a list holds that is read until it is full.
const pageSize = 50

// Listing reads a list in the order of its keys, to show what fits of it.
type Listing[T any] struct {
	Read func(after string) ([]T, error) // at most Most things, those behind a key
	Most int
	Key  func(T) string
	Fits func(T) bool
}

// From returns a page of what fits, behind a key. next is where it goes on; "" at the end.
func (l Listing[T]) From(after string) (found []T, next string, err error) {
	for {
		part, err := l.Read(after)
		if err != nil {
			return nil, "", err
		}
		for _, one := range part {
			after = l.Key(one)
			if !l.Fits(one) {
				continue
			}
			if len(found) == pageSize {
				return found, l.Key(found[pageSize-1]), nil
			}
			found = append(found, one)
		}
		if len(part) < l.Most {
			return found, "", nil
		}
	}
}

// Contains reports whether one of the texts has what a reader looks for, whatever the case.
func Contains(query string, texts ...string) bool {
	query = strings.ToLower(query)
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(text), query) })
}
