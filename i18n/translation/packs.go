package translation

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/journal"
)

// PackWords is what a pack says, as its designer and its translators edit it: in its source locale and in those
// that were asked for.
type PackWords struct {
	Pack      string // id
	Slug      string
	Source    i18n.Locale
	Version   int64 // of the pack
	Words     []i18n.Word
	Latest    map[string]Revision // of the locale that was asked for, by message
	Reference map[string]check.Reference
}

// PackQuery says which packs to list. Zero fields narrow nothing.
type PackQuery struct {
	Pack   string      // id or slug: this one alone
	Locale i18n.Locale // whose words are read beside the source's; packs that begin in it are left out
	State  State       // that some message of the pack has in Locale
	Text   string      // that stands in the slug, or in any word of the source or of Locale
	From   string      // the first id
	Limit  int
}

// PackEdit is what is done to the words of a pack. It commits whole or not at all.
type PackEdit struct {
	Pack      string // id
	Version   int64  // that the pack must still have
	Words     []i18n.Word
	Revisions []Revision
	Record    journal.Record
}

// ErrPackMoved says that a pack was changed between the look at its words and the edit of one.
var ErrPackMoved = errors.New("translation: the pack was changed meanwhile")

// Packs keeps the words of packs, which are the messages of project "packs". Packs that nobody has submitted
// yet, and those that are banned, have none.
type Packs interface {
	// PackWords lists packs in the order of their ids.
	PackWords(ctx context.Context, q PackQuery) ([]PackWords, error)

	// PackProgress returns how far each locale is, in a pack by id or, without one, in all of them.
	PackProgress(ctx context.Context, pack string) ([]Progress, error)

	// CleanWord returns the text of a message as it is kept.
	CleanWord(id, text string) string

	// Reword changes words. Those of a pack on sale that fit the release on sale are seen by readers at once. The
	// error is [ErrPackMoved], or a fault whose fields say what a pack may not say.
	Reword(ctx context.Context, by accounts.By, edit PackEdit) error
}

// ofPacks reports whether a project is the words of packs: of all, or of one as in "packs.moon-rabbit".
func (s *Service) ofPacks(project string) bool {
	return s.packs != nil && (project == i18n.PacksProject || onePack(project) != "")
}

// onePack returns the pack, by id or slug, that a project is the words of; "" for other projects.
func onePack(project string) string {
	pack, _ := strings.CutPrefix(project, i18n.PacksProject+".")
	if pack == project {
		return ""
	}
	return pack
}

// Home returns the project that keeps the messages of a project: "packs" for that of one pack.
func Home(project string) string {
	if onePack(project) != "" {
		return i18n.PacksProject
	}
	return project
}

