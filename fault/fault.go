// Package fault is the one error type that callers outside a package may act on.
//
// A fault is declared once, beside the noun it concerns:
//
//	var ErrPackNotFound = fault.Define(fault.NotFound, "pack-not-found")
//
// returned with the facts of the case, and tested with [errors.Is]:
//
//	return ErrPackNotFound.With("pack", id, "region", region)
//
// Statuses and words are not its concern: package web maps kinds to HTTP statuses and codes to
// texts of the caller's language. An error that is no fault is a defect or a broken dependency,
// and shows outside only as a bare 500.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// Kind says what class of failure a fault is; it decides the HTTP status.
type Kind string

// The kinds. They name what the caller can do about the failure, not where it came from.
const (
	Malformed       Kind = "malformed"       // the request cannot be read, or lacks what it must carry
	Invalid         Kind = "invalid"         // readable, but a value is not acceptable
	Unauthenticated Kind = "unauthenticated" // no key, or one that is not valid
	Denied          Kind = "denied"          // the key is valid and may not do this
	NotFound        Kind = "not-found"       // nothing of that name, or nothing the caller may see
	NotAllowed      Kind = "not-allowed"     // the address exists, the method does not
	Conflict        Kind = "conflict"        // at odds with what is already there
	Gone            Kind = "gone"            // was there, and will not come back
	Withheld        Kind = "withheld"        // is there, and the law forbids to show it
	Stale           Kind = "stale"           // the caller changed an older version
	TooLarge        Kind = "too-large"       // over a limit in bytes
	TooSlow         Kind = "too-slow"        // the request did not arrive in time; send it again
	TooMany         Kind = "too-many"        // over a limit in requests; try later
	OutOfRange      Kind = "out-of-range"    // a part was asked for that lies outside the whole
	Payment         Kind = "payment"         // money is missing
	Unavailable     Kind = "unavailable"     // a dependency is away; try later
	Unsupported     Kind = "unsupported"     // a media type that is not read here
)

// Field is one finding inside a request body.
type Field struct {
	Pointer string // JSON pointer into the body (RFC 6901), "" for the whole
	Code    string // message id of the finding's words, like "field-required"
	Facts   map[string]any
}

// Error is a fault with the facts of one case. Values are immutable: With and WithFields copy.
type Error struct {
	kind   Kind
	code   string
	facts  map[string]any
	fields []Field
	cause  error
}

var (
	mu      sync.Mutex
	defined = map[string]*Error{}
)

// Define declares a fault. code is a lower-case, hyphenated word that is stable for ever: it is the
// last part of the problem's type and the id of its texts. Defining a code twice panics.
func Define(kind Kind, code string) *Error {
	mu.Lock()
	defer mu.Unlock()
	if _, twice := defined[code]; twice {
		panic("fault: defined twice: " + code)
	}
	e := &Error{kind: kind, code: code}
	defined[code] = e
	return e
}

// All returns every declared fault, ordered by code.
func All() []*Error {
	mu.Lock()
	defer mu.Unlock()
	all := make([]*Error, 0, len(defined))
	for _, e := range defined {
		all = append(all, e)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].code < all[j].code })
	return all
}

// As returns the fault in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// With returns a copy that carries further facts, given as name, value, name, value.
func (e *Error) With(facts ...any) *Error {
	c := e.copy()
	for i := 0; i+1 < len(facts); i += 2 {
		c.facts[fmt.Sprint(facts[i])] = facts[i+1]
	}
	return c
}

// WithFields returns a copy that carries findings about single fields.
func (e *Error) WithFields(fields ...Field) *Error {
	c := e.copy()
	c.fields = append(append([]Field{}, e.fields...), fields...)
	return c
}

// Because returns a copy that wraps the error that led to it. The cause is for logs alone.
func (e *Error) Because(cause error) *Error {
	c := e.copy()
	c.cause = cause
	return c
}

func (e *Error) copy() *Error {
	c := *e
	c.facts = make(map[string]any, len(e.facts)+2)
	for k, v := range e.facts {
		c.facts[k] = v
	}
	return &c
}

// Kind returns the class of the failure.
func (e *Error) Kind() Kind { return e.kind }

// Code returns the stable name of the failure.
func (e *Error) Code() string { return e.code }

// Facts returns the facts of the case; callers must not change the map.
func (e *Error) Facts() map[string]any { return e.facts }

// Fields returns the findings about single fields.
func (e *Error) Fields() []Field { return e.fields }

// Unwrap returns the cause, if any.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is the same declared fault, whatever the facts.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.code == e.code
}

// Error renders the fault for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.code)
	names := make([]string, 0, len(e.facts))
	for k := range e.facts {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		fmt.Fprintf(&b, " %s=%v", k, e.facts[k])
	}
	for _, f := range e.fields {
		fmt.Fprintf(&b, " %s:%s", f.Pointer, f.Code)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}
