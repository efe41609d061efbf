package check

import (
	"maps"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// Whole checks all files of a project together: each by itself, each message beside its source, and each
// locale beside the others. What the project says of severities holds for what is returned.
func Whole(files []File, project Project) []Finding {
	var all []Finding
	var locales []string
	for _, f := range files {
		all = append(all, f.Findings...)
		if !f.Broken && len(f.Messages) > 0 && !slices.Contains(locales, f.Locale) {
			locales = append(locales, f.Locale)
		}
	}
	w := whole{project: &project, files: files, source: SourceOf(project.Source, locales)}
	w.originals = w.gather(w.source)
	found := make([][]Finding, len(locales))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, locale := range locales {
		group.Go(func() error {
			found[i] = w.locale(locale)
			return nil
		})
	}
	_ = group.Wait() // none of them returns an error
	return project.Weigh(slices.Concat(append(found, all)...))
}

// whole is a project while it is checked.
type whole struct {
	project   *Project
	files     []File
	source    string
	originals map[string]located
}

// located is a message and the file that has it.
type located struct {
	*message.Message
	file *File
}

// gather returns the messages of a locale by id; of two the first.
func (w *whole) gather(locale string) map[string]located {
	all := map[string]located{}
	for i := range w.files {
		f := &w.files[i]
		if f.Locale != locale {
			continue
		}
		for _, m := range f.Messages {
			if _, twice := all[m.ID]; !twice {
				all[m.ID] = located{m, f}
			}
		}
	}
	return all
}

// locale checks the messages of one locale.
func (w *whole) locale(locale string) []Finding {
	messages := w.gather(locale)
	all := w.doubles(locale, messages)
	rules, _ := message.RulesOf(locale) // a file in a locale without rules has no messages
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		m := messages[id]
		c := Case{Message: m.Message, Rules: rules, Locale: locale, From: w.source, Project: w.project}
		if locale != w.source {
			c.Source = w.originals[id].Message
		}
		found := Judge(c)
		if !Failed(found) {
			found = append(found, Advise(c)...)
		}
		all = append(all, m.file.Locate(found)...)
	}
	if locale != w.source {
		all = append(all, w.beside(locale, messages, rules)...)
	}
	return all
}

// doubles finds ids that several files of a locale have (F08).
func (w *whole) doubles(locale string, messages map[string]located) []Finding {
	var all []Finding
	for i := range w.files {
		f := &w.files[i]
		if f.Locale != locale {
			continue
		}
		for _, m := range f.Messages {
			if first := messages[m.ID].file; first != f {
				all = append(all, f.Locate([]Finding{{
					Check: "F08", Severity: Error, Locale: locale, Key: m.ID, Word: "F08-file", Facts: Facts{"File": first.Name},
				}})...)
			}
		}
	}
	return all
}

// beside compares the messages of a locale with the source's: what is missing, what is too many, and what is
// said twice.
func (w *whole) beside(locale string, messages map[string]located, rules *message.Rules) []Finding {
	var all []Finding
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		if _, known := w.originals[id]; !known {
			all = append(all, messages[id].file.Locate([]Finding{{Check: "B01", Severity: Warn, Locale: locale, Key: id, Word: "B01"}})...)
		}
	}
	all = append(all, w.complete(locale, messages)...)
	return append(all, w.likeness(locale, messages, len(rules.Categories()) > 1)...)
}

// fewNamed is how many missing messages a finding names.
const fewNamed = 5

// complete tells how much of the source a locale has (B02), and whether that is enough to be offered (B04).
func (w *whole) complete(locale string, messages map[string]located) []Finding {
	var lacks []string
	for _, id := range slices.Sorted(maps.Keys(w.originals)) {
		if _, ok := messages[id]; !ok {
			lacks = append(lacks, id)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	have := (len(w.originals) - len(lacks)) * 100 / len(w.originals)
	facts := Facts{
		"Locale": locale, "Count": len(lacks), "Percent": have, "Limit": w.project.Threshold,
		"IDs": strings.Join(lacks[:min(fewNamed, len(lacks))], ", "),
	}
	file := ""
	for i := range w.files {
		if w.files[i].Locale == locale {
			file = w.files[i].Name
			break
		}
	}
	all := []Finding{{Check: "B02", Severity: Info, Locale: locale, File: file, Word: "B02", Facts: facts}}
	if have < w.project.Threshold {
		all = append(all, Finding{Check: "B04", Severity: Warn, Locale: locale, File: file, Word: "B04", Facts: facts})
	}
	return all
}
