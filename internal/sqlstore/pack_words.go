package sqlstore

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// wordCountRow is how far the translation of a pack into a locale is.
type wordCountRow struct {
	Pack       string `gorm:"primaryKey"`
	Locale     string `gorm:"primaryKey"`
	Source     int
	Total      int
	Missing    int
	Translated int
	NeedsWork  int
	Reviewed   int
}

func (wordCountRow) TableName() string { return "word_counts" }

// columns of word_counts by state.
var stateColumns = map[translation.State]string{
	translation.Translated: "translated", translation.NeedsWork: "needs_work", translation.Reviewed: "reviewed",
}

// submitted are the packs whose words are translated.
const submitted = "packs.state <> 'banned' AND EXISTS (SELECT 1 FROM releases WHERE releases.pack = packs.id)"

func (s catalogStore) PackWords(ctx context.Context, q translation.PackQuery) ([]translation.PackWords, error) {
	db := s.db.read(ctx)
	var rows []packRow
	err := spoken(db, q).Select("id", "slug", "source_locale", "version").Order("id").Limit(q.Limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	packs := make([]translation.PackWords, len(rows))
	byID := make(map[string]*translation.PackWords, len(rows))
	ids := make([]string, len(rows))
	for i, row := range rows {
		packs[i] = translation.PackWords{
			Pack: row.ID, Slug: row.Slug, Source: i18n.Locale(row.SourceLocale), Version: row.Version,
			Latest: map[string]translation.Revision{},
		}
		ids[i], byID[row.ID] = row.ID, &packs[i]
	}
	err = addWords(db, ids, byID, q.Locale)
	if err == nil && len(ids) > 0 {
		err = addLatest(db, ids, byID, q.Locale)
	}
	return packs, translate(err)
}

// spoken narrows packs to those that a query asks for.
func spoken(db *gorm.DB, q translation.PackQuery) *gorm.DB {
	query := db.Model(&packRow{}).Where(submitted)
	locale := string(q.Locale)
	switch {
	case q.Pack != "":
		query = query.Where("id = ? OR slug = ?", q.Pack, q.Pack)
	default:
		query = query.Where("source_locale <> ?", locale)
	}
	if q.From != "" {
		query = query.Where("id >= ?", q.From)
	}
	if column, counted := stateColumns[q.State]; counted {
		query = query.Where("packs.id IN (SELECT pack FROM word_counts WHERE locale = ? AND "+column+" > 0)", locale)
	} else if q.State != "" {
		query = query.Where("NOT EXISTS (SELECT 1 FROM word_counts WHERE word_counts.pack = packs.id AND word_counts.locale = ? AND word_counts.missing = 0)", locale)
	}
	if q.Text != "" {
		lower, asTyped := pattern(strings.ToLower(q.Text)), pattern(q.Text)
		query = query.Where(`slug LIKE ? ESCAPE '\' OR id LIKE ? ESCAPE '\' OR EXISTS (SELECT 1 FROM words WHERE words.pack = packs.id AND
			words.channel = 'draft' AND words.locale IN (packs.source_locale, ?) AND (LOWER(words.body) LIKE ? ESCAPE '\' OR words.body LIKE ? ESCAPE '\'))`,
			lower, lower, locale, lower, asTyped)
	}
	return query
}

// pattern finds a text anywhere in a row of JSON.
func pattern(text string) string {
	quoted := toJSON(text)
	return "%" + likeEscaper.Replace(quoted[1:len(quoted)-1]) + "%"
}

// addWords reads the words of packs in their own languages and in one more.
func addWords(db *gorm.DB, ids []string, packs map[string]*translation.PackWords, locale i18n.Locale) error {
	var rows []wordsRow
	err := db.Where("pack IN ? AND channel = ?", ids, string(i18n.Draft)).
		Where("locale = ? OR locale = (SELECT source_locale FROM packs WHERE packs.id = words.pack)", string(locale)).Find(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		words, err := row.words()
		if err != nil {
			return err
		}
		packs[row.Pack].Words = append(packs[row.Pack].Words, words...)
	}
	return nil
}

// addLatest reads what was done last to the words of packs in a locale. ids are in order.
func addLatest(db *gorm.DB, ids []string, packs map[string]*translation.PackWords, locale i18n.Locale) error {
	var rows []revisionRow
	err := db.Where("project = ? AND locale = ? AND message >= ? AND message < ? AND latest = 1",
		i18n.PacksProject, string(locale), ids[0]+".", behindWords(ids[len(ids)-1])).Find(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		pack, _ := splitKey(row.Message)
		if packs[pack] == nil {
			continue
		}
		packs[pack].Latest[row.Message], err = row.revision()
		if err != nil {
			return err
		}
	}
	return nil
}

// behindWords is the first text behind the ids of all messages of a pack, whose first sign is the dot.
func behindWords(pack string) string { return pack + "/" }

func (s catalogStore) PackProgress(ctx context.Context, pack string) ([]translation.Progress, error) {
	query := s.db.read(ctx).Model(&wordCountRow{}).Group("locale, source").Order("locale").
		Select("locale, source, SUM(total) AS total, SUM(missing) AS missing, SUM(translated) AS translated, SUM(needs_work) AS needs_work, SUM(reviewed) AS reviewed")
	if pack != "" {
		query = query.Where("pack = ?", pack)
	}
	var rows []wordCountRow
	err := query.Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return progressOf(rows), nil
}

// progressOf adds up what is counted by locale. Packs without a row for a locale lack all their words in it, but
// for those whose own language it is.
func progressOf(rows []wordCountRow) []translation.Progress {
	all, own := 0, map[string]int{}
	for _, row := range rows {
		if row.Source == 1 {
			all += row.Total
			own[row.Locale] = row.Total
		}
	}
	progress := []translation.Progress{}
	for _, row := range rows {
		if row.Source == 1 {
			continue
		}
		total := all - own[row.Locale]
		progress = append(progress, translation.Progress{Locale: i18n.Locale(row.Locale), Total: total, States: map[translation.State]int{
			translation.Untranslated: total - row.Translated - row.NeedsWork - row.Reviewed,
			translation.Translated:   row.Translated, translation.NeedsWork: row.NeedsWork, translation.Reviewed: row.Reviewed,
		}})
	}
	return progress
}

func (s catalogStore) WordRevisions(ctx context.Context, pack string, since time.Time) ([]translation.Revision, error) {
	revisions, err := wordRevisions(s.db.read(ctx).Where("latest = 1 OR at > ?", since.UTC()), pack)
	return revisions, translate(err)
}

// wordRevisions reads revisions of a pack's words in the order in which they were made.
func wordRevisions(db *gorm.DB, pack string) ([]translation.Revision, error) {
	var rows []revisionRow
	err := db.Where("project = ? AND message >= ? AND message < ?", i18n.PacksProject, pack+".", behindWords(pack)).
		Order("at, number").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	revisions := make([]translation.Revision, len(rows))
	for i, row := range rows {
		revisions[i], err = row.revision()
		if err != nil {
			return nil, err
		}
	}
	return revisions, nil
}

// putRevisions appends what was done to the pack's words.
func putRevisions(tx *gorm.DB, change catalog.Change) error {
	for _, r := range change.Revisions {
		err := appendRevision(tx, rowOfRevision(r))
		if err != nil {
			return err
		}
	}
	return nil
}

// countWords works out how far a pack's translations are, if that may have changed.
func countWords(tx *gorm.DB, change catalog.Change) error {
	if change.Content == nil && change.Release == nil && change.Published == nil && len(change.Revisions) == 0 {
		return nil
	}
	return recount(tx, change.Pack.ID)
}

// recount works out how far a pack's translations are.
func recount(tx *gorm.DB, pack string) error {
	err := tx.Where("pack = ?", pack).Delete(&wordCountRow{}).Error
	if err != nil {
		return err
	}
	var found []packRow
	err = tx.Select("source_locale").Where("id = ?", pack).Where(submitted).Find(&found).Error
	if err != nil || len(found) == 0 {
		return err
	}
	words, err := readWords(tx, i18n.Draft, pack)
	if err != nil {
		return err
	}
	revisions, err := wordRevisions(tx.Where("latest = 1"), pack)
	if err != nil {
		return err
	}
	latest := map[i18n.Locale]map[string]translation.Revision{}
	for _, r := range revisions {
		if latest[r.Locale] == nil {
			latest[r.Locale] = map[string]translation.Revision{}
		}
		latest[r.Locale][r.Message] = r
	}
	source := i18n.Locale(found[0].SourceLocale)
	counts := translation.CountPack(source, catalog.WordList(pack, words), latest)
	if len(counts) == 0 {
		return nil
	}
	rows := make([]wordCountRow, len(counts))
	for i, c := range counts {
		rows[i] = wordCountRow{
			Pack: pack, Locale: string(c.Locale), Total: c.Total, Missing: c.States[translation.Untranslated],
			Translated: c.States[translation.Translated], NeedsWork: c.States[translation.NeedsWork], Reviewed: c.States[translation.Reviewed],
		}
		if c.Locale == source {
			rows[i].Source = 1
		}
	}
	return tx.Create(&rows).Error
}

// countedAtOnce is how many packs are counted in one transaction.
const countedAtOnce = 50

// CountPackWords counts the words of packs that no program counted that knows how: those that were submitted before
// this one came.
func (db *DB) CountPackWords(ctx context.Context) error {
	for after := ""; ; {
		var rows []packRow
		err := db.read(ctx).Select("id").Where(submitted).Where("id > ? AND NOT EXISTS (SELECT 1 FROM word_counts WHERE word_counts.pack = packs.id)", after).
			Order("id").Limit(countedAtOnce).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return translate(err)
		}
		err = db.write(ctx, proof{}, func(tx *gorm.DB) error {
			for _, row := range rows {
				err := recount(tx, row.ID)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		after = rows[len(rows)-1].ID
	}
}
