package packfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// errNesting stops at bodies that are nested deeper than any pack.
var errNesting = errors.New("it is nested too deep")

// jsonTree parses one JSON value into the nodes that Parse reads, doubled keys included. YAML's own
// parser would do for most JSON, but reads surrogate pairs in escapes wrongly.
func jsonTree(data []byte) (*yaml.Node, *Finding) {
	p := &jsonParser{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	root, err := p.value(0)
	if err == nil {
		_, err = p.decoder.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err == nil {
			err = errors.New("something follows the value")
		}
	}
	syntax := finding("json-syntax", At{}, shorten(err.Error()), "")
	at := p.place()
	syntax.Line, syntax.Col = at.line, at.col
	return nil, &syntax
}

// jsonParser makes nodes of tokens.
type jsonParser struct {
	data    []byte
	decoder *json.Decoder

	counted int // bytes of data whose lines are in at
	at      place
}

// place returns where the decoder stands: at the end of the last token.
func (p *jsonParser) place() place {
	offset := min(int(p.decoder.InputOffset()), len(p.data))
	if p.counted == 0 {
		p.at = place{1, 1}
	}
	for _, b := range p.data[p.counted:offset] {
		p.at.col++
		if b == '\n' {
			p.at = place{p.at.line + 1, 1}
		}
	}
	p.counted = offset
	return p.at
}

// value reads the next value, at a depth of nesting.
func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	if depth > maxNestingDepth {
		return nil, errNesting
	}
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	at := p.place()
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: at.line, Column: at.col}
	switch t := token.(type) {
	case json.Delim:
		return n, p.container(n, t, depth)
	case string:
		n.Tag, n.Value = "!!str", t
	case json.Number:
		n.Tag, n.Value = "!!float", t.String()
		if _, err := t.Int64(); err == nil {
			n.Tag = "!!int"
		}
	case bool:
		n.Tag, n.Value = "!!bool", strconv.FormatBool(t)
	default:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

// container reads the entries of an object or array up to its end.
func (p *jsonParser) container(n *yaml.Node, open json.Delim, depth int) error {
	n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
	if open == '{' {
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	}
	for p.decoder.More() {
		entry, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.Content = append(n.Content, entry)
	}
	_, err := p.decoder.Token()
	p.place()
	return err
}

var lineNumber = regexp.MustCompile(`line (\d+)`)

// yamlLine returns the line that an error of package yaml names, or 1.
func yamlLine(message string) int {
	match := lineNumber.FindStringSubmatch(message)
	if match == nil {
		return 1
	}
	line, err := strconv.Atoi(match[1])
	if err != nil {
		return 1
	}
	return line
}
