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

// Set returns a locale file in which the message id has the texts forms and nothing else is changed: comments,
// order, quotes, indentation and line endings stay, as do the message's other fields. A message that the file
// has not is added at the end in the file's own style; nil takes one out, with the comment lines that are clearly
// its own: those right above it when a blank line or the end of the file follows it, and which do not begin the file.
//
// name says the syntax by its extension, as for [Parse]; empty data gives a new file. Empty texts count as
// missing. Every result was read again and compared; where none is right the error is [ErrUneditable]. Files
// that cannot be read are a *[SyntaxError].
func Set(name string, data []byte, id string, forms map[message.Category]string) ([]byte, error) {
	ext := path.Ext(name)
	rest, marked := bytes.CutPrefix(data, byteOrderMark)
	root, err := parseWhole(name, rest)
	if err != nil {
		return nil, err
	}
	before, ok := find(root, id)
	if !ok || id == "" {
		return nil, ErrUneditable
	}
	wanted := texts(forms)
	if before == nil && len(wanted) == 0 || before != nil && forms != nil && maps.Equal(before.texts(), wanted) {
		return data, nil
	}
	s := setting{name: name, data: rest, dialect: dialects[ext], root: root, before: before, id: id, forms: wanted}
	result, err := s.run()
	if err == nil && marked {
		result = slices.Concat(byteOrderMark, result)
	}
	return result, err
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
func (s *setting) run() ([]byte, error) {
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
			if result := e.apply(); s.right(result) {
				return result, nil
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

// right reports whether a result reads as the file did, but for the message.
func (s *setting) right(result []byte) bool {
	root, err := Parse(s.name, result)
	if err != nil {
		return false
	}
	after, ok := find(root, s.id)
	if !ok || doubled(root) > doubled(s.root) || (after == nil) != (len(s.forms) == 0) || !slices.Equal(others(s.root, s.before), others(root, after)) {
		return false
	}
	switch {
	case after == nil:
		return true
	case !maps.Equal(after.texts(), s.forms):
		return false
	}
	return s.before == nil || slices.Equal(s.before.rest(), after.rest())
}

// lineEnding is what ends the first line of a file.
func lineEnding(data []byte) string {
	first, _, _ := strings.Cut(string(data[:min(len(data), 1<<16)]), "\n")
	if strings.HasSuffix(first, "\r") {
		return "\r\n"
	}
	return "\n"
}
