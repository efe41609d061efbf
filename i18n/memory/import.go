package memory

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of memories of other programs.
var (
	// ErrFileBroken: the file is not what its format says. Facts: project, line. A field says what is wrong.
	ErrFileBroken = fault.Define(fault.Invalid, "exchange-file-broken")
	// ErrWrongLanguages: no unit of the file is from the source locale into the locale. Facts: from, locale, found.
	ErrWrongLanguages = fault.Define(fault.Invalid, "memory-wrong-languages")
	// ErrNothingNew: all units of the file are remembered, or too long. Facts: known, skipped.
	ErrNothingNew = fault.Define(fault.Conflict, "memory-nothing-new")
	// ErrFull: the locale has as many units as one may have. Facts: limit.
	ErrFull = fault.Define(fault.Conflict, "memory-full")
	// ErrImportNotFound: the project has no such import. Facts: import.
	ErrImportNotFound = fault.Define(fault.NotFound, "memory-import-not-found")
	// ErrChanged: somebody else imported or removed units meanwhile. Facts: project, locale.
	ErrChanged = fault.Define(fault.Conflict, "memory-changed")
)

const (
	// MaxUnits is how many units of other programs a locale of a project may have.
	MaxUnits = 250_000
	// maxName is how long the name of an import may be, in characters.
	maxName = 100
	// attempts is how often an import is tried that others get in the way of.
	attempts = 5
)

// Import is units that came with one file. They leave together.
type Import struct {
	ID      string // mem_…
	Project string
	Locale  i18n.Locale
	From    i18n.Locale
	Name    string // what the units are known by, such as the file's name
	Tool    string // that wrote the file, or ""
	Units   int
	Account string // who imported it; of a program, its key
	At      time.Time
}

// Unit is a text with its translation.
type Unit struct{ Source, Target string }

// Store keeps what came from other programs.
type Store interface {
	// Add adds an import behind those that the locale has; after is the id of the latest of them, or "". [ErrChanged]
	// says that it is another one.
	Add(ctx context.Context, one Import, units []Unit, after string, record journal.Record) error

	// Remove takes an import and its units away; one that is gone is no failure.
	Remove(ctx context.Context, id string, record journal.Record) error

	// Import returns an import, or [ErrImportNotFound].
	Import(ctx context.Context, id string) (Import, error)

	// Imports returns those of a locale of a project, or of all its locales for "", oldest first.
	Imports(ctx context.Context, project string, locale i18n.Locale) ([]Import, error)

	// Units returns the units of an import in the order of its file; none of one that is gone.
	Units(ctx context.Context, id string) ([]Unit, error)
}

// File is a memory to be imported.
type File struct {
	Project string
	Locale  i18n.Locale
	Name    string
	Data    []byte // TMX
}

// Imported says what became of a file.
type Imported struct {
	Import
	Known   int // units that were remembered already, or stand in the file more than once
	Skipped int // units in other languages, without a text or too long
}

// Import remembers what a file of another program says in a locale. What is remembered already is not remembered twice.
// Errors: the faults above, [i18n.ErrProjectNotFound], and those of [translation.MayWord].
func (m *Memory) Import(ctx context.Context, by accounts.By, file File) (Imported, error) {
	err := translation.MayWord(by, file.Locale)
	if err != nil {
		return Imported{}, err
	}
	read, err := format.DecodeMemory(file.Data)
	if err != nil {
		return Imported{}, broken(file.Project, err)
	}
	from, err := m.from(file.Project, read)
	if err != nil {
		return Imported{}, err
	}
	done := Imported{Import: Import{
		Project: translation.Home(file.Project), Locale: file.Locale, From: from, Name: nameOf(file.Name), Tool: shortened(read.Tool),
		Account: by.Origin().Actor,
	}}
	units, err := done.pick(read)
	if err != nil {
		return done, err
	}
	added := done
	for try := 0; try < attempts; try++ {
		added, err = m.add(ctx, by, done, units)
		if !errors.Is(err, ErrChanged) {
			break
		}
	}
	return added, err
}

// from is the locale that a file translates from: a project's own, or the file's for what each pack has another.
func (m *Memory) from(project string, read format.Memory) (i18n.Locale, error) {
	if translation.Home(project) == i18n.PacksProject {
		from, err := localeOf(read.Source)
		if err != nil {
			return "", ErrWrongLanguages.With("from", read.Source, "locale", "", "found", []string{})
		}
		return from, nil
	}
	p, err := m.words.Current().Project(project)
	if err != nil {
		return "", err
	}
	return p.Source(), nil
}

// broken says what is wrong with a file that cannot be read.
func broken(project string, err error) error {
	var at *format.SyntaxError
	if !errors.As(err, &at) {
		return err
	}
	return Broken(project, at)
}

// Broken is [ErrFileBroken] of a file of a project in which something is wrong.
func Broken(project string, at *format.SyntaxError) error {
	field := fault.Field{Code: "check.F03-reason", Facts: check.Facts{"Reason": at.Reason, "line": at.Line}}
	return ErrFileBroken.With("project", project, "line", at.Line).WithFields(field)
}

