package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// Closed implements payout.Store.
func (s payoutStore) Closed(ctx context.Context, creator string, period payout.Period) (*payout.Closed, error) {
	var rows []statementRow
	err := s.db.read(ctx).Where("creator = ? AND period = ?", creator, period.String()).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, translate(err)
	}
	closed, err := rows[0].closed()
	return &closed, err
}

// LastClosed implements payout.Store.
func (s payoutStore) LastClosed(ctx context.Context, creators []string) (map[string]payout.Closed, error) {
	db := s.db.read(ctx)
	query := db.Where("(creator, period) IN (?)", db.Model(&statementRow{}).Select("creator, MAX(period)").Group("creator"))
	if creators != nil {
		query = query.Where("creator IN ?", padded(append([]string{""}, creators...)))
	}
	var rows []statementRow
	err := query.Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	latest := map[string]payout.Closed{}
	for _, row := range rows {
		latest[row.Creator], err = row.closed()
		if err != nil {
			return nil, err
		}
	}
	return latest, nil
}

// Close implements payout.Store.
func (s payoutStore) Close(ctx context.Context, revision int64, c payout.Closed, payouts []payout.Payout, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		now, err := counter(tx, contractsCounter)
		if err != nil {
			return err
		}
		if now != revision {
			return payout.ErrContractsChanged
		}
		row := toStatementRow(c)
		added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if added.Error != nil || added.RowsAffected == 0 { // another process closed it, and wrote the rest too
			return added.Error
		}
		if len(payouts) > 0 {
			due := mapped(payouts, toPayoutRow)
			err = tx.Create(&due).Error
			if err != nil {
				return err
			}
		}
		return appendRecord(tx, record)
	})
}

// ListPayouts implements payout.Store.
func (s payoutStore) ListPayouts(ctx context.Context, creator string, state payout.PayoutState, after string, limit int) ([]payout.Payout, error) {
	query := s.db.read(ctx).Where("id > ?", after)
	if creator != "" {
		query = query.Where("creator = ?", creator)
	}
	if state != "" {
		query = query.Where("state = ?", string(state))
	}
	var rows []payoutRow
	err := query.Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return each(rows, payoutRow.payout)
}

// Payout implements payout.Store.
func (s payoutStore) Payout(ctx context.Context, id string) (payout.Payout, error) {
	var row payoutRow
	err := s.db.read(ctx).Where("id = ?", id).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return payout.Payout{}, payout.ErrPayoutNotFound.With("payout", id)
	}
	if err != nil {
		return payout.Payout{}, translate(err)
	}
	return row.payout()
}

// Pay implements payout.Store.
func (s payoutStore) Pay(ctx context.Context, p payout.Payout, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		paid := tx.Model(&payoutRow{}).Where("id = ? AND state = ?", p.ID, string(payout.Due)).
			Updates(map[string]any{"state": string(payout.Paid), "reference": p.Reference, "paid_at": utc(p.PaidAt), "paid_by": p.PaidBy})
		if paid.Error != nil {
			return paid.Error
		}
		if paid.RowsAffected == 0 {
			var now payoutRow
			err := tx.Where("id = ?", p.ID).Take(&now).Error
			if errors.Is(err, errNotFound) {
				return payout.ErrPayoutNotFound.With("payout", p.ID)
			}
			if err != nil {
				return err
			}
			return payout.ErrPayoutPaid.With("payout", p.ID, "reference", now.Reference)
		}
		return appendRecord(tx, record)
	})
}

// Profile implements payout.Store.
func (s payoutStore) Profile(ctx context.Context, creator string) (payout.Profile, error) {
	var rows []profileRow
	err := s.db.read(ctx).Where("creator = ?", creator).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return payout.Profile{Creator: creator}, translate(err)
	}
	return rows[0].profile(), nil
}

// SaveProfile implements payout.Store.
func (s payoutStore) SaveProfile(ctx context.Context, p payout.Profile, record journal.Record) error {
	row := toProfileRow(p)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		changed := tx.Model(&profileRow{}).Where("creator = ? AND version = ?", p.Creator, p.Version).Select("*").Updates(&row)
		if p.Version == 0 {
			changed = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		}
		if changed.Error != nil {
			return changed.Error
		}
		if changed.RowsAffected == 0 {
			var now profileRow
			err := tx.Where("creator = ?", p.Creator).Limit(1).Find(&now).Error
			if err != nil {
				return err
			}
			return payout.ErrProfileStale.With("creator", p.Creator, "version", now.Version)
		}
		return appendRecord(tx, record)
	})
}
