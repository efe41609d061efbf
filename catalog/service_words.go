package catalog

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// Translated gives package translation the words of packs. What a translator writes goes into the draft, and to
// readers at once where the release on sale says the same in the pack's own language: a translation of what its
// designer has changed and nobody has approved waits for the release that has it.
type Translated struct{ service *Service }

// Translated returns the words of the service's packs.
func (s *Service) Translated() Translated { return Translated{s} }

// PackWords implements [translation.Packs].
func (t Translated) PackWords(ctx context.Context, q translation.PackQuery) ([]translation.PackWords, error) {
	packs, err := t.service.store.PackWords(ctx, q)
	for i := range packs {
		packs[i].Reference = references(packs[i])
	}
	return packs, err
}

// PackProgress implements [translation.Packs].
func (t Translated) PackProgress(ctx context.Context, pack string) ([]translation.Progress, error) {
	return t.service.store.PackProgress(ctx, pack)
}

// CleanWord implements [translation.Packs].
func (t Translated) CleanWord(id, text string) string {
	if isKeywords(id) {
		return joinLines(slices.DeleteFunc(Lines(packfile.Clean(text)), func(line string) bool { return packfile.Clean(line) == "" }))
	}
	return packfile.Clean(text)
}

func isKeywords(id string) bool { return strings.HasSuffix(id, "."+keywords) }

// references say how long each word may be, and which checks have no meaning for it.
func references(p translation.PackWords) map[string]check.Reference {
	all := make(map[string]check.Reference, len(p.Words))
	for _, w := range p.Words {
		switch _, key, _ := strings.Cut(w.Key, "."); {
		case key == WordTitle:
			all[w.Key] = check.Reference{MaxLength: packfile.MaxTitle}
		case key == WordDescription:
			all[w.Key] = check.Reference{MaxLength: packfile.MaxDescription}
		case isKeywords(w.Key): // a list, of which each language has its own
			all[w.Key] = check.Reference{Skip: []string{"Q03", "Q04", "Q08", "Q15", "Q17", "Q18", "Q23", "Q26"}}
		default:
			all[w.Key] = check.Reference{MaxLength: packfile.MaxAlt}
		}
	}
	return all
}

// Reword implements [translation.Packs].
func (t Translated) Reword(ctx context.Context, by accounts.By, edit translation.PackEdit) error {
	s := t.service
	draft, err := s.store.Draft(ctx, edit.Pack)
	if err != nil {
		return err
	}
	if draft.Pack.Version != edit.Version {
		return translation.ErrPackMoved
	}
	if draft.Pack.State == StateBanned {
		return ErrPackBanned.With("pack", draft.Pack.ID)
	}
	change, err := s.reworded(ctx, by, draft, edit)
	if err == nil {
		err = s.open(ctx, by, &change, draft)
	}
	if err != nil {
		return err
	}
	_, err = s.show(ctx, change)
	if errors.Is(err, ErrPackStale) {
		return translation.ErrPackMoved
	}
	return err
}

// reworded is the change of a pack that an edit of its words makes.
func (s *Service) reworded(ctx context.Context, by By, draft Draft, edit translation.PackEdit) (Change, error) {
	after := draft.clone()
	for _, w := range edit.Words {
		_, key, _ := strings.Cut(w.Key, ".")
		after.Words.Set(w.Locale, key, w.Text)
	}
	err := after.settle()
	if err != nil {
		return Change{}, ofTexts(err)
	}
	change := Change{Pack: draft.Pack, Revisions: edit.Revisions, Record: edit.Record}
	if len(edit.Words) == 0 {
		return change, nil
	}
	change.Pack.UpdatedAt = s.now()
	change.Content = &Content{Stickers: after.Stickers, Words: after.Words}
	return change, s.reach(ctx, by, &change, draft, edit.Words)
}

