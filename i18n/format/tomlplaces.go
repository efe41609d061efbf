package format

import (
	"slices"
	"strings"
)

// place is a line and a column, from 1.
type place struct{ line, col int }

// tomlPlaces finds where the keys of a TOML file stand. It reads headers and the left sides of lines alone,
// and steps over texts of many lines; the file is known to be well-formed.
func tomlPlaces(text string) map[string]place {
	places := make(map[string]place, strings.Count(text, "\n"))
	note := func(path []string, at place) {
		for depth := range path {
			if above := tomlPath(path[:depth+1]); places[above] == (place{}) {
				places[above] = at
			}
		}
	}
	var table []string
	closing := "" // of the text of many lines that we are in
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if closing != "" {
			if strings.Contains(line, closing) {
				closing = ""
			}
			continue
		}
		start := len(line) - len(strings.TrimLeft(line, " \t"))
		at := place{number, start + 1}
		switch rest := line[start:]; {
		case rest == "" || rest[0] == '#' || rest[0] == '\r':
		case rest[0] == '[':
			table, _ = tomlKey(strings.TrimLeft(rest, "["))
			note(table, at)
		default:
			key, value := tomlKey(rest)
			note(slices.Concat(table, key), at)
			closing = opened(value)
		}
	}
	return places
}

// tomlKey reads a dotted key and returns its parts and what follows it.
func tomlKey(s string) (parts []string, rest string) {
	for {
		s = strings.TrimLeft(s, " \t")
		var part string
		if s != "" && (s[0] == '"' || s[0] == '\'') {
			end := strings.IndexByte(s[1:], s[0])
			if end < 0 {
				return parts, ""
			}
			part, s = s[1:end+1], s[end+2:]
		} else {
			end := strings.IndexAny(s, ".=] \t")
			if end < 0 {
				return append(parts, s), ""
			}
			part, s = s[:end], s[end:]
		}
		parts = append(parts, part)
		s = strings.TrimLeft(s, " \t")
		if !strings.HasPrefix(s, ".") {
			return parts, s
		}
		s = s[1:]
	}
}

// opened returns the quotes that end a text of many lines when one begins in value and does not end there.
func opened(value string) string {
	value = strings.TrimLeft(value, " \t=")
	for _, quotes := range []string{`"""`, "'''"} {
		if text, ok := strings.CutPrefix(value, quotes); ok && !strings.Contains(text, quotes) {
			return quotes
		}
	}
	return ""
}
