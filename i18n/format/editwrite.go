package format

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// change puts a text in place of some bytes.
type change struct {
	span
	text string
}

// edit gathers the changes of a file.
type edit struct {
	data    []byte
	root    *piece
	dialect dialect
	eol     string
	safe    bool // write what holds every text, keep every comment
	changes []change
}

func (e *edit) change(from, to int, text string) {
	e.changes = append(e.changes, change{span{from, to}, text})
}

// apply returns the file with its changes.
func (e *edit) apply() []byte {
	slices.SortStableFunc(e.changes, func(a, b change) int { return cmp.Compare(a.from, b.from) })
	var result []byte
	at := 0
	for _, c := range e.changes {
		if c.from > at {
			result = append(result, e.data[at:c.from]...)
		}
		result = append(result, c.text...)
		at = max(at, c.to)
	}
	return append(result, e.data[at:]...)
}

// commit makes the changes, so that further ones can build on them.
func (e *edit) commit() bool {
	e.data, e.changes = e.apply(), nil
	root, err := e.dialect.pieces(e.data)
	e.root = root
	return err == nil
}

func (e *edit) raw(s span) string { return string(e.data[s.from:s.to]) }

// lineStart is where the line of an offset begins, lineEnd where it ends, before the line break.
func (e *edit) lineStart(at int) int { return bytes.LastIndexByte(e.data[:at], '\n') + 1 }

func (e *edit) lineEnd(at int) int {
	end := len(e.data)
	if more := bytes.IndexByte(e.data[at:], '\n'); more >= 0 {
		end = at + more
	}
	if end > at && e.data[end-1] == '\r' {
		end--
	}
	return end
}

// indentOf is the white space that lines up with a member.
func (e *edit) indentOf(m *member) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, e.raw(span{e.lineStart(m.from), m.from}))
}

// alone reports whether a member begins its line.
func (e *edit) alone(m *member) bool {
	return strings.TrimSpace(e.raw(span{e.lineStart(m.from), m.from})) == ""
}

// around says how a value of a member is to be written.
func (e *edit) around(p *piece, m *member) where {
	return where{
		safe: e.safe, eol: e.eol, flow: p.flow, lines: e.alone(m), indent: e.indentOf(m), step: e.step(),
		like: e.raw(m.value.span),
	}
}

// step is by what the file indents: that of the first member which stands deeper than the first of all.
func (e *edit) step() string {
	step := "  "
	if len(e.root.fields) == 0 {
		return step
	}
	first := e.indentOf(e.root.fields[0])
	if first != "" && e.alone(e.root.fields[0]) {
		return first
	}
	for _, m := range e.root.fields {
		if len(m.value.fields) == 0 || !e.alone(m.value.fields[0]) {
			continue
		}
		if deeper, ok := strings.CutPrefix(e.indentOf(m.value.fields[0]), first); ok && deeper != "" {
			return deeper
		}
	}
	return step
}

// colonOf is what stands between key and value of a member.
func (e *edit) colonOf(m *member) string {
	usual := e.dialect.colon()
	if m.value.from < m.name.to {
		return usual
	}
	written := e.raw(span{m.name.to, m.value.from})
	if strings.Trim(written, " \t") != strings.TrimSpace(usual) || m.value.from == m.value.to {
		return usual
	}
	return written
}

// setText puts a text in place of the one at a path.
func (e *edit) setText(path []string, text string) bool {
	at := e.root.follow(path)
	if at == nil || at.member == nil {
		return false
	}
	e.put(at, sprout{text: text})
	return true
}

func (e *edit) put(at *way, s sprout) {
	p := at.piece
	written := e.dialect.value(s, e.around(at.parent, at.member))
	if p.from == p.to {
		written = " " + written
	}
	e.change(p.from, p.to, written)
}

// widen puts a map of forms in place of a text.
func (e *edit) widen(path []string, forms map[message.Category]string) bool {
	at := e.root.follow(path)
	if at == nil || at.member == nil {
		return false
	}
	written := e.dialect.value(formed("", forms), e.around(at.parent, at.member))
	if !strings.HasPrefix(written, e.eol) {
		e.put(at, formed("", forms))
		return true
	}
	colon := bytes.IndexByte(e.data[at.member.name.to:], ':')
	e.change(at.member.name.to+colon+1, at.piece.to, "") // what follows on the line stays there
	end := e.lineEnd(at.piece.to)
	e.change(end, end, written)
	return true
}

// setForms changes the forms that differ, adds those that the message has not and takes out those it has too many.
func (e *edit) setForms(m *located, wanted map[message.Category]string) bool {
	current := m.texts()
	at := e.root.follow(m.at)
	if at == nil || at.piece.kind != Map {
		return false
	}
	for _, c := range message.Categories {
		text, want := wanted[c]
		own := at.piece.form(c)
		switch {
		case !want || text == current[c]:
		case own != nil:
			e.put(&way{piece: own.value, parent: at.piece, member: own}, sprout{text: text})
		case !e.addForm(at.piece, sprout{key: string(c), text: text}):
			return false
		}
	}
	for _, c := range message.Categories {
		if wanted[c] != "" || current[c] == "" {
			continue
		}
		if !e.commit() {
			return false
		}
		at = e.root.follow(m.at)
		if at == nil || at.piece.form(c) == nil || !e.takeOut(append(slices.Clip(m.at), at.piece.form(c).key)) {
			return false
		}
	}
	return true
}

// form returns the member of a map that is a form, or nil.
func (p *piece) form(c message.Category) *member {
	for _, m := range p.fields {
		if strings.EqualFold(m.key, string(c)) {
			return m
		}
	}
	return nil
}
