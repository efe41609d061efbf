package i18n

import (
	"crypto/sha256"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"

	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

//go:embed locales
var embedded embed.FS

// Layer is a tree of locale files, <project>/active.<tag>.{toml,json,yaml,yml}. One whose Files are [Writable] can be
// written; one whose Files are [Polled] is looked at more often.
type Layer struct {
	Name      string // for findings and logs
	Files     fs.FS
	Directory string // the folder on disk to watch for changes, or "" when it cannot change or is only swept
}

// Embedded is the layer of the program's own words: project "store" in the ten languages.
func Embedded() Layer {
	files, err := fs.Sub(embedded, "locales")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return Layer{Name: "embedded", Files: files}
}

// Directory is the layer of a folder on disk, which need not be there yet.
func Directory(folder string) Layer {
	return Layer{Name: folder, Files: directory{os.DirFS(folder), folder}, Directory: folder}
}

// document is a locale file as it was read last, with what was good of it.
type document struct {
	project string
	version string // of the file, where a layer knows versions
	hash    [sha256.Size]byte
	file    check.File
	rules   *message.Rules
	good    map[string]*Message // the messages that were taken from it, by id
	held    map[string]*Message // the messages that are held back for an error, by id

	verdicts map[*Message]verdict
	settings *check.Project // of the file that says what the project is; nil for files of messages
}

// read reads the documents of a layer by path. Files that are as they were keep their document; the
// others get a new one with the good messages of the old. changed reports whether anything is different.
// What cannot be read stays as it was, and is told of by err, beside the documents of all else; only when
// the tree itself cannot be read there are no documents.
func (l Layer) read(before map[string]*document) (documents map[string]*document, changed bool, err error) {
	if polled, ok := l.Files.(Polled); ok {
		err := polled.Look()
		if err != nil {
			return nil, false, err
		}
	}
	documents = make(map[string]*document, len(before))
	projects, err := fs.ReadDir(l.Files, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return documents, len(before) > 0, nil
	}
	if err != nil {
		return nil, false, err
	}
	var unread []error
	for _, p := range projects {
		if !p.IsDir() {
			continue
		}
		fresh, err := l.readProject(p.Name(), before, documents)
		unread = append(unread, err)
		changed = changed || fresh
	}
	return documents, changed || len(documents) != len(before), errors.Join(unread...)
}

// readProject adds the documents of a project.
func (l Layer) readProject(project string, before, documents map[string]*document) (changed bool, err error) {
	entries, err := fs.ReadDir(l.Files, project)
	if err != nil {
		for name, d := range before {
			if d.project == project {
				documents[name] = d
			}
		}
		return false, err
	}
	var unread []error
	for _, e := range entries {
		if e.IsDir() || !check.IsMessageFile(e.Name()) && e.Name() != check.ProjectFile {
			continue
		}
		name := path.Join(project, e.Name())
		if d := before[name]; d != nil && d.version != "" && d.version == l.version(name) {
			documents[name] = d
			continue
		}
		data, err := check.ReadBytes(l.Files, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // replaced while we looked; the next look sees it
		}
		if err != nil {
			unread = append(unread, err)
			if before[name] != nil {
				documents[name] = before[name]
			}
			continue
		}
		d := before[name].next(project, name, data)
		d.version = l.version(name)
		documents[name] = d
		changed = changed || d != before[name]
	}
	return changed, errors.Join(unread...)
}

// version names what a file says, as far as the layer knows without reading it; "" for nothing known.
func (l Layer) version(name string) string {
	if polled, ok := l.Files.(Polled); ok {
		return polled.Version(name)
	}
	return ""
}

// next returns the document for new bytes of the file; it is d itself when they are the same. d may be nil.
func (d *document) next(project, name string, data []byte) *document {
	hash := sha256.Sum256(data)
	if d != nil && d.hash == hash {
		return d
	}
	if path.Base(name) == check.ProjectFile {
		settings, findings := check.ReadProject(name, data)
		return &document{project: project, hash: hash, file: check.File{Name: name, Findings: findings}, settings: &settings}
	}
	n := &document{project: project, hash: hash, file: check.ReadFile(name, data), verdicts: map[*Message]verdict{}}
	n.rules, _ = message.RulesOf(n.file.Locale) // a file in a locale without rules is broken and has no messages
	if d != nil {
		n.good = d.good
	}
	return n
}

// verdict is what a message was found to be beside its original in the source locale.
type verdict struct {
	original *Message
	findings []check.Finding
	failed   bool
}

// judge checks a message beside its original, which is nil in the source locale. While neither changes the
// verdict stands. What a project says of itself changes no error, so it is not asked here.
func (d *document) judge(m, original *Message) verdict {
	if v, ok := d.verdicts[m]; ok && v.original == original {
		return v
	}
	findings := d.file.Locate(check.Judge(check.Case{Message: m, Source: original, Rules: d.rules, Locale: d.file.Locale}))
	v := verdict{original, findings, check.Failed(findings)}
	d.verdicts[m] = v
	return v
}

// take chooses the messages that go live: those of the file that have no error, and for the others the last
// good one. It returns them by id, notes them as good, and gives what was found.
func (d *document) take(originals map[string]*Message) (map[string]*Message, []check.Finding) {
	taken := make(map[string]*Message, len(d.file.Messages))
	var findings []check.Finding
	var fallen []string
	d.held = map[string]*Message{}
	for _, m := range d.file.Messages {
		v := d.judge(m, originals[m.ID])
		findings = append(findings, v.findings...)
		if v.failed {
			fallen = append(fallen, m.ID)
			d.held[m.ID] = m
			continue
		}
		taken[m.ID] = m
	}
	for _, id := range append(fallen, d.missing()...) {
		if m := d.good[id]; m != nil && !d.judge(m, originals[id]).failed {
			taken[id] = m
		}
	}
	d.good = taken
	return taken, findings
}

// missing lists the ids that the file should have and that could not be read.
func (d *document) missing() []string {
	if !d.file.Broken {
		return d.file.Held
	}
	ids := make([]string, 0, len(d.good))
	for id := range d.good {
		ids = append(ids, id)
	}
	return ids
}
