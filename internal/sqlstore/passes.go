package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

type passRow struct {
	ID       string `gorm:"primaryKey"`
	Collab   string
	State    string
	OpensAt  time.Time
	ClosesAt time.Time
	Body     string    // JSON
	Created  time.Time `gorm:"column:created_at"`
	Updated  time.Time `gorm:"column:updated_at"`
	Version  int64
}

func (passRow) TableName() string { return "passes" }

func toPassRow(p pass.Pass) passRow {
	return passRow{
		ID: p.ID, Collab: p.Collab, State: string(p.State), OpensAt: p.OpensAt, ClosesAt: p.ClosesAt, Body: toJSON(p),
		Created: p.CreatedAt, Updated: p.UpdatedAt, Version: p.Version,
	}
}

func (r passRow) pass() (pass.Pass, error) {
	p, err := fromJSON[pass.Pass](r.Body)
	p.ID, p.Collab, p.State = r.ID, r.Collab, pass.State(r.State)
	p.CreatedAt, p.UpdatedAt, p.Version = r.Created.UTC(), r.Updated.UTC(), r.Version
	return p, err
}

func passesOf(rows []passRow) ([]pass.Pass, error) {
	found := make([]pass.Pass, len(rows))
	for i, row := range rows {
		var err error
		if found[i], err = row.pass(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Pass implements purchases.Store.
func (s purchasesStore) Pass(ctx context.Context, id string) (pass.Pass, error) {
	var rows []passRow
	err := s.db.read(ctx).Where("id = ?", id).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return pass.Pass{}, pass.ErrNotFound.With("pass", id)
	}
	if err != nil {
		return pass.Pass{}, translate(err)
	}
	return rows[0].pass()
}

// PassesByID implements purchases.Store.
func (s purchasesStore) PassesByID(ctx context.Context, ids []string) ([]pass.Pass, error) {
	rows, err := findAll[passRow](s.db.read(ctx), "(id)", mapped(ids, func(id string) key { return key{id} }))
	if err != nil {
		return nil, translate(err)
	}
	return passesOf(rows)
}

// Passes implements purchases.Store.
func (s purchasesStore) Passes(ctx context.Context, after string, limit int) ([]pass.Pass, error) {
	var rows []passRow
	if err := s.db.read(ctx).Where("id > ?", after).Order("id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return passesOf(rows)
}

// OnOffer implements purchases.Store.
func (s purchasesStore) OnOffer(ctx context.Context, now time.Time) ([]purchases.PassOnOffer, error) {
	db := s.db.read(ctx)
	var rows []passRow
	if err := db.Where("state = 'on_sale' AND closes_at > ?", now).Order("opens_at, id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	passes, err := passesOf(rows)
	if err != nil || len(rows) == 0 {
		return []purchases.PassOnOffer{}, err
	}
	editions, err := findAll[editionRow](db.Where("NOT test"), "(pack)", mapped(rows, func(r passRow) key { return key{r.ID} }))
	if err != nil {
		return nil, translate(err)
	}
	soldOut := map[string]bool{}
	for _, row := range editions {
		soldOut[row.Pack] = row.edition().SoldOut()
	}
	return mapped(passes, func(p pass.Pass) purchases.PassOnOffer {
		return purchases.PassOnOffer{Pass: p, SoldOut: soldOut[p.ID]}
	}), nil
}

// SavePass implements purchases.Store.
func (s purchasesStore) SavePass(ctx context.Context, p pass.Pass, record journal.Record) error {
	row := toPassRow(p)
	row.Version++
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		saved := tx.Model(&passRow{}).Where("id = ? AND version = ?", p.ID, p.Version).Select("*").Omit("id", "created_at").Updates(&row)
		if p.Version == 0 {
			saved = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		}
		if saved.Error != nil {
			return saved.Error
		}
		if saved.RowsAffected == 0 {
			return stalePass(tx, p.ID)
		}
		if err := setSeats(tx, p); err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func stalePass(tx *gorm.DB, id string) error {
	var now passRow
	if err := tx.Where("id = ?", id).Limit(1).Find(&now).Error; err != nil {
		return err
	}
	return pass.ErrStale.With("pass", id, "version", now.Version)
}

// setSeats gives the editions of a pass its capacity; without one, they go.
func setSeats(tx *gorm.DB, p pass.Pass) error {
	if p.Capacity == 0 {
		return tx.Where("pack = ?", p.ID).Delete(&editionRow{}).Error
	}
	for _, test := range []bool{false, true} {
		err := setStock(tx, p.ID, test, p.Capacity, p.UpdatedAt)
		if errors.Is(err, purchases.ErrStockTaken) {
			return pass.ErrSeatsTaken.With("pass", p.ID, "capacity", p.Capacity, "least", fault.As(err).Facts()["least"])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// RemovePass implements purchases.Store.
func (s purchasesStore) RemovePass(ctx context.Context, id string, version int64, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		gone := tx.Where("id = ? AND version = ? AND state = 'draft'", id, version).Delete(&passRow{})
		if gone.Error == nil && gone.RowsAffected == 0 {
			return stalePass(tx, id)
		}
		err := errors.Join(gone.Error, tx.Where("pack = ?", id).Delete(&editionRow{}).Error)
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// Attendance implements purchases.Store.
func (s purchasesStore) Attendance(ctx context.Context, id string) ([]purchases.Attendance, error) {
	var rows []struct {
		Ledger           string
		Holders, Checked int64
	}
	err := s.db.read(ctx).Raw(`
		SELECT ledger, COUNT(*) AS holders, COUNT(checked_in_at) AS checked FROM grants
		WHERE pack = ? AND ticket > 0 AND revoked_at IS NULL GROUP BY ledger ORDER BY ledger`, id).Scan(&rows).Error
	found := make([]purchases.Attendance, len(rows))
	for i, r := range rows {
		found[i] = purchases.Attendance{Ledger: purchases.ParseLedger(r.Ledger), Holders: r.Holders, CheckedIn: r.Checked}
	}
	return found, translate(err)
}

// TicketHolder implements purchases.Store.
func (s purchasesStore) TicketHolder(ctx context.Context, ledger purchases.Ledger, id, grant string) (string, error) {
	var rows []grantRow
	err := s.db.read(ctx).Where("pack = ? AND id = ? AND ticket > 0 AND ledger = ?", id, grant, ledger.ID()).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return "", purchases.ErrPassNotHeld.With("pass", id)
	}
	if err != nil {
		return "", translate(err)
	}
	return rows[0].Holder, nil
}

// Tickets implements purchases.Store.
func (s purchasesStore) Tickets(ctx context.Context, q purchases.TicketQuery) ([]purchases.Grant, error) {
	wanted := s.db.read(ctx).Where("pack = ? AND ticket > 0", q.Pass)
	if q.Grant != "" {
		wanted = wanted.Where("id = ?", q.Grant)
	}
	if q.Holder != "" || q.Seat > 0 {
		wanted = wanted.Where("(holder = ? AND ? <> '') OR (serial = ? AND serial > 0)", q.Holder, q.Holder, q.Seat)
	}
	if q.Before != "" {
		wanted = wanted.Where("id < ?", q.Before)
	}
	var rows []grantRow
	err := wanted.Order("id DESC").Limit(q.Limit).Find(&rows).Error
	return mapped(rows, grantRow.grant), translate(err)
}

// OfCancelled implements purchases.Store.
func (s purchasesStore) OfCancelled(ctx context.Context, limit int) ([]purchases.Order, error) {
	db := s.db.read(ctx)
	var rows []orderRow
	err := db.Where("kind = 'pass' AND state = 'fulfilled' AND pack IN (SELECT id FROM passes WHERE state = 'cancelled')").
		Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	orders := mapped(rows, orderRow.order)
	return orders, translate(withGrants(db, orders))
}

// checkIn writes that a holder came, unless they came before or the grant was taken back.
func checkIn(tx *gorm.DB, g purchases.Grant) error {
	return one(tx.Model(&grantRow{}).
		Where("ledger = ? AND holder = ? AND pack = ? AND id = ?", g.Ledger.ID(), g.Holder, g.Pack, g.ID).
		Where("revoked_at IS NULL AND checked_in_at IS NULL").
		Updates(map[string]any{"checked_in_at": g.CheckedInAt, "gate": g.Gate}))
}

// passes finds the passes that scopes are about, and who else has them.
func (l loading) passes() error {
	rows, err := findAll[passRow](l.tx, "(id)", distinct(l.keys(func(i int, scope purchases.Scope) (key, bool) {
		k, ok := l.grantKey(i, scope)
		return key{k[2]}, ok && pass.IsID(k[2])
	})))
	if err != nil || len(rows) == 0 {
		return err
	}
	for _, row := range rows {
		p, err := row.pass()
		if err != nil {
			return err
		}
		for i, scope := range l.scopes {
			if k, _ := l.grantKey(i, scope); k[2] == p.ID && l.states[i].Reply == nil {
				l.states[i].Pass = &p
			}
		}
	}
	return l.theirs()
}

// theirs finds the grants of those to whom scopes hand passes.
func (l loading) theirs() error {
	theirKey := func(i int, scope purchases.Scope) (key, bool) {
		k, ok := l.grantKey(i, scope)
		return key{k[0], scope.To, k[2]}, ok && scope.To != ""
	}
	rows, err := findAll[grantRow](l.tx, "(ledger, holder, pack)", l.keys(theirKey))
	for i, scope := range l.scopes {
		for _, row := range rows {
			if k, ok := theirKey(i, scope); ok && l.states[i].Reply == nil && k == (key{row.Ledger, row.Holder, row.Pack}) {
				l.states[i].Theirs = append(l.states[i].Theirs, row.grant())
			}
		}
	}
	return err
}
