package check

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// DefaultSource is the source locale of projects for which nothing else is said.
const DefaultSource = "en"

// Dir checks a folder of locale files, <project>/active.<tag>.{toml,json,yaml,yml}, and lists what is wrong,
// ordered by file and place. sources names the source locale by project; the others' is [SourceOf]. The error
// is that of reading the folder.
func Dir(fsys fs.FS, sources map[string]string) ([]Finding, error) {
	projects, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, p := range projects {
		if !p.IsDir() {
			continue
		}
		files, err := readProject(fsys, p.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, checkProject(files, sources[p.Name()])...)
	}
	Sort(all)
	return all, nil
}

// Sort orders findings by file and place.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Col-b.Col)
	})
}

// readProject reads the locale files of one project's folder, in alphabetical order.
func readProject(fsys fs.FS, project string) ([]File, error) {
	entries, err := fs.ReadDir(fsys, project)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, e := range entries {
		if e.IsDir() || !IsMessageFile(e.Name()) {
			continue
		}
		name := path.Join(project, e.Name())
		data, err := ReadBytes(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // replaced while we looked
		}
		if err != nil {
			return nil, err
		}
		files = append(files, ReadFile(name, data))
	}
	return files, nil
}

// ReadBytes reads a file, of one that is larger than [MaxFile] only so much that [ReadFile] sees it.
func ReadBytes(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	return io.ReadAll(io.LimitReader(f, MaxFile+1))
}

// SourceOf returns the source locale of a project that has texts in the given locales: said, when it is, else
// English when there is any, else the first by tag.
func SourceOf(said string, locales []string) string {
	if said != "" || len(locales) == 0 {
		return said
	}
	if slices.Contains(locales, DefaultSource) {
		return DefaultSource
	}
	return slices.Min(locales)
}

func checkProject(files []File, said string) []Finding {
	var all []Finding
	var locales []string
	for _, f := range files {
		all = append(all, f.Findings...)
		if !f.Broken && len(f.Messages) > 0 {
			locales = append(locales, f.Locale)
		}
	}
	source := SourceOf(said, locales)
	texts := map[string]*message.Message{}
	for _, f := range files {
		if f.Locale == source {
			for _, m := range f.Messages {
				texts[m.ID] = m
			}
		}
	}
	seen := map[[2]string]string{}
	for _, f := range files {
		all = append(all, checkFile(f, source, texts, seen)...)
	}
	return all
}

// checkFile judges the messages of a file; seen names the file of every locale and id so far (F08).
func checkFile(f File, source string, texts map[string]*message.Message, seen map[[2]string]string) []Finding {
	var all []Finding
	rules, _ := message.RulesOf(f.Locale) // a file in a locale without rules has no messages
	for _, m := range f.Messages {
		c := Case{Message: m, Rules: rules, Locale: f.Locale}
		if f.Locale != source {
			c.Source = texts[m.ID]
		}
		found := Judge(c)
		key := [2]string{f.Locale, m.ID}
		if first, twice := seen[key]; twice {
			found = append(found, Finding{
				Check: "F08", Severity: Error, Locale: f.Locale, Key: m.ID, Message: "the id is also in " + first,
			})
		} else {
			seen[key] = f.Name
		}
		all = append(all, f.Locate(found)...)
	}
	return all
}
