package format

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

var errYAML = errors.New("format: YAML that is not understood")

// yamlPieces finds the pieces of a YAML document: the library tells where they begin, a scan where they end.
type yamlPieces struct {
	data  string
	lines []int // where the lines begin, by YAML's own line breaks
}

func (yamlDialect) pieces(data []byte) (*piece, error) {
	var doc yaml.Node
	err := yaml.Unmarshal(data, &doc)
	if err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return &piece{kind: Null}, nil
	}
	r := &yamlPieces{data: string(data), lines: yamlLines(string(data))}
	return r.value(doc.Content[0], 0, -1)
}

// yamlLines finds where the lines begin. YAML's library counts more characters as line breaks than \n.
func yamlLines(data string) []int {
	lines := []int{0}
	for i, r := range data {
		after := i + utf8.RuneLen(r)
		switch {
		case r == '\r' && strings.HasPrefix(data[after:], "\n"):
		case strings.ContainsRune("\r\n\u0085\u2028\u2029", r):
			lines = append(lines, after)
		}
	}
	return lines
}

// offset turns a place, whose column counts characters, into an offset.
func (r *yamlPieces) offset(y *yaml.Node) (int, error) {
	if y.Line < 1 || y.Line > len(r.lines) {
		return 0, errYAML
	}
	at := r.lines[y.Line-1]
	for range y.Column - 1 {
		if at >= len(r.data) {
			return 0, errYAML
		}
		_, size := utf8.DecodeRuneInString(r.data[at:])
		at += size
	}
	return at, nil
}

// value reads a node; after is where it may begin at the earliest, indent the column of its key.
func (r *yamlPieces) value(y *yaml.Node, after, indent int) (*piece, error) {
	at, err := r.offset(y)
	if err != nil {
		return nil, err
	}
	if y.Kind == yaml.ScalarNode && y.Value == "" && y.Style&^yaml.TaggedStyle == 0 {
		return &piece{span: span{after, after}, kind: Null}, nil
	}
	if y.Kind != yaml.AliasNode {
		at = r.properties(at)
	}
	p := &piece{span: span{at, at}, flow: y.Style&yaml.FlowStyle != 0}
	switch y.Kind {
	case yaml.AliasNode:
		p.kind = Scalar
		p.to = at + upTo(r.data[at:], " \t\r\n,]}")
	case yaml.MappingNode:
		err = r.fields(p, y)
	case yaml.SequenceNode:
		err = r.items(p, y, indent)
	default:
		p.kind = Scalar
		if y.ShortTag() == "!!str" || y.ShortTag() == "!!merge" {
			p.kind = Text
		}
		p.to, err = r.scalar(y, at, indent)
	}
	return p, err
}

// properties steps over anchor and tag.
func (r *yamlPieces) properties(at int) int {
	for at < len(r.data) && (r.data[at] == '&' || r.data[at] == '!') {
		at += upTo(r.data[at:], " \t\r\n")
		at += len(r.data[at:]) - len(strings.TrimLeft(r.data[at:], " \t\r\n"))
	}
	return at
}

func (r *yamlPieces) fields(p *piece, y *yaml.Node) error {
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, err := r.value(y.Content[i], p.to, -1)
		if err != nil {
			return err
		}
		colon := strings.IndexByte(r.data[key.to:], ':')
		if colon < 0 {
			return errYAML
		}
		column := utf8.RuneCountInString(r.data[strings.LastIndexByte(r.data[:key.from], '\n')+1 : key.from])
		value, err := r.value(y.Content[i+1], key.to+colon+1, column)
		if err != nil {
			return err
		}
		p.fields = append(p.fields, &member{key: y.Content[i].Value, from: key.from, name: key.span, value: value})
		p.to = value.to
	}
	return r.end(p, "}")
}

func (r *yamlPieces) items(p *piece, y *yaml.Node, indent int) error {
	p.kind = List
	for _, item := range y.Content {
		value, err := r.value(item, p.to, indent)
		if err != nil {
			return err
		}
		p.items = append(p.items, value)
		p.to = value.to
	}
	return r.end(p, "]")
}

// end finds the closing bracket of what has brackets.
func (r *yamlPieces) end(p *piece, bracket string) error {
	if !p.flow {
		return nil
	}
	if p.to == p.from {
		p.to++
	}
	for p.to < len(r.data) {
		switch c := r.data[p.to]; {
		case c == bracket[0]:
			p.to++
			return nil
		case c == '#':
			p.to += upTo(r.data[p.to:], "\n")
		default:
			p.to++
		}
	}
	return errYAML
}

// scalar finds where a text ends.
func (r *yamlPieces) scalar(y *yaml.Node, at, indent int) (int, error) {
	switch {
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return r.block(at, indent), nil
	case y.Style&yaml.DoubleQuotedStyle != 0:
		return r.quoted(at, `"`, `\`)
	case y.Style&yaml.SingleQuotedStyle != 0:
		return r.quoted(at, "'", "''")
	}
	return r.plain(at, y.Value)
}

// quoted finds the closing quote; escape steps over the character behind it.
func (r *yamlPieces) quoted(at int, quote, escape string) (int, error) {
	for at++; at < len(r.data); at++ {
		switch rest := r.data[at:]; {
		case strings.HasPrefix(rest, escape):
			at++
		case strings.HasPrefix(rest, quote):
			return at + 1, nil
		}
	}
	return 0, errYAML
}

// plain follows the text itself, whose line breaks may be folded.
func (r *yamlPieces) plain(at int, text string) (int, error) {
	for text != "" {
		rest := r.data[at:]
		trimmed := strings.TrimLeft(rest, " \t\r\n")
		if space := rest[:len(rest)-len(trimmed)]; strings.Contains(space, "\n") {
			at += len(space)
			text = strings.TrimLeft(text, " \n")
			continue
		}
		if rest == "" || rest[0] != text[0] {
			return 0, errYAML
		}
		at, text = at+1, text[1:]
	}
	return at, nil
}

// block finds the end of a literal or folded text: its last line that is indented as its first one, or deeper.
func (r *yamlPieces) block(at, indent int) int {
	header, body, _ := strings.Cut(r.data[at:], "\n")
	end := at + len(strings.TrimRight(header, "\r"))
	keep := strings.Contains(header, "+")
	margin := -1
	if digit := strings.IndexAny(header[:min(len(header), 3)], "123456789"); digit > 0 {
		margin = max(indent, 0) + int(header[digit]-'0')
	}
	from := at + len(header) + 1
	for line := range strings.Lines(body) {
		bare := strings.TrimRight(line, "\r\n")
		depth := len(bare) - len(strings.TrimLeft(bare, " "))
		if depth == len(bare) { // blank
			if keep && margin >= 0 {
				end = from + len(bare)
			}
			from += len(line)
			continue
		}
		if margin < 0 {
			margin = max(depth, indent+1)
		}
		if depth < margin {
			return end
		}
		end = from + len(bare)
		from += len(line)
	}
	return end
}
