package check

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Limits of locale files.
const (
	MaxFile     = 4 << 20  // bytes of a file
	MaxMessages = 50_000   // in a file
	MaxMessage  = 16 << 10 // bytes of a form
	MaxID       = 200      // bytes of an id
	MaxFindings = 1_000    // that are listed of a file
)

// Place is where something stands in a file, from 1; 0 where unknown.
type Place struct{ Line, Col int }

// Part names a message of a file, or one of its forms.
type Part struct{ ID, Form string }

// File is a locale file as far as it can be used.
type File struct {
	Name     string // path within the folder
	Locale   string // canonical, or "" when the name holds none
	Messages []*message.Message
	Held     []string // ids of messages that the file has and that cannot be used
	Places   map[Part]Place
	Findings []Finding
	Broken   bool // nothing of the file can be used
}

// ReadFile reads a locale file and checks all that can be checked of it alone: its name, its syntax and its
// structure (F01 to F17). What is wrong with one message holds back that message; the others are read.
func ReadFile(name string, data []byte) File { return Reread(name, data, Known{}) }

// Known is what is known of a file before it is read.
type Known struct {
	Root     *format.Node       // what the bytes say; nil to parse them
	Messages []*message.Message // of the file as it was, by id: those that are plain texts and still say the same are taken over
}

// Reread is [ReadFile] for a file of which something is known.
func Reread(name string, data []byte, known Known) File {
	locale, findings := LocaleOf(name)
	r := &reader{known: known, file: File{Name: name, Locale: locale, Findings: findings, Places: map[Part]Place{}}, entries: map[string]any{}}
	if locale == "" {
		r.file.Broken = true
		return r.file
	}
	err := r.read(data)
	if err != nil {
		r.file.Broken = true
		r.file.Messages, r.file.Held = nil, nil
	}
	Sort(r.file.Findings)
	return r.file
}

// errBroken ends the reading of a file whose finding is already noted.
var errBroken = errors.New("check: file cannot be read")

// byteOrderMark is what some editors put before UTF-8.
var byteOrderMark = []byte("\ufeff")

// reader gathers messages and findings of one file.
type reader struct {
	known   Known
	file    File
	entries map[string]any // messages by id, as go-i18n reads them: a text, or a map of its reserved keys with the id
}

func (r *reader) note(check string, severity Severity, at Place, key string, facts Facts) *Finding {
	f := Finding{
		Check: check, Severity: severity, Locale: r.file.Locale, File: r.file.Name,
		Line: at.Line, Col: at.Col, Key: key, Word: check, Facts: facts,
	}
	if len(r.file.Findings) >= MaxFindings {
		return &f
	}
	r.file.Findings = append(r.file.Findings, f)
	return &r.file.Findings[len(r.file.Findings)-1]
}

// breaks notes what makes the whole file unusable.
func (r *reader) breaks(check, word string, at Place, facts Facts) error {
	r.note(check, Error, at, "", facts).as(word)
	return errBroken
}

// hold notes what makes one message unusable.
func (r *reader) hold(check string, at Place, id string, facts Facts) *Finding {
	r.file.Held = append(r.file.Held, id)
	return r.note(check, Error, at, id, facts)
}

func (r *reader) read(data []byte) error {
	data, err := r.guardBytes(data)
	if err != nil {
		return err
	}
	root := r.known.Root
	if root == nil {
		root, err = format.Parse(r.file.Name, data)
	}
	if err != nil {
		return r.syntax(err)
	}
	err = r.walkRoot(root)
	if err != nil {
		return err
	}
	if len(r.entries) > MaxMessages {
		return r.breaks("F16", "messages", Place{}, Facts{"Limit": MaxMessages})
	}
	if len(r.entries) == 0 && len(r.file.Held) == 0 {
		r.note("F17", Warn, Place{}, "", nil)
	}
	same := r.takeSame()
	read, err := message.Read(r.tree())
	if err != nil {
		return r.breaks("F03", "reason", Place{}, Facts{"Reason": err.Error()})
	}
	r.file.Messages = merge(same, read)
	return nil
}

// takeSame takes out of the entries those that are known, and returns their messages.
func (r *reader) takeSame() []*message.Message {
	same := make([]*message.Message, 0, len(r.known.Messages))
	for _, m := range r.known.Messages {
		if text, plain := r.entries[m.ID].(string); plain && m.Is(text) {
			same = append(same, m)
			delete(r.entries, m.ID)
		}
	}
	return same
}

// merge makes one list of two, both in the order of their ids.
func merge(a, b []*message.Message) []*message.Message {
	if len(a) == 0 {
		return b
	}
	merged := make([]*message.Message, 0, len(a)+len(b))
	for _, m := range b {
		i, _ := slices.BinarySearchFunc(a, m.ID, func(m *message.Message, id string) int { return strings.Compare(m.ID, id) })
		merged, a = append(append(merged, a[:i]...), m), a[i:]
	}
	return append(merged, a...)
}

// tree is the messages as go-i18n reads them best: a list of one map with all texts by id, and of a map for each message
// that is more than a text.
func (r *reader) tree() []any {
	texts := make(map[string]any, len(r.entries))
	tree := []any{texts}
	for id, entry := range r.entries {
		if _, text := entry.(string); text {
			texts[id] = entry
		} else {
			tree = append(tree, entry)
		}
	}
	return tree
}

// guardBytes checks size and encoding, and takes off a byte order mark.
func (r *reader) guardBytes(data []byte) ([]byte, error) {
	if len(data) > MaxFile {
		return nil, r.breaks("F16", "file", Place{}, Facts{"Limit": MaxFile})
	}
	if rest, marked := bytes.CutPrefix(data, byteOrderMark); marked {
		data = rest
		r.note("F02", Warn, Place{1, 1}, "", nil)
	}
	if bad := invalidUTF8(data); bad >= 0 {
		line := bytes.Count(data[:bad], []byte("\n"))
		col := bad - bytes.LastIndexByte(data[:bad], '\n')
		return nil, r.breaks("F01", "", Place{line + 1, col}, Facts{"Byte": fmt.Sprintf("0x%02X", data[bad])})
	}
	return data, nil
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// syntax notes why a parser refused the file; its reasons tell duplicate keys from other mistakes.
func (r *reader) syntax(err error) error {
	var at *format.SyntaxError
	if !errors.As(err, &at) {
		return r.breaks("F03", "reason", Place{}, Facts{"Reason": err.Error()})
	}
	check := "F03"
	switch {
	case strings.Contains(at.Reason, "already been defined"):
		check = "F07"
	case strings.Contains(at.Reason, "nested deeper"), strings.Contains(at.Reason, "more than"):
		check = "F16"
	}
	return r.breaks(check, "reason", Place{at.Line, at.Col}, Facts{"Reason": at.Reason})
}
