package packfile

import (
	"cmp"
	"maps"
	"slices"
)

// Severity says what a finding means for the pack.
type Severity string

// The severities.
const (
	Error Severity = "error" // it cannot be taken as it is
	Warn  Severity = "warn"  // it can, and readers will miss something
	Info  Severity = "info"  // good to know
)

// Platform is whose limits the findings of this package are about.
const Platform = "hallyu"

// Finding is one thing to know about a pack.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Platform string   `json:"platform"`
	File     string   `json:"file,omitempty"`    // pack.yaml, or an image
	Sticker  string   `json:"sticker,omitempty"` // shortcode
	Measured string   `json:"measured,omitempty"`
	Limit    string   `json:"limit,omitempty"`
	Fix      string   `json:"fix,omitempty"`
	Message  string   `json:"message"`
	Line     int      `json:"line,omitempty"`    // from 1
	Col      int      `json:"col,omitempty"`     // from 1
	Pointer  string   `json:"pointer,omitempty"` // JSON pointer (RFC 6901) into the pack
}

// HasErrors reports whether any finding is an error.
func HasErrors(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error })
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
