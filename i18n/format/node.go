package format

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// Kind says what a [Node] is.
type Kind int

// The kinds of nodes.
const (
	Map  Kind = iota // has Fields
	List             // has Items
	Text             // has Text
	Null
	Scalar // a number, a boolean or a date, which no text of a translator is; Text is as written
)

// Node is a value of a locale file with its place, the same for every syntax. Keys are kept as often as they
// stand in the file.
type Node struct {
	Kind      Kind
	Line, Col int // from 1, col in bytes; 0 where the syntax does not tell
	Text      string
	Fields    []Field
	Items     []*Node
}

// Field is one key of a map.
type Field struct {
	Key       string
	Line, Col int
	Value     *Node
}

// SyntaxError says where a file cannot be read.
type SyntaxError struct {
	Line, Col int // from 1; 0 where unknown
	Reason    string
}

// Error gives place and reason, in English.
func (e *SyntaxError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Reason) }

// Limits of a tree; what exceeds them is a *[SyntaxError].
const (
	MaxDepth = 16      // maps and lists within each other
	MaxNodes = 400_000 // values in all, aliases of YAML counted as often as they are used
)

// parsers read the syntaxes by the extension of a file's name.
var parsers = map[string]func([]byte) (*Node, error){
	".json": parseJSON, ".toml": parseTOML, ".yaml": parseYAML, ".yml": parseYAML,
}

// Readable reports whether files of that name are of a syntax that Parse reads.
func Readable(name string) bool { return parsers[path.Ext(name)] != nil }

// Parse reads a file by the extension of its name: .json, .toml, .yaml or .yml. Of an empty file the result
// is an empty map. The error is a *[SyntaxError].
func Parse(name string, data []byte) (*Node, error) {
	parse, ok := parsers[path.Ext(name)]
	if !ok {
		return nil, &SyntaxError{Reason: "not a JSON, TOML or YAML file by its name"}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return &Node{Line: 1, Col: 1}, nil
	}
	return parse(data)
}

// lines turns byte offsets into lines and columns.
type lines struct {
	data []byte
	line int // of offset at
	at   int
	from int // where that line begins
}

// place returns the line and column of an offset; offsets must not go backwards.
func (l *lines) place(offset int) (line, col int) {
	for ; l.at < offset && l.at < len(l.data); l.at++ {
		if l.data[l.at] == '\n' {
			l.line++
			l.from = l.at + 1
		}
	}
	return l.line + 1, offset - l.from + 1
}

func tooDeep(line, col int) error {
	return &SyntaxError{line, col, fmt.Sprintf("nested deeper than %d", MaxDepth)}
}

func tooMany(line, col int) error {
	return &SyntaxError{line, col, fmt.Sprintf("more than %d values", MaxNodes)}
}

// firstLine cuts off what libraries add below their reason.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
