package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonReader walks the tokens of a JSON document and keeps their places.
type jsonReader struct {
	data  []byte
	d     *json.Decoder
	lines lines
	nodes int
}

func parseJSON(data []byte) (*Node, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	r := &jsonReader{data: data, d: d, lines: lines{data: data}}
	root, err := r.value(0)
	if err != nil {
		return nil, r.fail(err)
	}
	line, col := r.next()
	_, err = d.Token()
	if !errors.Is(err, io.EOF) {
		return nil, &SyntaxError{line, col, "more after the end of the document"}
	}
	return root, nil
}

// next is the place of the token that comes next.
func (r *jsonReader) next() (line, col int) { return r.lines.place(r.nextOffset()) }

func (r *jsonReader) nextOffset() int {
	offset := int(r.d.InputOffset())
	for offset < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *jsonReader) fail(err error) error {
	var known *SyntaxError
	if errors.As(err, &known) {
		return known
	}
	offset := r.nextOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) { // its offset is that of the last good token, or lies behind the bad byte
		offset = max(int(syntax.Offset)-1, offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err, offset = errors.New("the file ends too early"), len(r.data)
	}
	at := lines{data: r.data}
	line, col := at.place(offset)
	return &SyntaxError{line, col, err.Error()}
}

func (r *jsonReader) value(depth int) (*Node, error) {
	n := &Node{}
	n.Line, n.Col = r.next()
	if r.nodes++; r.nodes > MaxNodes {
		return nil, tooMany(n.Line, n.Col)
	}
	if depth > MaxDepth {
		return nil, tooDeep(n.Line, n.Col)
	}
	token, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		return n, r.inside(n, t, depth)
	case string:
		n.Kind, n.Text = Text, t
	case nil:
		n.Kind = Null
	case json.Number:
		n.Kind, n.Text = Scalar, t.String()
	case bool:
		n.Kind, n.Text = Scalar, map[bool]string{true: "true", false: "false"}[t]
	}
	return n, nil
}

// inside reads what stands between the brackets of a list or map, and the closing one.
func (r *jsonReader) inside(n *Node, open json.Delim, depth int) error {
	if open == '[' {
		n.Kind = List
	}
	for r.d.More() {
		var f Field
		if open == '{' {
			f.Line, f.Col = r.next()
			key, err := r.d.Token()
			if err != nil {
				return err
			}
			f.Key, _ = key.(string)
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		f.Value = value
		if open == '{' {
			n.Fields = append(n.Fields, f)
		} else {
			n.Items = append(n.Items, value)
		}
	}
	_, err := r.d.Token()
	return err
}
