package check

import (
	"bytes"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Mends reports whether it is known how to mend a finding: its text is rewritten, the mark before the file
// taken off (F02), or the file called by its locale (F05).
func (f *Finding) Mends() bool { return f.Rewrites || f.Check == "F02" || f.Check == "F05" }

// Mend returns a file's bytes with what its findings say to write, and how many of them it has followed. Of a
// form that several findings rewrite it follows the first: the next ones must be found again, in the mended text.
// Findings of other files, those that no writing mends and messages that cannot be changed are left alone.
func Mend(name string, data []byte, findings []Finding) (mended []byte, followed []Finding) {
	m := mender{name: name, data: data, done: map[Part]bool{}}
	for _, f := range findings {
		if f.File == name && m.follow(f) {
			followed = append(followed, f)
		}
	}
	return m.data, followed
}

type mender struct {
	name  string
	data  []byte
	forms map[string]map[message.Category]string // by id; read when first needed
	done  map[Part]bool
}

func (m *mender) follow(f Finding) bool {
	switch {
	case f.Check == "F02":
		rest, marked := bytes.CutPrefix(m.data, byteOrderMark)
		m.data = rest
		return marked
	case f.Rewrites:
		return m.rewrite(f)
	}
	return false
}

func (m *mender) rewrite(f Finding) bool {
	part := Part{f.Key, f.Form}
	forms := maps.Clone(m.read()[f.Key])
	c := message.Category(f.Form)
	if m.done[part] || forms[c] == "" || forms[c] == f.Fix || f.Fix == "" {
		return false
	}
	forms[c] = f.Fix
	data, err := format.Set(m.name, m.data, f.Key, forms)
	if err != nil {
		return false
	}
	m.data, m.forms[f.Key], m.done[part] = data, forms, true
	return true
}

func (m *mender) read() map[string]map[message.Category]string {
	if m.forms == nil {
		m.forms = map[string]map[message.Category]string{}
		for _, read := range ReadFile(m.name, m.data).Messages {
			m.forms[read.ID] = read.Forms
		}
	}
	return m.forms
}

// FilesOf lists the files that have findings which can be mended.
func FilesOf(findings []Finding) []string {
	files := map[string]bool{}
	for _, f := range findings {
		if f.Mends() {
			files[f.File] = true
		}
	}
	return slices.Sorted(maps.Keys(files))
}
