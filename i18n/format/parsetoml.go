package format

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

func parseTOML(data []byte) (*Node, error) {
	text := string(data)
	err := tomlDepth(text)
	if err != nil {
		return nil, err
	}
	var tree any // the library copies into what is more
	meta, err := toml.Decode(text, &tree)
	if err != nil {
		return nil, tomlFault(err)
	}
	keys := meta.Keys()
	r := tomlReader{places: tomlPlaces(text), order: make(map[string]int, len(keys))}
	for i, key := range keys {
		for depth := range key { // tables that only their children name come where the first child does
			path := tomlPath(key[:depth+1])
			if _, known := r.order[path]; !known {
				r.order[path] = i
			}
		}
	}
	return r.value(tree, "", 0)
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

// tomlBelow is the path of a key in a table so deep.
func tomlBelow(path, key string, depth int) string {
	if depth == 0 {
		return key
	}
	return path + "\x00" + key
}

// tomlReader turns the decoded tree into nodes. The decoder gives no places, so they are looked up in what
// a scan of the lines found; keys within inline tables have the place of the line.
type tomlReader struct {
	places map[string]place
	order  map[string]int
	nodes  int
}

func (r *tomlReader) value(v any, path string, depth int) (*Node, error) {
	at := r.place(path, depth)
	if r.nodes++; r.nodes > MaxNodes {
		return nil, tooMany(at.line, at.col)
	}
	if depth > MaxDepth {
		return nil, tooDeep(at.line, at.col)
	}
	n := &Node{Line: at.line, Col: at.col}
	switch t := v.(type) {
	case map[string]any:
		return n, r.fields(n, t, path, depth)
	case []map[string]any:
		return n, items(n, r, t, path, depth)
	case []any:
		return n, items(n, r, t, path, depth)
	case string:
		n.Kind, n.Text = Text, t
	default:
		n.Kind, n.Text = Scalar, fmt.Sprint(t)
	}
	return n, nil
}

func items[V any](n *Node, r *tomlReader, list []V, path string, depth int) error {
	n.Kind = List
	for _, item := range list {
		value, err := r.value(item, tomlBelow(path, "[]", depth), depth+1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, value)
	}
	return nil
}

// ordered is a field and which key of the file it is.
type ordered struct {
	Field
	order int
}

func (r *tomlReader) fields(n *Node, m map[string]any, path string, depth int) error {
	all := make([]ordered, 0, len(m))
	for key, v := range m {
		below := tomlBelow(path, key, depth)
		value, err := r.value(v, below, depth+1)
		if err != nil {
			return err
		}
		all = append(all, ordered{Field{Key: key, Line: value.Line, Col: value.Col, Value: value}, r.order[below]})
	}
	slices.SortFunc(all, func(a, b ordered) int { return cmp.Or(a.order-b.order, strings.Compare(a.Key, b.Key)) })
	n.Fields = make([]Field, len(all))
	for i := range all {
		n.Fields[i] = all[i].Field
	}
	return nil
}

// place finds a key or, where the scan has not seen it, the nearest one above.
func (r *tomlReader) place(path string, depth int) place {
	for ; depth > 0; depth-- {
		if at, ok := r.places[path]; ok {
			return at
		}
		path = path[:max(strings.LastIndexByte(path, 0), 0)]
	}
	return place{1, 1}
}
