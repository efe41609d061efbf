// Package cldr answers questions about locales, regions and money from the Unicode Common Locale Data
// Repository, release 48.2: names, parents, scripts, directions, currencies, and how a price is written.
//
// The tables in data/ are made by gen from CLDR's JSON packages and carry its licence
// (data/LICENSE, Unicode-3.0). Nothing here depends on the machine's own locale.
//
// Locale tags are those of BCP 47 in the canonical form of UTS #35, as [Canonical] gives them.
package cldr

import (
	"embed"
	"strings"
	"sync"
)

//go:generate go run ./gen ${CLDR} data

//go:embed data/*.tsv
var data embed.FS

// Languages are the languages that the store speaks, in the order of the name columns.
var Languages = []string{"en", "ko", "ja", "id", "ms", "fil", "th", "vi", "es", "ar"}

// rows reads a table of data/ as lists of cells. The tables are part of the program, so a missing one is a
// defect of the build.
func rows(name string) [][]string {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	cells := make([][]string, len(lines))
	for i, line := range lines {
		cells[i] = strings.Split(line, "\t")
	}
	return cells
}

// pairs reads a table of two columns once, when first asked for; a table of one column maps to itself.
func pairs(name string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		lines := rows(name)
		m := make(map[string]string, len(lines))
		for _, cells := range lines {
			m[cells[0]] = cells[len(cells)-1]
		}
		return m
	})
}

// column is the place of a store language among the name columns, or 0 (English) for all others.
func column(language string) int {
	for i, l := range Languages {
		if l == language {
			return i
		}
	}
	return 0
}
