package format

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

func parseTOML(data []byte) (*Node, error) {
	err := tomlDepth(data)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	meta, err := toml.Decode(string(data), &tree)
	if err != nil {
		return nil, tomlFault(err)
	}
	r := tomlReader{places: tomlPlaces(data), order: map[string]int{}}
	for i, key := range meta.Keys() {
		for depth := range key { // tables that only their children name come where the first child does
			path := tomlPath(key[:depth+1])
			if _, known := r.order[path]; !known {
				r.order[path] = i
			}
		}
	}
	return r.value(tree, nil)
}

func tomlFault(err error) error {
	var p toml.ParseError
	if errors.As(err, &p) {
		return &SyntaxError{p.Position.Line, p.Position.Col, p.Message}
	}
	return &SyntaxError{Reason: firstLine(err.Error())}
}

// tomlPath joins a key's parts into one map key.
func tomlPath(parts []string) string { return strings.Join(parts, "\x00") }

// tomlReader turns the decoded tree into nodes. The decoder gives no places, so they are looked up in what
// a scan of the lines found; keys within inline tables have the place of the line.
type tomlReader struct {
	places map[string]place
	order  map[string]int
	nodes  int
}

func (r *tomlReader) value(v any, path []string) (*Node, error) {
	at := r.place(path)
	if r.nodes++; r.nodes > MaxNodes {
		return nil, tooMany(at.line, at.col)
	}
	if len(path) > MaxDepth {
		return nil, tooDeep(at.line, at.col)
	}
	n := &Node{Line: at.line, Col: at.col}
	switch t := v.(type) {
	case map[string]any:
		return n, r.fields(n, t, path)
	case []map[string]any:
		return n, items(n, r, t, path)
	case []any:
		return n, items(n, r, t, path)
	case string:
		n.Kind, n.Text = Text, t
	default:
		n.Kind, n.Text = Scalar, fmt.Sprint(t)
	}
	return n, nil
}

func items[V any](n *Node, r *tomlReader, list []V, path []string) error {
	n.Kind = List
	for _, item := range list {
		value, err := r.value(item, append(slices.Clone(path), "[]"))
		if err != nil {
			return err
		}
		n.Items = append(n.Items, value)
	}
	return nil
}

func (r *tomlReader) fields(n *Node, m map[string]any, path []string) error {
	for key, v := range m {
		below := append(slices.Clone(path), key)
		value, err := r.value(v, below)
		if err != nil {
			return err
		}
		n.Fields = append(n.Fields, Field{Key: key, Line: value.Line, Col: value.Col, Value: value})
	}
	slices.SortFunc(n.Fields, func(a, b Field) int {
		base := tomlPath(path)
		if base != "" {
			base += "\x00"
		}
		byOrder := r.order[base+a.Key] - r.order[base+b.Key]
		if byOrder != 0 {
			return byOrder
		}
		return strings.Compare(a.Key, b.Key)
	})
	return nil
}

// place finds a key or, where the scan has not seen it, the nearest one above.
func (r *tomlReader) place(path []string) place {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if at, ok := r.places[tomlPath(path)]; ok {
			return at
		}
	}
	return place{1, 1}
}
