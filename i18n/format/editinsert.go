package format

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// addForm writes a form at its place among the others: behind the nearest one before it in CLDR's order.
func (e *edit) addForm(p *piece, s sprout) bool {
	if len(p.fields) == 0 {
		return false
	}
	place := slices.Index(message.Categories, message.Category(s.key))
	for _, c := range slices.Backward(message.Categories[:place]) {
		if m := p.form(c); m != nil {
			e.insertAfter(p, m, s)
			return true
		}
	}
	for _, c := range message.Categories[place:] {
		if m := p.form(c); m != nil {
			e.insertBefore(p, m, s)
			return true
		}
	}
	e.insertAfter(p, p.fields[len(p.fields)-1], s)
	return true
}

// spelt writes a member as its neighbour is written.
func (e *edit) spelt(p *piece, m *member, s sprout) string {
	w := e.around(p, m)
	if m.value.kind == Map || m.value.kind == List {
		w.like = e.likeOf(m.value)
	}
	colon := e.colonOf(m)
	value := e.dialect.value(s, w)
	if strings.HasPrefix(value, e.eol) {
		colon = strings.TrimRight(colon, " \t")
	}
	return e.raw(span{m.from, m.name.from}) + e.dialect.key(s.key, e.raw(m.name)) + colon + value
}

// likeOf is a text below a map, as written.
func (e *edit) likeOf(p *piece) string {
	for _, m := range slices.Backward(p.fields) {
		if m.value.kind == Text && !strings.EqualFold(m.key, "hash") {
			return e.raw(m.value.span)
		}
		if like := e.likeOf(m.value); like != "" {
			return like
		}
	}
	return ""
}

func (e *edit) insertAfter(p *piece, m *member, s sprout) {
	if p.flow {
		e.change(m.value.to, m.value.to, ","+e.gap(p, m)+e.spelt(p, m, s))
		return
	}
	end := e.lineEnd(m.value.end())
	e.change(end, end, e.eol+e.indentOf(m)+e.spelt(p, m, s))
}

func (e *edit) insertBefore(p *piece, m *member, s sprout) {
	if p.flow {
		e.change(m.from, m.from, e.spelt(p, m, s)+","+e.gap(p, m))
		return
	}
	e.change(m.from, m.from, e.spelt(p, m, s)+e.eol+e.indentOf(m))
}

// end is where a value ends, that of a table of TOML without its subtables.
func (p *piece) end() int { return max(p.to, p.bodyTo) }

// gap is what stands between a comma and the next member in a map between brackets.
func (e *edit) gap(p *piece, m *member) string {
	if e.alone(m) {
		return e.eol + e.indentOf(m)
	}
	for i := 1; i < len(p.fields); i++ {
		between := strings.TrimLeft(e.raw(span{p.fields[i-1].value.to, p.fields[i].from}), " \t")
		if gap, ok := strings.CutPrefix(between, ","); ok && strings.TrimSpace(gap) == "" {
			return gap
		}
	}
	if strings.HasSuffix(e.colonOf(m), " ") {
		return " "
	}
	return ""
}
