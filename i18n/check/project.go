package check

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Project is what a project says about itself beside its messages: the file project.yaml in its folder.
type Project struct {
	Source    string               `yaml:"source"`    // its source locale; "" stands for the usual one
	Severity  map[string]string    `yaml:"severity"`  // by check: error, warn, info or off
	Threshold int                  `yaml:"threshold"` // percent of messages that a locale must have to be offered
	Fallback  map[string][]string  `yaml:"fallback"`  // locales that stand in for another, by locale
	Keep      []string             `yaml:"keep"`      // words that no language translates
	Glossary  []Term               `yaml:"glossary"`
	Style     map[string]string    `yaml:"style"`    // how a locale is to be written, for its translators
	Messages  map[string]Reference `yaml:"messages"` // by id; one that ends with "*" is for all ids that begin so

	Arguments map[string]message.Kind `yaml:"arguments"` // what arguments are in all messages, by name
}

// Reference is what translators are told of a message beside its description.
type Reference struct {
	Where      string   `yaml:"where"`      // where it is used
	Screenshot string   `yaml:"screenshot"` // a picture in the project's folder, or an address
	MaxLength  int      `yaml:"max_length"` // graphemes (UAX #29); 0 for no limit
	MaxWidth   int      `yaml:"max_width"`  // columns, of which wide letters take two (UAX #11); 0 for no limit
	Skip       []string `yaml:"skip"`       // checks that do not hold for it, as "Q23" for all locales or "Q23 es" for one

	Arguments map[string]message.Kind `yaml:"arguments"` // what its arguments are, by name
}

// ProjectFile is the name of the file in a project's folder that says what [Project] holds.
const ProjectFile = "project.yaml"

// ReadProject reads a project's file. Its findings are of the check B06: what cannot be read counts for
// nothing, so that a slip in it takes no words away.
func ReadProject(name string, data []byte) (Project, []Finding) {
	var p Project
	err := format.Settings(data, &p)
	if err == nil {
		return p, p.judge(name)
	}
	f := Finding{Check: "B06", Severity: Error, File: name, Word: "B06", Facts: Facts{"Reason": err.Error()}}
	var at *format.SyntaxError
	if errors.As(err, &at) {
		f.Line, f.Facts = at.Line, Facts{"Reason": at.Reason}
	}
	return Project{}, []Finding{f}
}

// judge checks what a project says of itself: its severities (B06) and fallbacks (B03).
func (p *Project) judge(name string) []Finding {
	var all []Finding
	for _, check := range slices.Sorted(maps.Keys(p.Severity)) {
		if !slices.Contains([]string{"error", "warn", "info", off}, p.Severity[check]) {
			all = append(all, Finding{
				Check: "B06", Severity: Error, File: name, Word: "B06-severity",
				Facts: Facts{"Check": check, "Text": p.Severity[check]},
			})
		}
	}
	for _, locale := range slices.Sorted(maps.Keys(p.Fallback)) {
		if p.returns(locale, locale, nil) {
			all = append(all, Finding{Check: "B03", Severity: Error, File: name, Locale: locale, Word: "B03", Facts: Facts{"Locale": locale}})
		}
	}
	all = append(all, badKinds(name, p.Arguments)...)
	for _, id := range slices.Sorted(maps.Keys(p.Messages)) {
		all = append(all, badKinds(name, p.Messages[id].Arguments)...)
	}
	return all
}

// badKinds notes arguments that are declared to be what there is not (B06).
func badKinds(file string, declared map[string]message.Kind) []Finding {
	var all []Finding
	for _, argument := range slices.Sorted(maps.Keys(declared)) {
		if kind := declared[argument]; !kind.Known() {
			all = append(all, Finding{
				Check: "B06", Severity: Error, File: file, Word: "B06-argument", Facts: Facts{"Name": argument, "Text": string(kind)},
			})
		}
	}
	return all
}

// Declares reports whether the project says anything of arguments.
func (p *Project) Declares() bool {
	if len(p.Arguments) > 0 {
		return true
	}
	for _, r := range p.Messages {
		if len(r.Arguments) > 0 {
			return true
		}
	}
	return false
}

// Kinds returns what the arguments of a message are, by name: what is said of exactly this id over what is said of ids
// that begin like it, the longest beginning first, over what is said of all. Kinds that there are not count for nothing.
func (p *Project) Kinds(id string) map[string]message.Kind {
	kinds := maps.Clone(p.Arguments)
	for _, key := range slices.Sorted(maps.Keys(p.Messages)) { // a longer beginning comes after a shorter one
		if prefix, many := strings.CutSuffix(key, "*"); many && strings.HasPrefix(id, prefix) {
			kinds = over(kinds, p.Messages[key].Arguments)
		}
	}
	kinds = over(kinds, p.Messages[id].Arguments)
	maps.DeleteFunc(kinds, func(_ string, k message.Kind) bool { return !k.Known() })
	return kinds
}

func over(kinds, upper map[string]message.Kind) map[string]message.Kind {
	if kinds == nil {
		return maps.Clone(upper)
	}
	maps.Copy(kinds, upper)
	return kinds
}

// returns reports whether the locales that stand in for one lead back to another.
func (p *Project) returns(from, to string, seen []string) bool {
	for _, next := range p.Fallback[from] {
		if next == to {
			return true
		}
		if !slices.Contains(seen, next) && p.returns(next, to, append(seen, next)) {
			return true
		}
	}
	return false
}

// keeps reports whether no language translates a word.
func (p *Project) keeps(word string) bool {
	return slices.ContainsFunc(p.Keep, func(kept string) bool { return strings.EqualFold(kept, word) })
}

// skips reports whether the project does not want a finding.
func (p *Project) skips(f *Finding) bool {
	for id, r := range p.Messages {
		prefix, many := strings.CutSuffix(id, "*")
		if id != f.Key && !(many && strings.HasPrefix(f.Key, prefix)) {
			continue
		}
		if slices.Contains(r.Skip, f.Check) || slices.Contains(r.Skip, f.Check+" "+f.Locale) {
			return true
		}
	}
	return false
}

// off is the severity of checks that a project does not want.
const off = "off"

// Weigh returns findings with the severity that the project wants. Errors that hold a message or a file back stay
// errors: a client must not meet them.
func (p *Project) Weigh(findings []Finding) []Finding {
	weighed := make([]Finding, 0, len(findings))
	for _, f := range findings {
		wanted := p.Severity[f.Check]
		if f.Severity != Error && (wanted == off || p.skips(&f)) {
			continue
		}
		if f.Severity != Error && wanted != "" {
			f.Severity = Severity(wanted)
		}
		weighed = append(weighed, f)
	}
	return weighed
}

// readSettings reads the file of a project that is a folder of a tree; a missing one says nothing.
func readSettings(fsys fs.FS, project string) (Project, []Finding, error) {
	name := path.Join(project, ProjectFile)
	data, err := ReadBytes(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return Project{}, nil, nil
	}
	if err != nil {
		return Project{}, nil, err
	}
	p, findings := ReadProject(name, data)
	return p, findings, nil
}
