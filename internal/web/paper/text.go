package paper

import (
	"strings"
)

// Text writes the document line by line. What may be written in another direction than the rest stands between
// isolates, as Unicode UAX #9 has them.
func (p Paper) Text() string {
	var lines []string
	add := func(parts ...string) { lines = append(lines, strings.Join(parts, "")) }
	if p.Seller.Name != "" {
		add(isolated(p.Seller.Name))
		for _, line := range p.Address() {
			add(isolated(line))
		}
		if p.Seller.TaxNumber != "" {
			add(p.Words.TaxNumber, ": ", isolated(p.Seller.TaxNumber))
		}
		add()
	}
	add(p.Title)
	if p.Test != "" {
		add(p.Test)
	}
	add()
	for _, f := range p.Facts {
		add(f.Name, ": ", isolated(f.Value))
	}
	add()
	add(p.Item.Kind, ": ", isolated(p.Item.Name))
	if p.Item.Cause != "" {
		add(p.Item.Cause)
	}
	add(p.Words.Total, ": ", isolated(p.Amount))
	add()
	add(p.Print.Name, ": ", isolated(p.Print.Value))
	return strings.Join(lines, "\n") + "\n"
}

// isolated is a text whose direction leaves what is around it alone.
func isolated(text string) string { return "\u2068" + text + "\u2069" }
