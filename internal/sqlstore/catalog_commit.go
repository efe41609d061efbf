package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

func (s catalogStore) Commit(ctx context.Context, change catalog.Change) error {
	err := s.db.write(ctx, proofOf(change.Record), func(tx *gorm.DB) error {
		return putChange(tx, change)
	})
	if errors.Is(err, errDuplicate) {
		// Two that were made from the same state: what they both added is the pack itself.
		return catalog.ErrPackStale.With("pack", change.Pack.ID).Because(err)
	}
	return err
}

// putChange writes all that changes about a pack.
func putChange(tx *gorm.DB, change catalog.Change) error {
	steps := []func(*gorm.DB, catalog.Change) error{
		putPack, putContent, checkTiers, checkJudgement, putOffers, putRelease, putStep, putProposal, putClaim, putLive, putPublished,
		putRevisions, countWords,
	}
	for _, step := range steps {
		err := step(tx, change)
		if err != nil {
			return err
		}
	}
	return appendRecord(tx, change.Record)
}

// putPack writes the pack, if it is at the version that the change was made from.
func putPack(tx *gorm.DB, change catalog.Change) error {
	p := change.Pack
	var taken int64
	err := tx.Model(&packRow{}).Where("slug = ? AND id <> ?", p.Slug, p.ID).Count(&taken).Error
	if err != nil {
		return err
	}
	if taken > 0 {
		return catalog.ErrSlugTaken.With("slug", p.Slug)
	}
	row := toPackRow(p)
	row.Version = p.Version + 1
	if p.Version == 0 {
		err = tx.Create(&row).Error
	} else {
		done := tx.Model(&packRow{}).Where("id = ? AND version = ?", p.ID, p.Version).Select("*").Updates(&row)
		err = done.Error
		if err == nil && done.RowsAffected == 0 {
			err = staleOrGone(tx, p.ID)
		}
	}
	if err != nil {
		return err
	}
	return putOwner(tx, p)
}

// staleOrGone says why no row of a pack was at the version wanted.
func staleOrGone(tx *gorm.DB, pack string) error {
	var row packRow
	err := tx.Where("id = ?", pack).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return catalog.ErrPackNotFound.With("pack", pack)
	}
	if err != nil {
		return err
	}
	return catalog.ErrPackStale.With("pack", pack, "version", row.Version)
}

// putContent replaces the stickers and words of the draft.
func putContent(tx *gorm.DB, change catalog.Change) error {
	if change.Content == nil {
		return nil
	}
	err := tx.Where("pack = ?", change.Pack.ID).Delete(&stickerRow{}).Error
	if err != nil {
		return err
	}
	rows := make([]stickerRow, len(change.Content.Stickers))
	for i, sticker := range change.Content.Stickers {
		rows[i] = toStickerRow(change.Pack.ID, i, sticker)
	}
	if len(rows) > 0 {
		err = tx.Create(&rows).Error
		if err != nil {
			return err
		}
	}
	return replaceWords(tx, i18n.Draft, change.Pack.ID, change.Content.Words)
}

// putOffers replaces the offers.
func putOffers(tx *gorm.DB, change catalog.Change) error {
	if change.Offers == nil {
		return nil
	}
	err := tx.Where("pack = ?", change.Pack.ID).Delete(&offerRow{}).Error
	if err != nil || len(*change.Offers) == 0 {
		return err
	}
	rows := make([]offerRow, len(*change.Offers))
	for i, offer := range *change.Offers {
		rows[i] = toOfferRow(change.Pack.ID, i, offer)
	}
	return tx.Create(&rows).Error
}

// putRelease adds a release. Of one that is there, only its review may change.
func putRelease(tx *gorm.DB, change catalog.Change) error {
	if change.Release == nil {
		return nil
	}
	row := toReleaseRow(*change.Release)
	if row.WaitingSince != nil {
		err := tx.Model(&releaseRow{}).Where("pack = ? AND waiting_since IS NOT NULL", row.Pack).Update("waiting_since", nil).Error
		if err != nil {
			return err
		}
	}
	review := clause.OnConflict{
		Columns:   []clause.Column{{Name: "pack"}, {Name: "number"}},
		DoUpdates: clause.AssignmentColumns([]string{"state", "direct", "waiting_since", "decided_at"}),
	}
	return tx.Clauses(review).Create(&row).Error
}

func putLive(tx *gorm.DB, change catalog.Change) error {
	if change.Live == nil {
		return nil
	}
	_, err := count(tx, wordsCounter)
	if err != nil {
		return err
	}
	return replaceWords(tx, i18n.Live, change.Pack.ID, change.Live)
}

// putPublished writes what readers see, under the next sequence.
func putPublished(tx *gorm.DB, change catalog.Change) error {
	if change.Published == nil {
		return nil
	}
	sequence, err := count(tx, catalogCounter)
	if err != nil {
		return err
	}
	row := toPublishedRow(*change.Published, sequence)
	upsert := clause.OnConflict{Columns: []clause.Column{{Name: "pack"}}, UpdateAll: true}
	return tx.Clauses(upsert).Create(&row).Error
}

func (s catalogStore) Delete(ctx context.Context, pack catalog.Pack, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		for _, rows := range []any{&stickerRow{}, &offerRow{}, &reviewStepRow{}, &proposalRow{}, &claimRow{}, &releaseRow{}, &wordsRow{}, &wordCountRow{}, &ownerRow{}} {
			err := tx.Where("pack = ?", pack.ID).Delete(rows).Error
			if err != nil {
				return err
			}
		}
		done := tx.Where("id = ? AND version = ?", pack.ID, pack.Version).Delete(&packRow{})
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return staleOrGone(tx, pack.ID)
		}
		return appendRecord(tx, record)
	})
}

// Names of counters.
const (
	catalogCounter = "catalog"
	wordsCounter   = "words"
	stringsCounter = "strings" // of where channels stand
)

type counterRow struct {
	Name  string `gorm:"primaryKey"`
	Value int64
}

func (counterRow) TableName() string { return "counters" }

// counter returns the value of a counter.
func counter(db *gorm.DB, name string) (int64, error) {
	var row counterRow
	err := db.Where("name = ?", name).Take(&row).Error
	return row.Value, err
}

// count raises a counter and returns its new value. Others that count wait for the transaction's end,
// so values become visible in their order.
func count(tx *gorm.DB, name string) (int64, error) {
	raised := tx.Model(&counterRow{}).Where("name = ?", name).Update("value", gorm.Expr("value + 1"))
	if raised.Error != nil {
		return 0, raised.Error
	}
	return counter(tx, name)
}
