package main

import "fmt"

// Floor is a bound that a measured value must keep. Its name is unique.
type Floor struct {
	Experiment string
	Name       string
	Sense      sense
	Bound      float64
	Unit       string // "×" for ratios
}

type sense bool

// Which side of its bound a value must be on; the bound itself is kept.
const (
	AtLeast sense = true
	AtMost  sense = false
)

// floors is every bound of the bench.
var floors = []Floor{
	{"page", "20 KB plain: requests/s", AtLeast, 0.80, "×"},
	{"page", "20 KB gzip: requests/s", AtLeast, 0.85, "×"},
	{"page", "304: requests/s", AtLeast, 0.80, "×"},
	{"page", "20 KB plain: p99 at saturation", AtMost, 1.5, "×"},
	{"page", "20 KB gzip: p99 at saturation", AtMost, 1.5, "×"},
	{"page", "304: p99 at saturation", AtMost, 1.5, "×"},
	{"pocketbase", "list of 30: requests/s", AtLeast, 25, "×"},
	{"asset", "50 KB from memory: requests/s", AtLeast, 1.4, "×"},
	{"asset", "50 KB from disk: requests/s", AtLeast, 0.95, "×"},
	{"startup", "demo ready", AtMost, 2, "s"},
	{"derive", "24 stills derived", AtMost, 4, "s"},
	{"derive", "24 animations derived", AtMost, 20, "s"},
	{"derive", "bomb refused", AtMost, 5, "ms"},
	{"report", "first findings on stills", AtMost, 1, "s"},
	{"report", "first findings on animations", AtMost, 1, "s"},
	{"report", "24 stills for all platforms", AtMost, 20, "s"},
	{"report", "24 animations for all platforms", AtMost, 120, "s"},
	{"orders", "group commit / one GORM transaction each: orders/s", AtLeast, 2.5, "×"},
	{"orders", "group commit / one GORM transaction each: p99", AtMost, 0.2, "×"},
	{"orders", "group commit / raw driver batched: orders/s", AtLeast, 0.75, "×"},
	{"orders", "PostgreSQL / raw pgx one by one: orders/s", AtLeast, 1.5, "×"},
	{"words", "text without arguments / go-i18n: look-ups/s", AtLeast, 10, "×"},
	{"words", "text with an argument / go-i18n: look-ups/s", AtLeast, 10, "×"},
	{"words", "strings / storefront page: requests/s", AtLeast, 0.95, "×"},
	{"words", "all checks", AtMost, 4, "s"},
	{"words", "whole rebuild", AtMost, 1, "s"},
	{"words", "changed file read and built", AtMost, 0.2, "s"},
	{"words", "changed file served", AtMost, 1, "s"},
	{"words", "message saved: p99", AtMost, 100, "ms"},
	{"scale", "first snapshot", AtMost, 20, "s"},
	{"scale", "process", AtMost, 1, "GB"},
	{"scale", "one more pack visible", AtMost, 1, "s"},
	{"scale", "hot page / with 100 packs: requests/s", AtLeast, 0.8, "×"},
	{"scale", "search p99", AtMost, 1, "ms"},
}

func floorOf(name string) (Floor, bool) {
	for _, f := range floors {
		if f.Name == name {
			return f, true
		}
	}
	return Floor{}, false
}

// keeps reports whether a value is on the right side of the bound.
func (f Floor) keeps(value float64) bool {
	if f.Sense == AtLeast {
		return value >= f.Bound
	}
	return value <= f.Bound
}

func (f Floor) bound() string {
	sign := "≤"
	if f.Sense == AtLeast {
		sign = "≥"
	}
	return fmt.Sprintf("%s %g %s", sign, f.Bound, f.Unit)
}

// printVerdicts prints the floors of these experiments and what was measured, and reports whether none
// was missed.
func (b *Bench) printVerdicts(chosen []Experiment) bool {
	table := Table{Head: []string{"experiment", "floor", "bound", "measured", ""}}
	kept := true
	for _, e := range chosen {
		for _, f := range floors {
			if f.Experiment != e.Name {
				continue
			}
			value, measured := b.measured[f.Name]
			verdict, shown := "kept", fmt.Sprintf("%.3g %s", value, f.Unit)
			switch {
			case !measured:
				verdict, shown = "not measured", ""
			case !f.keeps(value):
				verdict, kept = "**MISSED**", false
			}
			table.Add(f.Experiment, f.Name, f.bound(), shown, verdict)
		}
	}
	b.Printf("\n## Floors\n")
	b.Table(table)
	return kept
}
