package format

import (
	"bytes"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// ErrUneditable is returned for files that hold a message in a way that Set cannot change: twice, by an alias
// or a merge of YAML, or beside keys that are no fields of a message.
var ErrUneditable = errors.New("format: the message cannot be changed in this file")

// dialects write the syntaxes by the extension of a file's name.
var dialects = map[string]dialect{".json": jsonDialect{}, ".toml": tomlDialect{}, ".yaml": yamlDialect{}, ".yml": yamlDialect{}}

// Document is a locale file of go-i18n's that was read: its bytes, and what they say. It does not change.
type Document struct {
	name string
	data []byte
	root *Node
}

// ReadDocument reads a locale file, which the caller must not change any more. name says the syntax by its extension, as
// for [Parse]; empty data is a new file. Files that cannot be read are a *[SyntaxError].
func ReadDocument(name string, data []byte) (*Document, error) {
	root, err := parseWhole(name, bytes.TrimPrefix(data, byteOrderMark))
	if err != nil {
		return nil, err
	}
	return &Document{name, data, root}, nil
}

// Name is what the file is called.
func (d *Document) Name() string { return d.name }

// Data are the file's bytes; the caller must not change them.
func (d *Document) Data() []byte { return d.data }

// Root is what the file says; the caller must not change it.
func (d *Document) Root() *Node { return d.root }

// Set returns the file in which the message id has the texts forms and nothing else is changed: comments,
// order, quotes, indentation and line endings stay, as do the message's other fields. A message that the file
// has not is added at the end in the file's own style; nil takes one out, with the comment lines that are clearly
// its own: those right above it when a blank line or the end of the file follows it, and which do not begin the file.
//
// Empty texts count as missing. Every result was read again and compared; where none is right the error is
// [ErrUneditable].
func (d *Document) Set(id string, forms map[message.Category]string) (*Document, error) {
	before, ok := find(d.root, id)
	if !ok || id == "" {
		return nil, ErrUneditable
	}
	wanted := texts(forms)
	if before == nil && len(wanted) == 0 || before != nil && forms != nil && maps.Equal(before.texts(), wanted) {
		return d, nil
	}
	rest, marked := bytes.CutPrefix(d.data, byteOrderMark)
	s := setting{name: d.name, data: rest, dialect: dialects[path.Ext(d.name)], root: d.root, before: before, id: id, forms: wanted}
	set, err := s.run()
	if err == nil && marked {
		set.data = slices.Concat(byteOrderMark, set.data)
	}
	return set, err
}

// Set is [ReadDocument] and [Document.Set] for one message.
func Set(name string, data []byte, id string, forms map[message.Category]string) ([]byte, error) {
	d, err := ReadDocument(name, data)
	if err == nil {
		d, err = d.Set(id, forms)
	}
	if err != nil {
		return nil, err
	}
	return d.Data(), nil
}

// byteOrderMark is what some editors put before UTF-8.
var byteOrderMark = []byte("\ufeff")

func parseWhole(name string, data []byte) (*Node, error) {
	if !utf8.Valid(data) {
		return nil, &SyntaxError{Reason: "not UTF-8"}
	}
	return Parse(name, data)
}

// texts leaves out forms without a text.
func texts(forms map[message.Category]string) map[message.Category]string {
	kept := maps.Clone(forms)
	maps.DeleteFunc(kept, func(_ message.Category, text string) bool { return text == "" })
	return kept
}

// setting is the task of one Set.
type setting struct {
	name    string
	data    []byte
	dialect dialect
	root    *Node
	before  *located // nil where the file has not the message
	id      string
	forms   map[message.Category]string // empty to take the message out
}

// run tries the ways of writing, the most faithful first, and returns the first result that reads as it should.
func (s *setting) run() (*Document, error) {
	for _, text := range s.forms {
		if !utf8.ValidString(text) {
			return nil, ErrUneditable
		}
	}
	pieces, err := s.dialect.pieces(s.data)
	if err != nil {
		return nil, ErrUneditable
	}
	for _, way := range s.ways() {
		for _, safe := range []bool{false, true} {
			e := &edit{data: s.data, root: pieces, dialect: s.dialect, eol: lineEnding(s.data), safe: safe}
			if !way(e) {
				continue
			}
			result := e.apply()
			if root := s.right(result); root != nil {
				return &Document{s.name, result, root}, nil
			}
		}
	}
	return nil, ErrUneditable
}

// ways lists how the message may be changed. Each reports false where it does not apply.
func (s *setting) ways() []func(*edit) bool {
	switch {
	case s.before == nil:
		return s.dialect.additions(s.id, s.forms)
	case len(s.forms) == 0:
		return []func(*edit) bool{
			func(e *edit) bool { return e.takeOut(s.before.whole) },
			func(e *edit) bool { return len(e.root.fields) == 1 && e.takeOutLast() },
		}
	case s.before.leaf != nil && onlyOther(s.forms):
		return []func(*edit) bool{func(e *edit) bool { return e.setText(s.before.at, s.forms[message.Other]) }}
	case s.before.leaf != nil:
		return []func(*edit) bool{func(e *edit) bool { return e.widen(s.before.at, s.forms) }}
	}
	return []func(*edit) bool{func(e *edit) bool { return e.setForms(s.before, s.forms) }}
}

func onlyOther(forms map[message.Category]string) bool {
	_, other := forms[message.Other]
	return other && len(forms) == 1
}

// right returns what a result says, or nil where it does not read as the file did, but for the message.
func (s *setting) right(result []byte) *Node {
	root, err := Parse(s.name, result)
	if err != nil {
		return nil
	}
	after, ok := find(root, s.id)
	if !ok || moreDoubled(root, s.root) || (after == nil) != (len(s.forms) == 0) || !sameOthers(s.root, root, s.before, after) {
		return nil
	}
	if after != nil && (!maps.Equal(after.texts(), s.forms) || s.before != nil && !slices.Equal(s.before.rest(), after.rest())) {
		return nil
	}
	return root
}

// lineEnding is what ends the first line of a file.
func lineEnding(data []byte) string {
	first, _, _ := strings.Cut(string(data[:min(len(data), 1<<16)]), "\n")
	if strings.HasSuffix(first, "\r") {
		return "\r\n"
	}
	return "\n"
}
