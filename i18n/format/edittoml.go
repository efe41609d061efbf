package format

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

var errTOML = errors.New("format: TOML that is not understood")

// tomlPieces finds the pieces of a TOML file, which is known to be well-formed.
type tomlPieces struct {
	data string
	at   int
	root *piece
	maps map[below]*member // those that headers and dotted keys name
}

// below is a key of a map.
type below struct {
	of  *piece
	key string
}

func (tomlDialect) pieces(data []byte) (*piece, error) {
	r := &tomlPieces{data: string(data), root: &piece{}, maps: map[below]*member{}}
	table := r.root
	for {
		r.skip("\r\n")
		if r.at >= len(r.data) {
			return r.root, nil
		}
		var err error
		if r.data[r.at] == '[' {
			table, err = r.header()
		} else {
			var m *member
			m, err = r.statement(table)
			if err == nil {
				table.bodyTo = m.value.to
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// skip steps over white space, comments and what else is named.
func (r *tomlPieces) skip(more string) {
	for r.at < len(r.data) {
		switch c := r.data[r.at]; {
		case c == '#' && more != "":
			r.at += upTo(r.data[r.at:], "\n")
		case c == ' ' || c == '\t' || strings.IndexByte(more, c) >= 0:
			r.at++
		default:
			return
		}
	}
}

func (r *tomlPieces) next(s string) bool {
	if strings.HasPrefix(r.data[min(r.at, len(r.data)):], s) {
		r.at += len(s)
		return true
	}
	return false
}

// header reads the header of a table. What stands in arrays of tables holds no messages, and gets a map of its own.
func (r *tomlPieces) header() (*piece, error) {
	from := r.at
	list := r.next("[[")
	if !list {
		r.at++
	}
	keys, err := r.keys()
	if err != nil {
		return nil, err
	}
	table, last := r.descend(r.root, keys, from)
	r.next("]")
	r.next("]")
	if list {
		last.value.kind = List
		table = &piece{}
	}
	table.header, table.from, table.bodyTo = true, from, r.at
	last.from = from
	return table, nil
}

// tomlName is a part of a key.
type tomlName struct {
	key string
	span
}

func (r *tomlPieces) keys() (all []tomlName, err error) {
	for {
		r.skip("")
		n := tomlName{span: span{from: r.at}}
		if r.at < len(r.data) && (r.data[r.at] == '"' || r.data[r.at] == '\'') {
			n.key, err = r.quoted()
		} else {
			end := upTo(r.data[r.at:], ".=] \t\r\n")
			n.key = r.data[r.at : r.at+end]
			r.at += end
		}
		if err != nil {
			return nil, err
		}
		n.to = r.at
		all = append(all, n)
		r.skip("")
		if !r.next(".") {
			return all, nil
		}
	}
}

// descend finds the map at a path, making what is missing, and the member that it is the value of.
func (r *tomlPieces) descend(p *piece, keys []tomlName, from int) (*piece, *member) {
	var last *member
	for _, n := range keys {
		last = r.maps[below{p, n.key}]
		if last == nil {
			last = &member{key: n.key, from: from, name: n.span, value: &piece{}}
			r.maps[below{p, n.key}] = last
			p.fields = append(p.fields, last)
		}
		p = last.value
	}
	return p, last
}

func (r *tomlPieces) statement(table *piece) (*member, error) {
	from := r.at
	keys, err := r.keys()
	if err != nil {
		return nil, err
	}
	p := table
	if len(keys) > 1 {
		p, _ = r.descend(table, keys[:len(keys)-1], from)
	}
	if !r.next("=") {
		return nil, errTOML
	}
	r.skip("")
	last := keys[len(keys)-1]
	value, err := r.value()
	m := &member{key: last.key, from: from, name: last.span, value: value}
	p.fields = append(p.fields, m)
	return m, err
}

func (r *tomlPieces) value() (*piece, error) {
	p := &piece{span: span{from: r.at}, kind: Text}
	var err error
	switch {
	case r.at >= len(r.data):
		return nil, errTOML
	case r.data[r.at] == '"' || r.data[r.at] == '\'':
		_, err = r.quoted()
	case r.data[r.at] == '{':
		p.kind, p.flow = Map, true
		err = r.brackets("}", func() error { _, err := r.statement(p); return err })
	case r.data[r.at] == '[':
		p.kind, p.flow = List, true
		err = r.brackets("]", func() error {
			item, err := r.value()
			p.items = append(p.items, item)
			return err
		})
	default:
		p.kind = Scalar
		r.at += len(strings.TrimRight(r.data[r.at:r.at+upTo(r.data[r.at:], ",]}#\r\n")], " \t"))
	}
	p.to = r.at
	return p, err
}

// brackets reads what stands between brackets, separated by commas.
func (r *tomlPieces) brackets(closing string, inner func() error) error {
	r.at++
	for {
		r.skip("\r\n,")
		if r.next(closing) {
			return nil
		}
		if r.at >= len(r.data) {
			return errTOML
		}
		before := r.at
		err := inner()
		if err != nil {
			return err
		}
		if r.at == before {
			return errTOML
		}
	}
}

// quoted reads a text and returns what it says.
func (r *tomlPieces) quoted() (string, error) {
	from := r.at
	quote := r.data[r.at : r.at+1]
	if strings.HasPrefix(r.data[r.at:], strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	for r.at += len(quote); !r.next(quote); r.at++ {
		if r.at >= len(r.data) {
			return "", errTOML
		}
		if quote[0] == '"' && r.data[r.at] == '\\' {
			r.at++
		}
	}
	for len(quote) == 3 && r.next(quote[:1]) { // one or two quotes may end the text itself
	}
	var said struct{ Text string }
	if len(quote) == 3 || strings.IndexByte(r.data[from:r.at], '\\') < 0 {
		return r.data[from+1 : r.at-1], nil
	}
	_, err := toml.Decode("Text = "+r.data[from:r.at], &said)
	return said.Text, err
}
