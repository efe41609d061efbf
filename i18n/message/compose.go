package message

import "strings"

// usual are the delimiters that Compose tries first.
var usual = [][2]string{{"", ""}, {"<<", ">>"}, {"[[", "]]"}}

// Compose writes patterns as a message of that id, the reverse of [Message.Patterns]. It uses other delimiters than
// {{ and }} only where a text holds such braces itself. Empty patterns are left out.
func Compose(id string, patterns map[Category]Pattern) *Message {
	for _, d := range usual {
		if m, ok := spelled(id, patterns, d[0], d[1]); ok {
			return m
		}
	}
	run := "⟦" // longer than any in the texts
	for _, p := range patterns {
		for _, part := range p.parts {
			for strings.Contains(part.Text, run) {
				run += run
			}
		}
	}
	m, _ := spelled(id, patterns, "⟨"+run, "⟧⟩")
	return m
}

// spelled writes the patterns with these delimiters; ok is false where they would not be read back.
func spelled(id string, patterns map[Category]Pattern, left, right string) (m *Message, ok bool) {
	m = &Message{ID: id, Forms: map[Category]string{}, LeftDelim: left, RightDelim: right}
	left, right = Delimiters(left, right)
	for c, p := range patterns {
		text := p.Spell(func(name string) string { return left + "." + name + right })
		back, err := ParsePattern(text, left, right)
		if err != nil || !back.Equal(NewPattern(p.parts...)) {
			return nil, false
		}
		if text != "" {
			m.Forms[c] = text
		}
	}
	return m, true
}
