package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

type recentsRow struct {
	Ledger   string `gorm:"primaryKey"`
	Holder   string `gorm:"primaryKey"`
	Stickers string // JSON
}

func (recentsRow) TableName() string { return "recents" }

type packSendsRow struct {
	Ledger string `gorm:"primaryKey"`
	Day    int64  `gorm:"primaryKey;autoIncrement:false"`
	Pack   string `gorm:"primaryKey"`
	Sends  int64
}

func (packSendsRow) TableName() string { return "pack_sends" }

type sendIDRow struct {
	ID  string `gorm:"primaryKey"`
	Day int64
}

func (sendIDRow) TableName() string { return "send_ids" }

// Recents implements shelf.Store.
func (s shelfStore) Recents(ctx context.Context, of purchases.Owner) ([]shelf.Recent, error) {
	var rows []recentsRow
	err := owned(s.db.read(ctx), of).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, translate(err)
	}
	return fromJSON[[]shelf.Recent](rows[0].Stickers)
}

// Send implements shelf.Store.
func (s shelfStore) Send(ctx context.Context, sends []shelf.Send, keep int) (counted int, err error) {
	keys := make(map[string]shelf.Send, len(sends))
	ids := make([]key, len(sends))
	for i, one := range sends {
		ids[i] = key{one.Key()}
		keys[ids[i][0]] = one
	}
	slices.SortFunc(ids, func(a, b key) int { return slices.Compare(a[:], b[:]) })
	err = s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		told, err := findAll[sendIDRow](tx, "(id)", ids)
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for _, row := range told {
			known[row.ID] = true
		}
		var fresh []shelf.Send
		var rows []sendIDRow
		for _, id := range ids {
			if one := keys[id[0]]; !known[id[0]] {
				fresh = append(fresh, one)
				rows = append(rows, sendIDRow{id[0], shelf.Day(one.At)})
			}
		}
		counted = len(fresh)
		if counted == 0 {
			return nil
		}
		return countSends(tx, fresh, rows, keep)
	})
	return counted, err
}

// countSends writes sends that are new.
func countSends(tx *gorm.DB, sends []shelf.Send, ids []sendIDRow, keep int) error {
	err := createAll(tx, ids)
	if err != nil {
		return err
	}
	days := map[packSendsRow]int64{}
	people := map[purchases.Owner][]shelf.Send{}
	for _, one := range sends {
		days[packSendsRow{Ledger: one.Of.Ledger.ID(), Day: shelf.Day(one.At), Pack: one.Pack}]++
		people[one.Of] = append(people[one.Of], one)
	}
	counts := make([]packSendsRow, 0, len(days))
	for row, n := range days {
		row.Sends = n
		counts = append(counts, row)
	}
	slices.SortFunc(counts, func(a, b packSendsRow) int { // as every writer does: nobody waits for who waits for them
		return cmp.Or(cmp.Compare(a.Ledger, b.Ledger), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Pack, b.Pack))
	})
	adding := clause.OnConflict{
		Columns:   []clause.Column{{Name: "ledger"}, {Name: "day"}, {Name: "pack"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "sends"}, Value: gorm.Expr("pack_sends.sends + excluded.sends")}},
	}
	err = createAll(tx.Clauses(adding).Session(&gorm.Session{}), counts)
	if err != nil {
		return err
	}
	return putRecents(tx, people, keep)
}

// putRecents puts sends to what each holder sent lately.
func putRecents(tx *gorm.DB, people map[purchases.Owner][]shelf.Send, keep int) error {
	var keys []key
	for of := range people {
		keys = append(keys, key{of.Ledger.ID(), of.Holder})
	}
	slices.SortFunc(keys, func(a, b key) int { return slices.Compare(a[:], b[:]) })
	known, err := findAll[recentsRow](tx, "(ledger, holder)", keys)
	if err != nil {
		return err
	}
	before := map[key][]shelf.Recent{}
	for _, row := range known {
		before[key{row.Ledger, row.Holder}], err = fromJSON[[]shelf.Recent](row.Stickers)
		if err != nil {
			return err
		}
	}
	rows := make([]recentsRow, len(keys))
	for i, k := range keys {
		of := purchases.Owner{Ledger: purchases.ParseLedger(k[0]), Holder: k[1]}
		rows[i] = recentsRow{k[0], k[1], toJSON(shelf.Merge(before[k], people[of], keep))}
	}
	replacing := clause.OnConflict{Columns: []clause.Column{{Name: "ledger"}, {Name: "holder"}}, UpdateAll: true}
	return createAll(tx.Clauses(replacing).Session(&gorm.Session{}), rows)
}

// Forget implements shelf.Store.
func (s shelfStore) Forget(ctx context.Context, before int64, limit int) (int, error) {
	forgotten := 0
	err := s.db.writeOne(ctx, func(tx *gorm.DB) error {
		old := tx.Model(&sendIDRow{}).Select("id").Where("day < ?", before).Order("day").Limit(limit)
		deleted := tx.Where("id IN (?)", old).Delete(&sendIDRow{})
		forgotten = int(deleted.RowsAffected)
		return deleted.Error
	})
	return forgotten, err
}

// Usage implements shelf.Store.
func (s shelfStore) Usage(ctx context.Context, of purchases.Ledger, from, until int64, behind shelf.Usage, limit int) ([]shelf.Usage, error) {
	var rows []packSendsRow
	err := s.db.read(ctx).Where("ledger = ? AND day >= ? AND day < ?", of.ID(), from, until).
		Where("(day, pack) > (?, ?)", behind.Day, behind.Pack).Order("day, pack").Limit(limit).Find(&rows).Error
	return mapped(rows, func(r packSendsRow) shelf.Usage { return shelf.Usage{Day: r.Day, Pack: r.Pack, Sends: r.Sends} }), translate(err)
}
