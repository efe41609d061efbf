package i18n

import (
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/check"
)

// ErrProjectNotFound: no project has that name. Fact: project.
var ErrProjectNotFound = fault.Define(fault.NotFound, "project-not-found")

// Bundle is all projects at one moment. It is immutable: a request takes one and uses it to its end.
type Bundle struct {
	projects map[string]*Project
	findings []check.Finding
	parts    map[place]*part // what the files of each locale came to
}

// NewBundle makes a bundle of projects.
func NewBundle(projects ...*Project) *Bundle {
	b := &Bundle{projects: make(map[string]*Project, len(projects))}
	for _, p := range projects {
		b.projects[p.name] = p
	}
	return b
}

// Project returns the project of that name, or [ErrProjectNotFound].
func (b *Bundle) Project(name string) (*Project, error) {
	p, ok := b.projects[name]
	if !ok {
		return nil, ErrProjectNotFound.With("project", name)
	}
	return p, nil
}

// Store returns the program's own words; a bundle without them gives an empty project.
func (b *Bundle) Store() *Project {
	if p, ok := b.projects[StoreProject]; ok {
		return p
	}
	return emptyProject
}

// Projects lists the names of the projects in alphabetical order.
func (b *Bundle) Projects() []string { return slices.Sorted(maps.Keys(b.projects)) }

// FindingsOf lists what is wrong with the messages of a project in a locale, in the order of files and lines.
func (b *Bundle) FindingsOf(project string, locale Locale) []check.Finding {
	var found []check.Finding
	for _, f := range b.findings {
		if f.Locale == string(locale) && f.Key != "" && strings.HasPrefix(f.File, project+"/") {
			found = append(found, f)
		}
	}
	return found
}

// FilesOf lists what is wrong with the files of a project as wholes, such as one that cannot be read: its last good
// version stands.
func (b *Bundle) FilesOf(project string) []check.Finding {
	var found []check.Finding
	for _, f := range b.findings {
		if f.Key == "" && f.Severity != check.Info && strings.HasPrefix(f.File, project+"/") {
			found = append(found, f)
		}
	}
	return found
}

// Held returns the text of a message that a file has and that is held back for an error, or nil.
func (b *Bundle) Held(project string, locale Locale, id string) *Message {
	if p := b.parts[place{project, locale}]; p != nil {
		return p.held[id]
	}
	return nil
}

// Findings lists what is wrong with the files that the bundle was read from, in the order of files and lines.
func (b *Bundle) Findings() []check.Finding { return b.findings }

// Errors lists what of a project's files is held back, in the order of files and lines.
func (b *Bundle) Errors(project string) []check.Finding {
	var found []check.Finding
	for _, f := range b.findings {
		if f.Severity == check.Error && strings.HasPrefix(f.File, project+"/") {
			found = append(found, f)
		}
	}
	return found
}
