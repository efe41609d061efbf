package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/migrations"
)

func (s catalogStore) Packs(ctx context.Context, q catalog.PackQuery) ([]catalog.Pack, error) {
	db := s.db.read(ctx)
	query := s.wanted(db, q)
	switch q.Sort {
	case catalog.PacksSlug:
		query = query.Order("slug")
	case catalog.PacksChanged:
		query = query.Order("updated_at DESC").Order("id DESC")
	default:
		query = query.Order("id DESC")
	}
	var rows []packRow
	err := query.Limit(q.Limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	packs := make([]catalog.Pack, len(rows))
	for i, row := range rows {
		packs[i], err = row.pack()
		if err != nil {
			return nil, err
		}
	}
	return packs, nil
}

// wanted narrows packs to those that a query asks for, behind the page before.
func (s catalogStore) wanted(db *gorm.DB, q catalog.PackQuery) *gorm.DB {
	query := db.Model(&packRow{})
	if q.Account != "" {
		query = query.Where("creator IN (?)", db.Model(&creatorRow{}).Select("id").Where("account = ?", q.Account))
	}
	if q.State != "" {
		query = query.Where("state = ?", string(q.State))
	}
	if q.Text != "" {
		like := "%" + likeEscaper.Replace(strings.ToLower(q.Text)) + "%"
		query = query.Where(`slug LIKE ? ESCAPE '\' OR LOWER(tags) LIKE ? ESCAPE '\' OR EXISTS
			(SELECT 1 FROM words WHERE words.pack = packs.id AND words.channel = 'draft' AND LOWER(`+s.title()+`) LIKE ? ESCAPE '\')`, like, like, like)
	}
	switch after := q.After; {
	case after.ID == "":
		return query
	case q.Sort == catalog.PacksSlug:
		return query.Where("slug > ?", after.Slug)
	case q.Sort == catalog.PacksChanged:
		changed := after.Changed.UTC()
		return query.Where("updated_at < ? OR (updated_at = ? AND id < ?)", changed, changed, after.ID)
	default:
		return query.Where("id < ?", after.ID)
	}
}

// likeEscaper takes their meaning from the signs of a LIKE pattern.
var likeEscaper = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// title is the title in a row of words, as the database reads JSON.
func (s catalogStore) title() string {
	if s.db.dialect == migrations.Postgres {
		return "words.body::jsonb ->> '.title'"
	}
	return "json_extract(words.body, '$.\".title\"')"
}
