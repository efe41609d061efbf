package format

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// jsonDialect writes JSON.
type jsonDialect struct{}

func (jsonDialect) colon() string { return ": " }

func (jsonDialect) scattered() bool { return false }

func (jsonDialect) key(name, _ string) string { return jsonText(name) }

func jsonText(s string) string {
	written, err := marshal(s)
	if err != nil { // a string is always written
		return `""`
	}
	return string(written)
}

func (d jsonDialect) value(s sprout, w where) string {
	if s.under == nil {
		return jsonText(s.text)
	}
	before, between, after := "", ", ", ""
	if w.lines {
		between = "," + w.eol + w.indent + w.step
		before, after = between[1:], w.eol+w.indent
	}
	inner := w
	inner.indent += w.step
	members := make([]string, len(s.under))
	for i, below := range s.under {
		members[i] = d.key(below.key, "") + d.colon() + d.value(below, inner)
	}
	return "{" + before + strings.Join(members, between) + after + "}"
}

func (jsonDialect) additions(id string, forms map[message.Category]string) []func(*edit) bool {
	return additions(id, forms)
}

// pieces reads a JSON document; it is known to be well-formed.
func (jsonDialect) pieces(data []byte) (*piece, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return &piece{kind: Null}, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	r := &jsonPieces{jsonReader{data: data, d: d}}
	return r.value()
}

type jsonPieces struct{ jsonReader }

func (r *jsonPieces) value() (*piece, error) {
	p := &piece{span: span{from: r.nextOffset()}, flow: true}
	token, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		err = r.inside(p, t)
	case string:
		p.kind = Text
	case nil:
		p.kind = Null
	default:
		p.kind = Scalar
	}
	p.to = int(r.d.InputOffset())
	return p, err
}

func (r *jsonPieces) inside(p *piece, open json.Delim) error {
	if open == '[' {
		p.kind = List
	}
	for r.d.More() {
		m := &member{}
		if open == '{' {
			m.from = r.nextOffset()
			key, err := r.d.Token()
			if err != nil {
				return err
			}
			m.key, _ = key.(string)
			m.name = span{m.from, int(r.d.InputOffset())}
		}
		value, err := r.value()
		if err != nil {
			return err
		}
		if m.value = value; open == '{' {
			p.fields = append(p.fields, m)
		} else {
			p.items = append(p.items, value)
		}
	}
	_, err := r.d.Token()
	return err
}
