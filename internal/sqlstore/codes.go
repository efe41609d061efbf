package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

type batchRow struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	Pack      string
	Test      bool
	Count     int64
	PerHolder int64
	FromAt    *time.Time
	UntilAt   *time.Time
	UseDays   int64
	Created   time.Time `gorm:"column:created_at"`
	EndedAt   *time.Time
}

func (batchRow) TableName() string { return "code_batches" }

func toBatchRow(b purchases.CodeBatch) batchRow {
	return batchRow{
		ID: b.ID, Name: b.Name, Pack: b.Pack, Test: b.Test, Count: int64(b.Count), PerHolder: int64(b.PerHolder),
		FromAt: momentOf(b.From), UntilAt: momentOf(b.Until), UseDays: int64(b.UseDays), Created: b.CreatedAt, EndedAt: b.EndedAt,
	}
}

func (r batchRow) batch() purchases.CodeBatch {
	b := purchases.CodeBatch{
		ID: r.ID, Name: r.Name, Pack: r.Pack, Test: r.Test, Count: int(r.Count), PerHolder: int(r.PerHolder),
		UseDays: int(r.UseDays), CreatedAt: r.Created.UTC(), EndedAt: utc(r.EndedAt),
	}
	if r.FromAt != nil {
		b.From = r.FromAt.UTC()
	}
	if r.UntilAt != nil {
		b.Until = r.UntilAt.UTC()
	}
	return b
}

type codeRow struct {
	Hash       string `gorm:"primaryKey"`
	Batch      string
	Redemption *string
	Ledger     *string
	Holder     *string
	GrantID    *string
	RedeemedAt *time.Time
}

func (codeRow) TableName() string { return "codes" }

// AddCodes implements purchases.Store.
func (s purchasesStore) AddCodes(ctx context.Context, batch string, hashes []string) error {
	rows := mapped(hashes, func(hash string) codeRow { return codeRow{Hash: hash, Batch: batch} })
	return s.db.write(ctx, proof{}, func(tx *gorm.DB) error { return createAll(tx, rows) })
}

// AddBatch implements purchases.Store.
func (s purchasesStore) AddBatch(ctx context.Context, b purchases.CodeBatch, record journal.Record) error {
	row := toBatchRow(b)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// Batches implements purchases.Store.
func (s purchasesStore) Batches(ctx context.Context) ([]purchases.CodeBatch, error) {
	db := s.db.read(ctx)
	var rows []batchRow
	if err := db.Order("id DESC").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return counted(db, mapped(rows, batchRow.batch))
}

// Batch implements purchases.Store.
func (s purchasesStore) Batch(ctx context.Context, id string) (purchases.CodeBatch, error) {
	db := s.db.read(ctx)
	var rows []batchRow
	if err := db.Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return purchases.CodeBatch{}, translate(err)
	}
	if len(rows) == 0 {
		return purchases.CodeBatch{}, purchases.ErrBatchNotFound.With("batch", id)
	}
	found, err := counted(db, []purchases.CodeBatch{rows[0].batch()})
	if err != nil {
		return purchases.CodeBatch{}, err
	}
	return found[0], nil
}

// counted puts to batches how many of their codes were redeemed.
func counted(db *gorm.DB, batches []purchases.CodeBatch) ([]purchases.CodeBatch, error) {
	for i := range batches {
		err := db.Model(&codeRow{}).Where("batch = ? AND redemption IS NOT NULL", batches[i].ID).Count(&batches[i].Redeemed).Error
		if err != nil {
			return nil, translate(err)
		}
	}
	return batches, nil
}

// EndBatch implements purchases.Store.
func (s purchasesStore) EndBatch(ctx context.Context, id string, at time.Time, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Model(&batchRow{}).Where("id = ? AND ended_at IS NULL", id).Update("ended_at", at).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// codes finds the codes that scopes name, of batches that are there.
func (l loading) codes() error {
	rows, err := findAll[codeRow](l.tx, "(hash)", l.keys(func(_ int, scope purchases.Scope) (key, bool) {
		return key{scope.Code}, scope.Code != ""
	}))
	if err != nil || len(rows) == 0 {
		return err
	}
	batches, err := findAll[batchRow](l.tx, "(id)", distinct(mapped(rows, func(r codeRow) key { return key{r.Batch} })))
	if err != nil {
		return err
	}
	byID := map[string]purchases.CodeBatch{}
	for _, row := range batches {
		byID[row.ID] = row.batch()
	}
	for _, row := range rows {
		batch, ready := byID[row.Batch]
		for i, scope := range l.scopes {
			if ready && scope.Code == row.Hash && l.states[i].Reply == nil {
				l.states[i].Code = &purchases.Code{Hash: row.Hash, Batch: batch, Redeemed: row.Redemption != nil}
			}
		}
	}
	return l.ownCodes()
}

// ownCodes counts the codes of the same batch that the holders of scopes have redeemed.
func (l loading) ownCodes() error {
	of := func(i int, scope purchases.Scope) (key, bool) {
		if l.states[i].Code == nil {
			return key{}, false
		}
		return key{l.states[i].Code.Batch.ID, scope.Ledger.ID(), scope.Holder}, true
	}
	rows, err := findAll[codeRow](l.tx.Where("redemption IS NOT NULL"), "(batch, ledger, holder)", distinct(l.keys(of)))
	for _, row := range rows {
		for i, scope := range l.scopes {
			if k, ok := of(i, scope); ok && k == (key{row.Batch, orEmpty(row.Ledger), orEmpty(row.Holder)}) {
				l.states[i].Code.Mine++
			}
		}
	}
	return err
}

// redeem writes that a code was redeemed, unless it was before.
func redeem(tx *gorm.DB, r purchases.Redemption) error {
	return one(tx.Model(&codeRow{}).Where("hash = ? AND redemption IS NULL", r.Hash).Updates(map[string]any{
		"redemption": r.ID, "ledger": r.Ledger.ID(), "holder": r.Holder, "grant_id": r.Grant, "redeemed_at": r.At,
	}))
}
