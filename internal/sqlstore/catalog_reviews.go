package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
)

type reviewStepRow struct {
	Pack    string `gorm:"primaryKey"`
	Number  int    `gorm:"primaryKey;autoIncrement:false"`
	Release int
	State   string
	Account string
	Reasons string
	Note    string
	At      time.Time
}

func (reviewStepRow) TableName() string { return "review_steps" }

func (r reviewStepRow) step() (catalog.ReviewStep, error) {
	reasons, err := fromJSON[[]catalog.Reason](r.Reasons)
	return catalog.ReviewStep{
		Pack: r.Pack, Number: r.Number, Release: r.Release, State: catalog.ReleaseState(r.State), By: r.Account,
		Reasons: reasons, Note: r.Note, At: r.At.UTC(),
	}, err
}

// putStep appends a step of a review.
func putStep(tx *gorm.DB, change catalog.Change) error {
	if change.Step == nil {
		return nil
	}
	step := change.Step
	return tx.Create(&reviewStepRow{
		Pack: step.Pack, Number: step.Number, Release: step.Release, State: string(step.State), Account: step.By,
		Reasons: toJSON(append([]catalog.Reason{}, step.Reasons...)), Note: step.Note, At: step.At.UTC(),
	}).Error
}

func (s catalogStore) ReviewSteps(ctx context.Context, pack string) ([]catalog.ReviewStep, error) {
	var rows []reviewStepRow
	err := s.db.read(ctx).Where("pack = ?", pack).Order("number").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	steps := make([]catalog.ReviewStep, len(rows))
	for i, row := range rows {
		steps[i], err = row.step()
		if err != nil {
			return nil, err
		}
	}
	return steps, nil
}

func (s catalogStore) Reviews(ctx context.Context, q catalog.ReviewQuery) ([]catalog.Review, error) {
	db := s.db.read(ctx)
	query := db.Where("waiting_since IS NOT NULL")
	if q.State != "" {
		query = query.Where("state = ?", string(q.State))
	}
	if q.Creator != "" {
		query = query.Where("pack IN (?)", db.Model(&packRow{}).Select("id").Where("creator = ?", q.Creator))
	}
	if q.After.Pack != "" {
		since := q.After.Since.UTC()
		query = query.Where("waiting_since > ? OR (waiting_since = ? AND pack > ?)", since, since, q.After.Pack)
	}
	var rows []releaseRow
	err := query.Order("waiting_since").Order("pack").Limit(q.Limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return reviewsOf(db, rows)
}

// reviewsOf adds to releases their packs and creators.
func reviewsOf(db *gorm.DB, rows []releaseRow) ([]catalog.Review, error) {
	ids := mapped(rows, func(r releaseRow) string { return r.Pack })
	var packs []packRow
	err := db.Where("id IN ?", ids).Find(&packs).Error
	if err != nil {
		return nil, translate(err)
	}
	var creators []creatorRow
	err = db.Where("id IN ?", mapped(packs, func(p packRow) string { return p.Creator })).Find(&creators).Error
	if err != nil {
		return nil, translate(err)
	}
	byPack, byCreator := map[string]packRow{}, map[string]catalog.Creator{}
	for _, creator := range creators {
		byCreator[creator.ID] = creator.creator()
	}
	for _, pack := range packs {
		byPack[pack.ID] = pack
	}
	reviews := make([]catalog.Review, len(rows))
	for i, row := range rows {
		release, err := row.release()
		if err != nil {
			return nil, err
		}
		pack, err := byPack[row.Pack].pack()
		if err != nil {
			return nil, err
		}
		reviews[i] = catalog.Review{Pack: pack, Creator: byCreator[pack.Creator], Release: release}
	}
	return reviews, nil
}
