package format

import (
	"bytes"
	"slices"
	"strings"
)

// takeOut removes what stands at a path. Maps that have nothing else go with it.
func (e *edit) takeOut(path []string) bool {
	at := e.root.follow(path)
	if at == nil || at.parent == nil {
		return false
	}
	for at.member != nil && len(at.parent.fields) == 1 && at.above.member != nil {
		at = at.above
	}
	switch {
	case at.parent.flow && at.member != nil:
		members := make([]span, len(at.parent.fields))
		for i, m := range at.parent.fields {
			members[i] = span{m.from, m.value.to}
		}
		e.takeOutOf(at.parent, members, at.index)
	case at.parent.flow:
		items := make([]span, len(at.parent.items))
		for i, item := range at.parent.items {
			items[i] = item.span
		}
		e.takeOutOf(at.parent, items, at.index)
	case at.member == nil:
		e.takeOutLines(at.piece.from, at.piece.to)
	case !e.alone(at.member) && at.index+1 < len(at.parent.fields):
		e.change(at.member.from, at.parent.fields[at.index+1].from, "")
	default:
		e.takeOutMember(at.member)
	}
	return true
}

// takeOutLast leaves an empty map where YAML would read nothing as null.
func (e *edit) takeOutLast() bool {
	e.change(e.root.from, e.root.to, "{}")
	return true
}

// takeOutOf removes one of the values between brackets, with its comma.
func (e *edit) takeOutOf(p *piece, all []span, i int) {
	switch {
	case i > 0:
		e.change(all[i-1].to, all[i].to, "")
	case len(all) > 1:
		e.change(all[0].from, all[1].from, "")
	default:
		e.change(p.from+1, p.to-1, "")
	}
}

// takeOutMember removes the lines of a member; in TOML they may stand in several places.
func (e *edit) takeOutMember(m *member) {
	v := m.value
	switch {
	case v.header:
		e.takeOutLines(v.from, v.bodyTo)
	case v.kind != Map || v.flow || !e.dialect.scattered():
		e.takeOutLines(m.from, v.to)
	}
	if !e.dialect.scattered() || v.flow {
		return
	}
	for _, below := range v.fields {
		if below.from > v.bodyTo || !v.header {
			e.takeOutMember(below)
		}
	}
}

// takeOutLines removes whole lines, with the comment that is clearly theirs and with blank lines that would be too many.
func (e *edit) takeOutLines(from, to int) {
	from, to = e.lineStart(from), e.nextLine(e.lineEnd(to))
	if !e.safe {
		from = e.ownComment(from, to)
		from, to = e.blanks(from, to)
	}
	if to == len(e.data) && from > 0 && !bytes.HasSuffix(e.data, []byte("\n")) {
		from = len(strings.TrimSuffix(strings.TrimSuffix(string(e.data[:from]), "\n"), "\r"))
	}
	e.change(from, to, "")
}

// nextLine is behind the line break at an offset.
func (e *edit) nextLine(at int) int {
	for _, end := range []string{"\r\n", "\n"} {
		if strings.HasPrefix(string(e.data[at:min(len(e.data), at+2)]), end) {
			return at + len(end)
		}
	}
	return at
}

// blank reports whether the line that begins at an offset is blank; the end of the file is.
func (e *edit) blank(at int) bool {
	return strings.TrimSpace(e.raw(span{at, e.lineEnd(at)})) == ""
}

// ownComment finds where the comment begins that belongs to the lines from from to to alone.
func (e *edit) ownComment(from, to int) int {
	if !e.blank(to) {
		return from
	}
	indent := e.margin(from)
	at := from
	for at > 0 {
		above := e.lineStart(at - 1)
		if e.blank(above) {
			return at
		}
		if !strings.HasPrefix(e.raw(span{above, at}), indent+"#") || e.root.says(above) {
			break
		}
		at = above
	}
	if at == 0 { // what begins the file may be about all of it
		return from
	}
	return at
}

// says reports whether an offset lies within a text.
func (p *piece) says(at int) bool {
	for _, m := range p.fields {
		if m.value.kind == Text && m.value.from < at && at < m.value.to || m.value.says(at) {
			return true
		}
	}
	return slices.ContainsFunc(p.items, func(item *piece) bool { return item.says(at) })
}

// margin is the white space that begins a line.
func (e *edit) margin(at int) string {
	line := e.raw(span{at, e.lineEnd(at)})
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// blanks takes the blank lines on one side as well when there are some on both.
func (e *edit) blanks(from, to int) (int, int) {
	if from > 0 && !e.blank(e.lineStart(from-1)) {
		return from, to
	}
	for to < len(e.data) && e.blank(to) {
		to = e.nextLine(e.lineEnd(to))
	}
	for to == len(e.data) && from > 0 && e.blank(e.lineStart(from-1)) {
		from = e.lineStart(from - 1)
	}
	return from, to
}

// isMessage is [Node.IsMessage] for pieces.
func (p *piece) isMessage() bool {
	return p.kind == Map && len(p.fields) > 0 && !slices.ContainsFunc(p.fields, func(m *member) bool {
		return !Field{Key: m.key, Value: &Node{Kind: m.value.kind}}.Reserved()
	})
}
