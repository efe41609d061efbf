package format

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// yamlReader turns YAML's nodes into ours, following aliases as far as the limits allow.
type yamlReader struct{ nodes int }

func parseYAML(data []byte) (*Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	err := d.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return &Node{Line: 1, Col: 1}, nil
	}
	if err != nil {
		return nil, yamlFault(err)
	}
	var second yaml.Node
	err = d.Decode(&second)
	if err == nil {
		return nil, &SyntaxError{second.Line, second.Column, "more than one document"}
	}
	if !errors.Is(err, io.EOF) {
		return nil, yamlFault(err)
	}
	var r yamlReader
	return r.value(&doc, 0)
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

func yamlFault(err error) error {
	e := &SyntaxError{Reason: firstLine(err.Error())}
	if m := yamlLine.FindStringSubmatch(e.Reason); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Reason = m[2]
	}
	return e
}

func (r *yamlReader) value(y *yaml.Node, depth int) (*Node, error) {
	if r.nodes++; r.nodes > MaxNodes {
		return nil, tooMany(y.Line, y.Column)
	}
	if depth > MaxDepth {
		return nil, tooDeep(y.Line, y.Column)
	}
	n := &Node{Line: y.Line, Col: y.Column}
	switch y.Kind {
	case yaml.DocumentNode:
		return r.value(y.Content[0], depth)
	case yaml.AliasNode:
		return r.value(y.Alias, depth+1)
	case yaml.MappingNode:
		return n, r.fields(n, y, depth)
	case yaml.SequenceNode:
		return n, r.items(n, y, depth)
	}
	n.Text = y.Value
	switch y.ShortTag() {
	case "!!str", "!!merge": // "<<" as a value is a text
		n.Kind = Text
	case "!!null":
		n.Kind = Null
	default:
		n.Kind = Scalar
	}
	return n, nil
}

func (r *yamlReader) items(n *Node, y *yaml.Node, depth int) error {
	n.Kind = List
	for _, item := range y.Content {
		value, err := r.value(item, depth+1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, value)
	}
	return nil
}

func (r *yamlReader) fields(n *Node, y *yaml.Node, depth int) error {
	n.Kind = Map
	var merged []*Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		value, err := r.value(y.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if key.ShortTag() == "!!merge" && value.Kind == Map {
			merged = append(merged, value)
			continue
		}
		n.Fields = append(n.Fields, Field{Key: key.Value, Line: key.Line, Col: key.Column, Value: value})
	}
	for _, value := range merged {
		n.merge(value)
	}
	return nil
}

// merge adds the fields of a map that n has not, as YAML's << does.
func (n *Node) merge(from *Node) {
	have := map[string]bool{}
	for _, f := range n.Fields {
		have[f.Key] = true
	}
	for _, f := range from.Fields {
		if !have[f.Key] {
			n.Fields = append(n.Fields, f)
		}
	}
}