// packTable reads the words of the pack that a message is of.
func (s *Service) packTable(ctx context.Context, part Part) (*table, error) {
	pack, _, _ := strings.Cut(part.Message, ".")
	found, err := s.packs.PackWords(ctx, PackQuery{Pack: pack, Locale: part.Locale, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || found[0].Pack != pack || !found[0].is(onePack(part.Project)) {
		return nil, i18n.ErrMessageNotFound.With("project", part.Project, "message", part.Message)
	}
	t, err := tableOfPack(&found[0], part.Locale)
	if err != nil {
		return nil, err
	}
	t.dismissed, err = s.dismissals(ctx, part.Project, part.Locale)
	return t, err
}

// is reports whether the pack is the one of that id or slug; every pack is the one of "".
func (p *PackWords) is(idOrSlug string) bool {
	return idOrSlug == "" || idOrSlug == p.Pack || idOrSlug == p.Slug
}

func tableOfPack(p *PackWords, locale i18n.Locale) (*table, error) {
	rules, err := message.RulesOf(string(locale))
	if err != nil {
		return nil, i18n.ErrLocaleNotFound.With("locale", locale).Because(err)
	}
	content := i18n.Content{Name: i18n.PacksProject, Source: p.Source, Settings: &check.Project{Messages: p.Reference}}
	project, err := i18n.NewWordProject(content, p.Words, nil)
	if err != nil {
		return nil, err
	}
	return &table{project: project, locale: locale, rules: rules, latest: p.Latest, pack: p}, nil
}

// attempts is how often an edit of a pack is begun anew when something else of the pack was changed meanwhile.
const attempts = 5

// setOfPack is Set for a word of a pack.
func (s *Service) setOfPack(ctx context.Context, by accounts.By, edit Edit) (Translation, error) {
	if found := pluralOfPack(edit.Forms); found != nil {
		return Translation{}, faulty(edit.Part, found)
	}
	edit.Forms = Forms{message.Other: s.packs.CleanWord(edit.Message, edit.Forms[message.Other])}
	return s.again(edit.Part, func() (Translation, error) { return s.set(ctx, by, edit) })
}

// pluralOfPack finds forms for a count, which words of packs have none of.
func pluralOfPack(forms Forms) []check.Finding {
	var found []check.Finding
	for c, text := range forms {
		if c != message.Other && text != "" {
			found = append(found, check.Finding{
				Check: "F09", Severity: check.Error, Form: string(c), Word: "F09-form", Facts: check.Facts{"Field": string(c)},
			})
		}
	}
	return found
}

// again does what is done to a word, and does it anew when something else of its pack was changed meanwhile.
func (s *Service) again(part Part, do func() (Translation, error)) (Translation, error) {
	m, err := do()
	for try := 1; try < attempts && errors.Is(err, ErrPackMoved); try++ {
		m, err = do()
	}
	if errors.Is(err, ErrPackMoved) {
		err = ErrStale.With("project", part.Project, "message", part.Message, "locale", part.Locale, "revision", m.Revision).Because(err)
	}
	return m, err
}

// Sizes of the search for messages of packs.
const (
	packsAtOnce = 50  // that are read together
	packsLooked = 500 // that a page looks at; what is found less often is on pages behind it
)

// listPacks lists messages of packs. A page may have fewer than it could hold, and yet another behind it.
func (s *Service) listPacks(ctx context.Context, q Query) (Page, error) {
	from, _, _ := strings.Cut(q.After, ".")
	narrow := PackQuery{Pack: onePack(q.Project), Locale: q.Locale, State: q.State, Text: q.Text, From: from, Limit: packsAtOnce}
	dismissed, err := s.dismissals(ctx, q.Project, q.Locale)
	if err != nil {
		return Page{}, err
	}
	var page Page
	for looked := 0; looked < packsLooked; looked += packsAtOnce {
		packs, err := s.packs.PackWords(ctx, narrow)
		if err != nil {
			return Page{}, err
		}
		for i := range packs {
			t, err := tableOfPack(&packs[i], q.Locale)
			if err != nil {
				return page, err
			}
			t.dismissed = dismissed
			if t.fill(&page, q) {
				return page, nil
			}
		}
		if len(packs) < packsAtOnce {
			return page, nil
		}
		page.After = packs[len(packs)-1].Pack + "/" // which is behind all messages of the pack
		narrow.From = page.After
	}
	return page, nil
}

// packProgress is Progress of packs.
func (s *Service) packProgress(ctx context.Context, project string) ([]Progress, error) {
	name := onePack(project)
	if name == "" {
		return s.packs.PackProgress(ctx, "")
	}
	found, err := s.packs.PackWords(ctx, PackQuery{Pack: name, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, i18n.ErrProjectNotFound.With("project", project)
	}
	return s.packs.PackProgress(ctx, found[0].Pack)
}

// CountPack counts how far each locale of a pack is, its source among them. words are those of all locales, latest
// the last revisions of the pack's messages by locale.
func CountPack(source i18n.Locale, words []i18n.Word, latest map[i18n.Locale]map[string]Revision) []Progress {
	sources := map[string]string{}
	for _, w := range words {
		if w.Locale == source {
			sources[w.Key] = w.Text
		}
	}
	counts := map[i18n.Locale]*Progress{}
	for _, w := range words {
		original, known := sources[w.Key]
		if !known {
			continue
		}
		if counts[w.Locale] == nil {
			counts[w.Locale] = &Progress{Locale: w.Locale, Total: len(sources), States: map[State]int{Untranslated: len(sources)}}
		}
		states := counts[w.Locale].States
		states[Untranslated]--
		states[stateOfWord(w, source, original, latest[w.Locale][w.Key])]++
	}
	all := make([]Progress, 0, len(counts))
	for _, one := range counts {
		all = append(all, *one)
	}
	return sortProgress(all)
}

// stateOfWord is how far a word is that is there: what [table.translation] says of it, without making a project.
func stateOfWord(w i18n.Word, source i18n.Locale, original string, last Revision) State {
	if last.Number == 0 || RevisionOf(last.Forms) != RevisionOf(Forms{message.Other: w.Text}) {
		return Translated
	}
	if w.Locale != source && last.SourceHash != SourceHashOf(original) {
		return NeedsWork
	}
	return cmp.Or(last.State, Translated)
}

// SourceHashOf is [SourceHash] of a word of a pack.
func SourceHashOf(text string) string {
	return SourceHash(&i18n.Message{Forms: Forms{message.Other: text}})
}
