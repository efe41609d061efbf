package sqlstore

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

type editionRow struct {
	Pack     string `gorm:"primaryKey"`
	Test     bool   `gorm:"primaryKey"`
	Stock    int64
	Reserved int64
	Issued   int64
	Freed    string
	Updated  time.Time `gorm:"column:updated_at"`
	Version  int64
}

func (editionRow) TableName() string { return "editions" }

func toEditionRow(e purchases.Edition) editionRow {
	freed := mapped(e.Freed, func(n int64) string { return strconv.FormatInt(n, 10) })
	return editionRow{
		Pack: e.Pack, Test: e.Test, Stock: e.Stock, Reserved: e.Reserved, Issued: e.Issued,
		Freed: strings.Join(freed, ","), Updated: e.UpdatedAt, Version: e.Version,
	}
}

func (r editionRow) edition() purchases.Edition {
	e := purchases.Edition{
		Pack: r.Pack, Test: r.Test, Stock: r.Stock, Reserved: r.Reserved, Issued: r.Issued, UpdatedAt: r.Updated.UTC(), Version: r.Version,
	}
	for text := range strings.SplitSeq(r.Freed, ",") {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			e.Freed = append(e.Freed, n)
		}
	}
	return e
}

// Edition implements purchases.Store.
func (s purchasesStore) Edition(ctx context.Context, pack string, test bool) (purchases.Edition, error) {
	var rows []editionRow
	err := s.db.read(ctx).Where("pack = ? AND test = ?", pack, test).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return purchases.Edition{}, purchases.ErrEditionNotFound.With("pack", pack)
	}
	if err != nil {
		return purchases.Edition{}, translate(err)
	}
	return rows[0].edition(), nil
}

// LimitedPacks implements purchases.Store.
func (s purchasesStore) LimitedPacks(ctx context.Context) ([]purchases.Edition, error) {
	var rows []editionRow
	err := s.db.read(ctx).Where("test = ?", false).Order("pack").Find(&rows).Error
	return mapped(rows, editionRow.edition), translate(err)
}

// SetStock implements purchases.Store.
func (s purchasesStore) SetStock(ctx context.Context, pack string, stock int64, now time.Time, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		for _, test := range []bool{false, true} {
			if err := setStock(tx, pack, test, stock, now); err != nil {
				return err
			}
		}
		return appendRecord(tx, record)
	})
}

// setStock makes one edition that size.
func setStock(tx *gorm.DB, pack string, test bool, stock int64, now time.Time) error {
	var rows []editionRow
	if err := tx.Where("pack = ? AND test = ?", pack, test).Limit(1).Find(&rows).Error; err != nil {
		return err
	}
	e := purchases.Edition{Pack: pack, Test: test}
	if len(rows) > 0 {
		e = rows[0].edition()
		if least := e.Least(); least > stock {
			return purchases.ErrStockTaken.With("pack", pack, "stock", stock, "least", least)
		}
	}
	e.Stock, e.UpdatedAt = stock, now
	e.Version++
	row := toEditionRow(e)
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// editions finds the editions of the packs that scopes are about, and the orders that hold a piece of them.
func (l loading) editions() error {
	packs := l.keys(func(i int, scope purchases.Scope) (key, bool) {
		k, ok := l.grantKey(i, scope)
		return key{k[2]}, ok
	})
	rows, err := findAll[editionRow](l.tx, "(pack)", distinct(packs))
	if err != nil || len(rows) == 0 {
		return err
	}
	limited := map[edition]purchases.Edition{}
	for _, row := range rows {
		limited[edition{row.Pack, row.Test}] = row.edition()
	}
	for i, scope := range l.scopes {
		k, _ := l.grantKey(i, scope)
		if e, ok := limited[edition{k[2], scope.Ledger.Test}]; ok && l.states[i].Reply == nil {
			l.states[i].Edition = &e
		}
	}
	return l.holds()
}

// edition names one.
type edition struct {
	pack string
	test bool
}

// holds finds the orders that hold a piece for the holders of scopes.
func (l loading) holds() error {
	rows, err := findAll[orderRow](l.tx.Where("held AND recipient = ''"), "(ledger, holder, pack)", l.keys(func(i int, scope purchases.Scope) (key, bool) {
		k, _ := l.grantKey(i, scope)
		return k, l.states[i].Edition != nil
	}))
	for _, row := range rows {
		for i, scope := range l.scopes {
			if k, _ := l.grantKey(i, scope); l.states[i].Edition != nil && k == (key{row.Ledger, row.Holder, row.Pack}) {
				o := row.order()
				l.states[i].Hold = &o
			}
		}
	}
	return err
}

func distinct(keys []key) []key {
	seen := map[key]bool{}
	var once []key
	for _, k := range keys {
		if !seen[k] {
			seen[k] = true
			once = append(once, k)
		}
	}
	return once
}

// changeEditions writes how the editions stand after all calls of a batch, each of which went on from the one before.
func changeEditions(tx *gorm.DB, batch []*call) error {
	last := map[edition]purchases.Edition{}
	for _, c := range batch {
		if e := c.last.changes.Edition; e != nil {
			last[edition{e.Pack, e.Test}] = *e
		}
	}
	for _, e := range last {
		row := toEditionRow(e)
		changed := tx.Model(&editionRow{}).Where("pack = ? AND test = ? AND version = ?", e.Pack, e.Test, e.Version).
			Updates(map[string]any{"reserved": row.Reserved, "issued": row.Issued, "freed": row.Freed, "version": row.Version + 1})
		if err := one(changed); err != nil {
			return err
		}
	}
	return nil
}
