package format

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// additions lists how JSON and YAML take a message in: below the group that its id names, as the others are
// grouped, or by its whole id; as a text where it is one, or as a map of forms.
func additions(id string, forms map[message.Category]string) (all []func(*edit) bool) {
	for _, shape := range shapes(forms) {
		all = append(all,
			func(e *edit) bool { return e.addItem(id, shape) },
			func(e *edit) bool { return e.addNested(id, shape) },
			func(e *edit) bool { return e.addFlat(id, shape) },
			func(e *edit) bool { return e.addTo(e.root, named(id, shape)) },
		)
	}
	return all
}

// shapes lists how forms may be written: alone, where there is Other only, and in a map.
func shapes(forms map[message.Category]string) (all []sprout) {
	if onlyOther(forms) {
		all = append(all, sprout{text: forms[message.Other]})
	}
	return append(all, formed("", forms))
}

func named(key string, s sprout) sprout {
	s.key = key
	return s
}

// group finds the deepest group that begins an id, and what remains of the id.
func (e *edit) group(id string) (p *piece, rest string) {
	p, rest = e.root, id
	for down := true; down; {
		down = false
		for _, m := range p.fields {
			after, inside := strings.CutPrefix(rest, m.key+".")
			if inside && m.value.kind == Map && !m.value.isMessage() {
				p, rest, down = m.value, after, true
				break
			}
		}
	}
	return p, rest
}

// nests reports whether the file has groups.
func (p *piece) nests() bool {
	return slices.ContainsFunc(p.fields, func(m *member) bool { return m.value.kind == Map && !m.value.isMessage() })
}

func (e *edit) addNested(id string, s sprout) bool {
	keys := strings.Split(id, ".")
	p, rest := e.group(id)
	if !e.root.nests() || len(keys) > MaxDepth {
		return false
	}
	keys = strings.Split(rest, ".")
	return e.addTo(p, nested(keys[:len(keys)-1], named(keys[len(keys)-1], s)))
}

func (e *edit) addFlat(id string, s sprout) bool {
	p, rest := e.group(id)
	return e.addTo(p, named(rest, s))
}

// addTo writes a member behind the last one of a map.
func (e *edit) addTo(p *piece, s sprout) bool {
	switch {
	case p.kind == List && len(p.items) > 0:
		return false
	case len(p.fields) > 0:
		e.insertAfter(p, p.fields[len(p.fields)-1], s)
	case p.flow:
		w := where{eol: e.eol, flow: true, lines: p == e.root, safe: e.safe, step: e.step()}
		e.change(p.from, p.to, e.dialect.value(sprout{under: []sprout{s}}, w))
	case p == e.root:
		e.begin(s)
	default:
		return false
	}
	return true
}

// begin writes the first member of a file that has none.
func (e *edit) begin(s sprout) {
	w := where{eol: e.eol, safe: e.safe, step: e.step(), lines: true}
	value := e.dialect.value(sprout{under: []sprout{s}}, w)
	if strings.HasPrefix(value, e.eol) { // YAML writes maps below their key, of which the whole file has none
		value = strings.TrimPrefix(strings.ReplaceAll(value, e.eol+w.step, e.eol), e.eol)
	}
	e.close()
	e.change(len(e.data), len(e.data), value+e.eol)
}

// close ends the last line of the file, should it not have ended.
func (e *edit) close() {
	if len(e.data) > 0 && e.data[len(e.data)-1] != '\n' {
		e.change(len(e.data), len(e.data), e.eol)
	}
}

// addItem adds an entry to a list of version 1.
func (e *edit) addItem(id string, s sprout) bool {
	p := e.root
	if p.kind != List || len(p.items) == 0 {
		return false
	}
	last := p.items[len(p.items)-1]
	if last.kind != Map || len(last.fields) == 0 {
		return false
	}
	item := sprout{under: []sprout{{key: "id", text: id}, named("translation", s)}}
	first := last.fields[0]
	w := e.around(last, first)
	w.like = e.raw(first.value.span)
	if p.flow {
		e.addFlowItem(p, item, w)
		return true
	}
	var lines []string
	for i, below := range item.under {
		lines = append(lines, e.spelt(last, last.fields[min(i, len(last.fields)-1)], below))
	}
	end := e.lineEnd(last.to)
	dash := e.raw(span{e.lineStart(first.from), first.from})
	if last.flow {
		dash, lines = e.raw(span{e.lineStart(last.from), last.from}), []string{e.dialect.value(item, w)}
	}
	e.change(end, end, e.eol+dash+strings.Join(lines, e.eol+e.indentOf(first)))
	return true
}

func (e *edit) addFlowItem(p *piece, item sprout, w where) {
	last := p.items[len(p.items)-1]
	from := p.from + 1
	if len(p.items) > 1 {
		from = p.items[len(p.items)-2].to
	}
	gap := strings.TrimPrefix(strings.TrimLeft(e.raw(span{from, last.from}), " \t"), ",")
	w.indent = e.margin(e.lineStart(last.from))
	w.lines = e.alone(last.fields[0])
	e.change(last.to, last.to, ","+gap+e.dialect.value(item, w))
}
