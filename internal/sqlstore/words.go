package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// wordsRow is all that a pack says in one locale. A pack is read and written whole, so its words are
// too: one row stands for some fifty messages.
type wordsRow struct {
	Pack    string `gorm:"primaryKey"`
	Channel string `gorm:"primaryKey"`
	Locale  string `gorm:"primaryKey"`
	Body    string
}

func (wordsRow) TableName() string { return "words" }

type wordStore struct{ db *DB }

// Words returns the store of packs' words, the texts of project "packs".
func (db *DB) Words() i18n.Store { return wordStore{db} }

func (s wordStore) Words(ctx context.Context, channel i18n.Channel, prefix string) ([]i18n.Word, error) {
	query := s.db.read(ctx).Where("channel = ?", string(channel))
	if pack, _, whole := strings.Cut(prefix, "."); whole {
		query = query.Where("pack = ?", pack)
	}
	var rows []wordsRow
	err := query.Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	words := []i18n.Word{}
	for _, row := range rows {
		found, err := row.words()
		if err != nil {
			return nil, err
		}
		words = append(words, found...)
	}
	words = slices.DeleteFunc(words, func(w i18n.Word) bool { return !strings.HasPrefix(w.Key, prefix) })
	slices.SortFunc(words, func(a, b i18n.Word) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Locale, b.Locale))
	})
	return words, nil
}

// words returns the messages of a row, in no order.
func (r wordsRow) words() ([]i18n.Word, error) {
	body, err := fromJSON[map[string]string](r.Body)
	if err != nil {
		return nil, err
	}
	words := make([]i18n.Word, 0, len(body))
	for rest, text := range body {
		words = append(words, i18n.Word{Key: r.Pack + rest, Locale: i18n.Locale(r.Locale), Text: text})
	}
	return words, nil
}

func (s wordStore) PutWords(ctx context.Context, channel i18n.Channel, words []i18n.Word) error {
	if len(words) == 0 {
		return nil
	}
	return s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		if channel == i18n.Live {
			_, err := count(tx, wordsCounter)
			if err != nil {
				return err
			}
		}
		for place, texts := range byRow(channel, words) {
			err := putWords(tx, place, texts)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (s wordStore) Sequence(ctx context.Context) (int64, error) {
	value, err := counter(s.db.read(ctx), wordsCounter)
	return value, translate(err)
}

// byRow sorts words by the row that they belong to, which is returned without a body.
func byRow(channel i18n.Channel, words []i18n.Word) map[wordsRow]map[string]string {
	rows := map[wordsRow]map[string]string{}
	for _, word := range words {
		pack, rest := splitKey(word.Key)
		row := wordsRow{Pack: pack, Channel: string(channel), Locale: string(word.Locale)}
		if rows[row] == nil {
			rows[row] = map[string]string{}
		}
		rows[row][rest] = word.Text
	}
	return rows
}

// splitKey splits a key before its first dot.
func splitKey(key string) (pack, rest string) {
	at := strings.IndexByte(key, '.')
	if at < 0 {
		return key, ""
	}
	return key[:at], key[at:]
}

// putWords changes texts of one row; an empty one is deleted.
func putWords(tx *gorm.DB, row wordsRow, texts map[string]string) error {
	var found []wordsRow
	err := tx.Where(&row).Find(&found).Error
	if err != nil {
		return err
	}
	body := map[string]string{}
	if len(found) > 0 {
		body, err = fromJSON[map[string]string](found[0].Body)
		if err != nil {
			return err
		}
	}
	for rest, text := range texts {
		body[rest] = text
		if text == "" {
			delete(body, rest)
		}
	}
	if len(body) == 0 {
		return tx.Where(&row).Delete(&wordsRow{}).Error
	}
	row.Body = toJSON(body)
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// replaceWords makes words all that a pack says in a channel.
func replaceWords(tx *gorm.DB, channel i18n.Channel, pack string, words catalog.Words) error {
	err := tx.Where("pack = ? AND channel = ?", pack, string(channel)).Delete(&wordsRow{}).Error
	if err != nil {
		return err
	}
	var rows []wordsRow
	for row, texts := range byRow(channel, catalog.WordList(pack, words)) {
		row.Body = toJSON(texts)
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.Create(&rows).Error
}

// readWords returns what a pack says in a channel.
func readWords(db *gorm.DB, channel i18n.Channel, pack string) (catalog.Words, error) {
	var rows []wordsRow
	err := db.Where("pack = ? AND channel = ?", pack, string(channel)).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	var list []i18n.Word
	for _, row := range rows {
		words, err := row.words()
		if err != nil {
			return nil, err
		}
		list = append(list, words...)
	}
	return catalog.WordsOf(list), nil
}
