package packfile

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// decoder reads a tree of nodes strictly: it goes on after each fault, so that all are found at once.
type decoder struct {
	api      bool // a request's body: digests in place of files
	findings []Finding
	places   map[string]place // of every node, by JSON pointer
}

// place is where a node stands, from 1.
type place struct{ line, col int }

// reader reads one node, which has the pointer, into its place.
type reader func(n *yaml.Node, pointer string)

// add makes a finding at a node.
func (d *decoder) add(code string, n *yaml.Node, pointer, measured, limit string) {
	if len(d.findings) >= maxFindings {
		return
	}
	f := finding(code, At{File: Name, Pointer: pointer}, shorten(measured), limit)
	f.Line, f.Col = n.Line, n.Column
	d.findings = append(d.findings, f)
}

// wrong reports a node of another kind than is wanted.
func (d *decoder) wrong(n *yaml.Node, pointer, wanted string) {
	d.add("field-type", n, pointer, kindOf(n), wanted)
}

// kindOf says what a node is, in words.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "mapping"
	case yaml.SequenceNode:
		return "list"
	case yaml.AliasNode:
		return "alias"
	}
	switch n.ShortTag() {
	case "!!str":
		return "text"
	case "!!int", "!!float":
		return "number"
	case "!!bool":
		return "truth value"
	case "!!timestamp":
		return "moment"
	case "!!null":
		return "nothing"
	}
	return "value tagged " + n.Tag
}

// usable remembers where the node stands, and reports whether it has a value: one that is null is
// as good as absent, an alias is refused.
func (d *decoder) usable(n *yaml.Node, pointer string) bool {
	d.places[pointer] = place{n.Line, n.Column}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.add("alias-forbidden", n, pointer, "", "")
		return false
	}
	return n.Kind != yaml.ScalarNode || n.ShortTag() != "!!null"
}

// object reads a mapping of known fields.
func (d *decoder) object(fields map[string]reader) reader {
	return func(n *yaml.Node, pointer string) {
		d.pairs(n, pointer, func(key, value *yaml.Node, at string) {
			read, known := fields[key.Value]
			if !known {
				d.add("field-unknown", key, at, key.Value, strings.Join(sortedKeys(fields), ", "))
				return
			}
			read(value, at)
		})
	}
}

// pairs visits the entries of a mapping, each key once.
func (d *decoder) pairs(n *yaml.Node, pointer string, visit func(key, value *yaml.Node, at string)) {
	if !d.usable(n, pointer) {
		return
	}
	if n.Kind != yaml.MappingNode {
		d.wrong(n, pointer, "mapping")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := pointer + "/" + escape(shorten(key.Value))
		switch {
		case key.Kind != yaml.ScalarNode || key.Anchor != "":
			d.wrong(key, pointer, "text as a key")
		case seen[key.Value]:
			d.add("field-duplicate", key, at, key.Value, "")
		default:
			seen[key.Value] = true
			visit(key, value, at)
		}
	}
}

// maxEntries bounds what is read of a list; it is over every limit of Check, so that Check tells.
const maxEntries = 1000

// list reads a sequence; each is called with the index of every entry.
func (d *decoder) list(each func(i int) reader) reader {
	return func(n *yaml.Node, pointer string) {
		if !d.usable(n, pointer) {
			return
		}
		if n.Kind != yaml.SequenceNode {
			d.wrong(n, pointer, "list")
			return
		}
		for i, entry := range n.Content[:min(len(n.Content), maxEntries)] {
			each(i)(entry, pointer+"/"+strconv.Itoa(i))
		}
	}
}

// text reads a text, cleaned.
func (d *decoder) text(into *string) reader {
	return func(n *yaml.Node, pointer string) {
		if !d.usable(n, pointer) {
			return
		}
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" {
			d.wrong(n, pointer, "text")
			return
		}
		*into = Clean(n.Value)
	}
}

// strings reads a list of texts.
func (d *decoder) strings(into *[]string) reader {
	return d.list(func(int) reader {
		return func(n *yaml.Node, pointer string) {
			text := ""
			d.text(&text)(n, pointer)
			*into = append(*into, text)
		}
	})
}

// whole reads an integer.
func (d *decoder) whole(into *int64) reader {
	return func(n *yaml.Node, pointer string) {
		if !d.usable(n, pointer) {
			return
		}
		value, err := strconv.ParseInt(n.Value, 10, 64)
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil {
			d.wrong(n, pointer, "whole number")
			return
		}
		*into = value
	}
}

// truth reads true or false.
func (d *decoder) truth(into *bool) reader {
	return func(n *yaml.Node, pointer string) {
		if !d.usable(n, pointer) {
			return
		}
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
			d.wrong(n, pointer, "truth value")
			return
		}
		*into = strings.EqualFold(n.Value, "true")
	}
}

// escape writes a key as part of a JSON pointer (RFC 6901).
func escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

// placed gives findings that were made by pointer the line and column of the nearest node.
func (d *decoder) placed(findings []Finding) []Finding {
	for i, f := range findings {
		if f.File != Name { // it is about an image
			continue
		}
		pointer := f.Pointer
		at, known := d.places[pointer]
		for !known && pointer != "" {
			pointer = pointer[:max(strings.LastIndexByte(pointer, '/'), 0)]
			at, known = d.places[pointer]
		}
		findings[i].Line, findings[i].Col = at.line, at.col
	}
	return findings
}

// ordered returns findings by their place.
func ordered(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	return findings
}
