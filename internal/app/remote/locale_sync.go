package remote

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// ErrConflicts says that messages were changed both here and in the store.
var ErrConflicts = errors.New("messages were changed on both sides")

// synced is a folder of locale files and a store that are to say the same.
type synced struct {
	Server  `embed:""`
	Dir     string   `arg:"" type:"existingdir" help:"Folder that holds <project>/active.<tag>.toml, .json or .yaml."`
	Project []string `help:"Projects; all that the folder has when left out."`
	JSON    bool     `name:"json" help:"Print JSON."`
}

// marks is the file that remembers what folder and store last agreed on: the revision of each message.
const marks = ".hallyu-locales.json"

// difference is a message that the folder and the store do not agree on.
type difference struct {
	translation.Part
	Side  translation.Side
	Here  translation.Forms
	There translation.Forms

	revision string // of the store
}

// session is one run of a command that compares.
type session struct {
	synced
	t      Terminal
	client *api.Client
	words  *i18n.Reloader
	base   map[string]string // revision by project/locale/id
	saw    []difference
}

func (s synced) open(t Terminal) (*session, error) {
	run := &session{synced: s, t: t, client: s.client(t), base: map[string]string{}}
	run.words = i18n.Open(i18n.Config{Layers: []i18n.Layer{i18n.Directory(s.Dir)}, Log: slog.New(slog.DiscardHandler)})
	if len(run.Project) == 0 {
		run.Project = run.words.Current().Projects()
	}
	data, err := os.ReadFile(filepath.Join(s.Dir, marks))
	if errors.Is(err, fs.ErrNotExist) {
		return run, nil
	}
	if err != nil {
		return nil, err
	}
	return run, json.Unmarshal(data, &run.base)
}

// compared opens a session on faultless files and compares them with the store.
func (s synced) compared(ctx context.Context, t Terminal) (*session, error) {
	run, err := s.open(t)
	if err == nil {
		err = run.faultless()
	}
	if err == nil {
		err = run.compare(ctx)
	}
	return run, err
}

// compare finds all messages that folder and store do not agree on.
func (s *session) compare(ctx context.Context) error {
	for _, project := range s.Project {
		manifest, err := s.client.Manifest(ctx, project, "production")
		if err != nil {
			return s.reached(s.t, err)
		}
		locales := map[i18n.Locale]bool{}
		for tag := range manifest.Locales {
			locales[i18n.Locale(tag)] = true
		}
		if p, err := s.words.Current().Project(project); err == nil {
			for _, locale := range p.Locales() {
				locales[locale] = true
			}
		}
		for _, locale := range slices.Sorted(maps.Keys(locales)) {
			err = s.compareLocale(ctx, project, locale)
			if err != nil {
				return s.reached(s.t, err)
			}
		}
	}
	return nil
}

func (s *session) compareLocale(ctx context.Context, project string, locale i18n.Locale) error {
	theirs, err := s.there(ctx, project, locale)
	if err != nil {
		return err
	}
	ours := s.here(project, locale)
	ids := slices.Sorted(maps.Keys(theirs))
	for id := range ours {
		if _, known := theirs[id]; !known {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		part := translation.Part{Project: project, Locale: locale, Message: id}
		d := difference{Part: part, Here: ours[id], There: theirs[id], revision: translation.RevisionOf(theirs[id])}
		local := translation.RevisionOf(d.Here)
		base, known := s.base[key(part)]
		if !known {
			base = translation.RevisionOf(nil)
		}
		d.Side = translation.Changed(base, local, d.revision)
		if d.Side == translation.Neither {
			s.agree(part, local)
			continue
		}
		s.saw = append(s.saw, d)
	}
	return nil
}

func key(p translation.Part) string { return p.Project + "/" + string(p.Locale) + "/" + p.Message }

// agree remembers what both say; what neither says needs no memory.
func (s *session) agree(part translation.Part, revision string) {
	s.base[key(part)] = revision
	if revision == translation.RevisionOf(nil) {
		delete(s.base, key(part))
	}
}

// there returns the texts that the store has of its own in a locale.
func (s *session) there(ctx context.Context, project string, locale i18n.Locale) (map[string]translation.Forms, error) {
	texts := map[string]translation.Forms{}
	query := api.TranslationQuery{Locale: string(locale), Limit: 100}
	for {
		page, err := s.client.Translations(ctx, project, query)
		if err != nil {
			return nil, err
		}
		for _, m := range page.Items {
			if len(m.Forms) == 0 {
				continue
			}
			texts[m.ID] = translation.Forms{}
			for category, text := range m.Forms {
				texts[m.ID][i18n.Category(category)] = text
			}
		}
		if page.Next == nil {
			return texts, nil
		}
		query.Cursor = *page.Next
	}
}

// here returns the texts that the folder has in a locale.
func (s *session) here(project string, locale i18n.Locale) map[string]translation.Forms {
	texts := map[string]translation.Forms{}
	p, err := s.words.Current().Project(project)
	if err != nil {
		return texts // the folder has no such project yet
	}
	for _, id := range p.OwnIDs(locale) {
		texts[id] = p.Own(locale, id).Forms
	}
	return texts
}

// of lists the differences of one side.
func (s *session) of(where translation.Side) []difference {
	var found []difference
	for _, d := range s.saw {
		if d.Side == where {
			found = append(found, d)
		}
	}
	return found
}

// close keeps what both agree on, and prints what was done.
func (s *session) close(report syncReport) error {
	data, err := json.MarshalIndent(s.base, "", " ")
	if err == nil {
		err = os.WriteFile(filepath.Join(s.Dir, marks), append(data, '\n'), 0o600)
	}
	if err == nil {
		err = report.print(s.t, s.JSON)
	}
	if err == nil && len(report.Conflicts) > 0 {
		err = s.t.fail(ErrConflicts, "cli.conflicts")
	}
	return err
}

// faultless refuses a folder whose files have errors: what is held back here cannot be compared.
func (s *session) faultless() error {
	if check.Failed(s.words.Current().Findings()) {
		return s.t.fail(ErrFindings, "cli.unsent")
	}
	return nil
}
