package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

type approvalRow struct {
	ID        string `gorm:"primaryKey"`
	OrderID   string
	Ledger    string
	Amount    int64
	Currency  string
	Reason    string
	State     string
	AskedBy   string
	AskedAt   time.Time
	DecidedBy string
	DecidedAt *time.Time
	Refund    string
}

func (approvalRow) TableName() string { return "refund_approvals" }

func toApprovalRow(a purchases.Approval) approvalRow {
	return approvalRow{
		ID: a.ID, OrderID: a.Order, Ledger: a.Ledger.ID(), Amount: a.Amount.Amount, Currency: a.Amount.Currency,
		Reason: a.Reason, State: string(a.State), AskedBy: a.AskedBy, AskedAt: a.AskedAt, DecidedBy: a.DecidedBy, DecidedAt: a.DecidedAt,
		Refund: a.Refund,
	}
}

func (r approvalRow) approval() purchases.Approval {
	return purchases.Approval{
		ID: r.ID, Order: r.OrderID, Ledger: purchases.ParseLedger(r.Ledger),
		Amount: catalog.Price{Amount: r.Amount, Currency: r.Currency}, Reason: r.Reason, State: purchases.ApprovalState(r.State),
		AskedBy: r.AskedBy, AskedAt: r.AskedAt.UTC(), DecidedBy: r.DecidedBy, DecidedAt: utc(r.DecidedAt), Refund: r.Refund,
	}
}

// AddApproval implements purchases.Store.
func (s purchasesStore) AddApproval(ctx context.Context, a purchases.Approval, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		var waiting int64
		err := tx.Model(&approvalRow{}).Where("order_id = ? AND state = ?", a.Order, purchases.ApprovalWaiting).Count(&waiting).Error
		if err != nil {
			return err
		}
		if waiting > 0 {
			return purchases.ErrRefundWaiting.With("order", a.Order)
		}
		row := toApprovalRow(a)
		if err := raced(tx.Create(&row).Error); err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// Approval implements purchases.Store.
func (s purchasesStore) Approval(ctx context.Context, id string) (purchases.Approval, error) {
	var rows []approvalRow
	err := s.db.read(ctx).Where("id = ?", id).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return purchases.Approval{}, purchases.ErrApprovalNotFound.With("approval", id)
	}
	if err != nil {
		return purchases.Approval{}, translate(err)
	}
	return rows[0].approval(), nil
}

// Approvals implements purchases.Store.
func (s purchasesStore) Approvals(ctx context.Context, order string, limit int) ([]purchases.Approval, error) {
	query := s.db.read(ctx).Where("order_id = ?", order).Order("id DESC")
	if order == "" {
		query = s.db.read(ctx).Where("state = 'waiting'").Order("id")
	}
	var rows []approvalRow
	err := query.Limit(limit).Find(&rows).Error
	return mapped(rows, approvalRow.approval), translate(err)
}

// DeclineApproval implements purchases.Store.
func (s purchasesStore) DeclineApproval(ctx context.Context, a purchases.Approval, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		changed := waitingApproval(tx, a)
		if changed.Error != nil {
			return changed.Error
		}
		if changed.RowsAffected == 0 {
			return purchases.ErrApprovalDecided.With("approval", a.ID)
		}
		return appendRecord(tx, record)
	})
}

// decideApproval writes what became of one that waits.
func decideApproval(tx *gorm.DB, a purchases.Approval) error { return one(waitingApproval(tx, a)) }

func waitingApproval(tx *gorm.DB, a purchases.Approval) *gorm.DB {
	return tx.Model(&approvalRow{}).Where("id = ? AND state = 'waiting'", a.ID).Updates(map[string]any{
		"state": string(a.State), "decided_by": a.DecidedBy, "decided_at": a.DecidedAt, "refund": a.Refund,
	})
}

// approvals finds those that scopes name.
func (l loading) approvals() error {
	rows, err := findAll[approvalRow](l.tx, "(id)", l.keys(func(_ int, scope purchases.Scope) (key, bool) {
		return key{scope.Approval}, scope.Approval != ""
	}))
	for _, row := range rows {
		for i, scope := range l.scopes {
			if scope.Approval == row.ID && l.states[i].Reply == nil {
				a := row.approval()
				l.states[i].Approval = &a
			}
		}
	}
	return err
}
