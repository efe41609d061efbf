package message

import (
	"strings"
	"testing"
)

func TestCompose(t *testing.T) {
	for text, want := range map[string]string{
		"Hi ":                       "Hi {{.X}}!",
		"{":                         "<<.X>>",
		"{{<":                       "[[.X]]",
		"{{<<[[":                    "⟨⟦.X⟧⟩",
		"{{<<[[⟨⟦⟨":                 "⟨⟦⟦.X⟧⟩",
		"{{<<[[⟦⟦⟦⟨⟦⟦⟦":             "⟨⟦⟦⟦⟦.X⟧⟩",
		strings.Repeat("{{<<[[", 3): "⟨⟦.X⟧⟩",
	} {
		p := NewPattern(Part{Text: text, Variable: "X"}, Part{Text: "!"})
		m := Compose("a", map[Category]Pattern{Other: p, One: {}})
		back, err := m.Patterns()
		if err != nil || !back.Of(Other).Equal(p) || !strings.Contains(m.Text(), want) || len(m.Forms) != 1 {
			t.Errorf("%q: %q, %v", text, m.Forms, err)
		}
	}
}
