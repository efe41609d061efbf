package packfile

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
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

// Field names the place of a finding as its pointer does, without numbers: "emoji", "title.ko"; "" for all of the pack.
func (f Finding) Field() string {
	var path []string
	steps := strings.Split(f.Pointer, "/")
	for i, step := range steps {
		if _, err := strconv.Atoi(step); err == nil && i > 0 {
			if i+1 < len(steps) {
				path = nil // the fields of an entry are told by the entry
			}
			continue
		}
		if step != "" {
			path = append(path, strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		}
	}
	return strings.Join(path, ".")
}

// HasErrors reports whether any finding is an error.
func HasErrors(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error })
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