// pick takes the units that are between the locales of an import.
func (i *Imported) pick(read format.Memory) ([]Unit, error) {
	if i.From == i.Locale {
		return nil, ErrWrongLanguages.With("from", i.From, "locale", i.Locale, "found", []string{})
	}
	var units []Unit
	var found []string
	fitting := 0
	seen := map[Unit]bool{}
	for _, u := range read.Units {
		unit, fits := i.unit(u)
		if fits {
			fitting++
		}
		for _, text := range u.Texts {
			if !slices.Contains(found, text.Tag) && len(found) < fewTags {
				found = append(found, shortened(text.Tag))
			}
		}
		switch {
		case !fits || !unit.good():
			i.Skipped++
		case seen[unit]:
			i.Known++
		default:
			seen[unit] = true
			units = append(units, unit)
		}
	}
	if fitting == 0 {
		return nil, ErrWrongLanguages.With("from", i.From, "locale", i.Locale, "found", found)
	}
	return units, nil
}

// fewTags is how many languages of a file a refusal names.
const fewTags = 20

// unit is what a unit of a file says between the locales; fits is false when it lacks one of them.
func (i *Imported) unit(u format.MemoryUnit) (unit Unit, fits bool) {
	source, target := nearest(u.Texts, i.From), nearest(u.Texts, i.Locale)
	if source < 0 || target < 0 || source == target {
		return unit, false
	}
	return Unit{u.Texts[source].Text, u.Texts[target].Text}, true
}

func (u Unit) good() bool {
	return strings.TrimSpace(u.Source) != "" && strings.TrimSpace(u.Target) != "" && len(u.Source) <= longest && len(u.Target) <= check.MaxMessage
}

// nearest is which text is in a locale: in the very one, or in one that says the same of a region (en-US for en, pt for
// pt-BR). -1 is none.
func nearest(texts []format.MemoryText, wanted i18n.Locale) int {
	best := -1
	for n, text := range texts {
		locale, err := localeOf(text.Tag)
		switch {
		case err != nil:
		case locale == wanted:
			return n
		case best < 0 && standsFor(locale, wanted):
			best = n
		}
	}
	return best
}

// standsFor reports whether what is written in a locale may stand for another.
func standsFor(locale, wanted i18n.Locale) bool {
	if slices.Contains(i18n.Chain(locale), wanted) {
		return true
	}
	a, b := locale.Tag(), wanted.Tag()
	language, _ := a.Base()
	other, _ := b.Base()
	script, _ := a.Script()
	otherScript, _ := b.Script()
	region, _ := a.Region()
	otherRegion, _ := b.Region()
	return language == other && script == otherScript && region == otherRegion
}

// localeOf reads a tag as programs write it, en_US too.
func localeOf(tag string) (i18n.Locale, error) {
	return i18n.ParseLocale(strings.ReplaceAll(tag, "_", "-"))
}

func nameOf(name string) string {
	if name = shortened(name); name == "" {
		return "TMX"
	}
	return name
}

// shortened is a text of a file as a line that may stand in a list.
func shortened(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\ufffd")), " ")
	if utf8.RuneCountInString(text) > maxName {
		text = string([]rune(text)[:maxName-1]) + "…"
	}
	return text
}

// add adds units that the locale has not yet.
func (m *Memory) add(ctx context.Context, by accounts.By, done Imported, units []Unit) (Imported, error) {
	segments, err := m.segments(ctx, done.Project, done.Locale)
	if err != nil {
		return done, err
	}
	total, after := 0, ""
	known := map[Unit]bool{}
	for _, s := range segments {
		total, after = total+len(s.units), s.ID
		if s.From != done.From {
			continue
		}
		for _, unit := range s.units {
			known[unit] = true
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(units), func(unit Unit) bool { return known[unit] })
	done.Known += len(units) - len(fresh)
	switch {
	case len(fresh) == 0:
		return done, ErrNothingNew.With("known", done.Known, "skipped", done.Skipped)
	case total+len(fresh) > MaxUnits:
		return done, ErrFull.With("limit", MaxUnits)
	}
	done.ID, done.Units, done.At = journal.NewID("mem"), len(fresh), m.now().UTC().Truncate(time.Microsecond)
	return done, m.store.Add(ctx, done.Import, fresh, after, m.record(by, "memory.import", done.Import))
}

// Imports lists what came from other programs for a locale of a project, or for all its locales for "", oldest first.
func (m *Memory) Imports(ctx context.Context, project string, locale i18n.Locale) ([]Import, error) {
	if translation.Home(project) != i18n.PacksProject {
		if _, err := m.words.Current().Project(project); err != nil {
			return nil, err
		}
	}
	return m.store.Imports(ctx, translation.Home(project), locale)
}

// Remove forgets all units of an import.
func (m *Memory) Remove(ctx context.Context, by accounts.By, project, id string) error {
	one, err := m.store.Import(ctx, id)
	if err == nil && one.Project != translation.Home(project) {
		err = ErrImportNotFound.With("import", id)
	}
	if err == nil {
		err = translation.MayWord(by, one.Locale)
	}
	if err != nil {
		return err
	}
	return m.store.Remove(ctx, id, m.record(by, "memory.remove", one))
}

func (m *Memory) record(by accounts.By, action string, one Import) journal.Record {
	said := map[string]any{"project": one.Project, "locale": one.Locale, "name": one.Name, "units": one.Units}
	entry := journal.NewAuditEntry(by.Origin(), action, one.ID, nil, said, m.now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}
