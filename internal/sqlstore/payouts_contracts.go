package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// contractsCounter rises with every change of a contract.
const contractsCounter = "contracts"

// Contracts implements payout.Store.
func (s payoutStore) Contracts(ctx context.Context) (all []payout.Contract, revision int64, err error) {
	db := s.db.read(ctx)
	revision, err = counter(db, contractsCounter) // read first: what changes in between makes it too low, never too high
	if err != nil {
		return nil, 0, translate(err)
	}
	var rows []contractRow
	err = db.Order("scope, party, from_at").Find(&rows).Error
	if err != nil {
		return nil, 0, translate(err)
	}
	all, err = each(rows, contractRow.contract)
	return all, revision, err
}

// SaveContract implements payout.Store.
func (s payoutStore) SaveContract(ctx context.Context, c payout.Contract, record journal.Record) error {
	row := toContractRow(c)
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		if c.Version > 0 {
			err := changeable(tx, c)
			if err != nil {
				return err
			}
		}
		err := unclosed(tx, row)
		if err != nil {
			return err
		}
		if c.Version == 0 {
			err = tx.Create(&row).Error
		} else {
			err = tx.Model(&contractRow{}).Where("id = ?", c.ID).Select("*").Updates(&row).Error
		}
		if err != nil {
			return err
		}
		return agreed(tx, record)
	})
	if errors.Is(err, errDuplicate) {
		return payout.ErrContractTaken.With("contract", c.ID).Because(err)
	}
	return err
}

// RemoveContract implements payout.Store.
func (s payoutStore) RemoveContract(ctx context.Context, c payout.Contract, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := changeable(tx, c)
		if err != nil {
			return err
		}
		err = tx.Where("id = ?", c.ID).Delete(&contractRow{}).Error
		if err != nil {
			return err
		}
		return agreed(tx, record)
	})
}

// changeable returns why a contract that is there cannot be changed or taken away.
func changeable(tx *gorm.DB, c payout.Contract) error {
	var before contractRow
	err := tx.Where("id = ?", c.ID).Take(&before).Error
	switch {
	case errors.Is(err, errNotFound):
		return payout.ErrContractNotFound.With("contract", c.ID)
	case err != nil:
		return err
	case before.Version != c.Version:
		return payout.ErrContractStale.With("contract", c.ID, "version", before.Version)
	}
	return unclosed(tx, before)
}

// unclosed returns ErrContractInForce when a contract begins within a month that is closed for whom it concerns.
func unclosed(tx *gorm.DB, row contractRow) error {
	query := tx.Model(&statementRow{})
	if row.Scope == string(payout.ForCreator) {
		query = query.Where("creator = ?", row.Party)
	}
	var latest []string
	err := query.Order("period DESC").Limit(1).Pluck("period", &latest).Error
	if err != nil || len(latest) == 0 {
		return err
	}
	period, err := payout.ParsePeriod(latest[0])
	if err != nil {
		return err
	}
	if row.FromAt.Before(period.Until()) {
		return payout.ErrContractInForce.With("from", row.FromAt.Format(time.RFC3339), "open_from", period.Until().Format(time.RFC3339))
	}
	return nil
}

// agreed ends a change of contracts.
func agreed(tx *gorm.DB, record journal.Record) error {
	_, err := count(tx, contractsCounter)
	if err != nil {
		return err
	}
	return appendRecord(tx, record)
}