// open lets those offers of a pack on sale wait no longer that wait for the words that a change completes.
func (s *Service) open(ctx context.Context, by By, change *Change, draft Draft) error {
	if draft.Pack.State != StateOnSale || !waiting(draft.Offers) {
		return nil
	}
	revisions, err := s.store.WordRevisions(ctx, draft.Pack.ID, s.now())
	live := change.Live
	if err == nil && live == nil {
		live, err = s.store.LiveWords(ctx, draft.Pack.ID)
	}
	if err != nil {
		return err
	}
	words := wordStandingOf(draft.Pack.ID, draft.Pack.SourceLocale, live, append(revisions, change.Revisions...))
	offers, opened := s.worded(draft.Offers, words)
	if !opened {
		return nil
	}
	if change.Published == nil {
		published, err := s.store.PublishedPack(ctx, draft.Pack.ID)
		if err != nil {
			return err
		}
		change.Published = &published
	}
	change.Pack.UpdatedAt = s.now()
	change.Offers, change.Published.Offers, change.Published.UpdatedAt = &offers, offers, change.Pack.UpdatedAt
	told := s.announced(by, "pack.worded", "pack.offers_changed", draft.Pack, change.Pack)
	change.Record.Audit, change.Record.Events = append(change.Record.Audit, told.Audit...), append(change.Record.Events, told.Events...)
	return nil
}

// ofTexts says of the only text of an edit what is wrong with a pack.
func ofTexts(err error) error {
	refusal := fault.As(err)
	if refusal == nil || !errors.Is(err, ErrDraftInvalid) {
		return err
	}
	fields := slices.Clone(refusal.Fields())
	for i := range fields {
		fields[i].Pointer = "/forms/" + string(message.Other)
	}
	return ErrDraftInvalid.With("pack", refusal.Facts()["pack"]).WithFields(fields...)
}

// reach adds to a change of words what readers are to see of it.
func (s *Service) reach(ctx context.Context, by By, change *Change, draft Draft, words []i18n.Word) error {
	if draft.Pack.State != StateOnSale && draft.Pack.State != StateStopped {
		return nil
	}
	published, err := s.store.PublishedPack(ctx, draft.Pack.ID)
	if err != nil {
		return err
	}
	live, err := s.store.LiveWords(ctx, draft.Pack.ID)
	if err != nil || !live.take(draft, published.SourceLocale, words) {
		return err
	}
	manifest, err := s.manifest(ctx, jsonName(published.Manifests[published.Release-1]))
	if err != nil {
		return err
	}
	manifest.Words = live
	err = s.describe(ctx, &published, manifest)
	if err != nil {
		return err
	}
	published.UpdatedAt = change.Pack.UpdatedAt
	change.Live, change.Published = live, &published
	told := s.announced(by, "pack.reword", "pack.published", draft.Pack, change.Pack)
	change.Record.Audit, change.Record.Events = append(change.Record.Audit, told.Audit...), told.Events
	return nil
}

// take puts those words among the live ones w whose source says in the draft what it says there. It reports whether
// there were any.
func (w Words) take(draft Draft, source i18n.Locale, words []i18n.Word) bool {
	taken := false
	for _, one := range words {
		_, key, _ := strings.Cut(one.Key, ".")
		said, live := w[source][key]
		if live && said == draft.Words[draft.Pack.SourceLocale][key] && source == draft.Pack.SourceLocale {
			w.Set(one.Locale, key, one.Text)
			taken = true
		}
	}
	return taken
}

// retold puts into the words of a release what translators have written of them since it was frozen: each text
// that was written for what the release says in its own language.
func (s *Service) retold(ctx context.Context, release Release, m *Manifest) error {
	frozen, err := s.frozen(ctx, release)
	if err != nil {
		return err
	}
	revisions, err := s.store.WordRevisions(ctx, m.Pack, frozen)
	if err != nil {
		return err
	}
	m.Words = m.Words.Clone()
	for _, r := range revisions {
		_, key, _ := strings.Cut(r.Message, ".")
		said, has := m.Words[m.SourceLocale][key]
		if has && r.Origin.Writes() && r.At.After(frozen) && r.SourceHash == translation.SourceHashOf(said) {
			m.Words.Set(r.Locale, key, r.Forms[message.Other])
		}
	}
	return nil
}

// frozen returns when a release was made.
func (s *Service) frozen(ctx context.Context, release Release) (time.Time, error) {
	if !release.At.IsZero() {
		return release.At, nil
	}
	releases, err := s.store.Releases(ctx, release.Pack)
	if err != nil {
		return time.Time{}, err
	}
	for _, r := range releases {
		if r.Number == release.Number {
			return r.At, nil
		}
	}
	return time.Time{}, ErrReleaseNotFound.With("pack", release.Pack, "release", release.Number)
}
