package sqlstore

import (
	"context"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/purchases"
)

type staffGrantRow struct {
	ID        string `gorm:"primaryKey"`
	Ledger    string
	Holder    string
	Pack      string
	GrantID   string
	Reason    string
	GivenBy   string
	Day       string
	Number    int64
	RevokedBy string
	Withdrawn string
}

func (staffGrantRow) TableName() string { return "staff_grants" }

func toStaffGrantRow(g purchases.StaffGrant) staffGrantRow {
	return staffGrantRow{
		ID: g.ID, Ledger: g.Grant.Ledger.ID(), Holder: g.Grant.Holder, Pack: g.Grant.Pack, GrantID: g.Grant.ID, Reason: g.Reason,
		GivenBy: g.GivenBy, Day: g.Day, Number: g.Number, RevokedBy: g.RevokedBy, Withdrawn: g.Withdrawn,
	}
}

func (r staffGrantRow) given(grant purchases.Grant) purchases.StaffGrant {
	return purchases.StaffGrant{
		ID: r.ID, Grant: grant, Reason: r.Reason, GivenBy: r.GivenBy, Day: r.Day, Number: r.Number,
		RevokedBy: r.RevokedBy, Withdrawn: r.Withdrawn,
	}
}

// StaffGrant implements purchases.Store.
func (s purchasesStore) StaffGrant(ctx context.Context, of purchases.Owner, grant string) (purchases.StaffGrant, error) {
	found, err := s.staffGrants(ctx, of, s.db.read(ctx).Where("grant_id = ?", grant))
	if err == nil && len(found) == 0 {
		err = purchases.ErrStaffGrantNotFound.With("grant", grant)
	}
	if err != nil {
		return purchases.StaffGrant{}, err
	}
	return found[0], nil
}

// StaffGrants implements purchases.Store.
func (s purchasesStore) StaffGrants(ctx context.Context, of purchases.Owner) ([]purchases.StaffGrant, error) {
	return s.staffGrants(ctx, of, s.db.read(ctx))
}

// staffGrants reads a holder's of a query, the latest first, with their grants.
func (s purchasesStore) staffGrants(ctx context.Context, of purchases.Owner, query *gorm.DB) ([]purchases.StaffGrant, error) {
	var rows []staffGrantRow
	if err := owned(query, of).Order("id DESC").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	keys := mapped(rows, func(r staffGrantRow) key { return key{r.Ledger, r.Holder, r.Pack} })
	held, err := findAll[grantRow](s.db.read(ctx), "(ledger, holder, pack)", distinct(keys))
	if err != nil {
		return nil, translate(err)
	}
	grants := map[string]purchases.Grant{}
	for _, row := range held {
		grants[row.ID] = row.grant()
	}
	return mapped(rows, func(r staffGrantRow) purchases.StaffGrant { return r.given(grants[r.GrantID]) }), nil
}

// givenToday counts what those of the staff gave today whom scopes name.
func (l loading) givenToday() error {
	for i, scope := range l.scopes {
		if scope.Staff == "" || l.states[i].Reply != nil {
			continue
		}
		err := l.tx.Model(&staffGrantRow{}).Where("given_by = ? AND day = ?", scope.Staff, scope.Day).Count(&l.states[i].GivenToday).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// takeBack writes who took back what staff gave, and why; that it was is written to the grant.
func takeBack(tx *gorm.DB, g purchases.StaffGrant) error {
	return one(tx.Model(&staffGrantRow{}).Where("id = ?", g.ID).Updates(map[string]any{"revoked_by": g.RevokedBy, "withdrawn": g.Withdrawn}))
}
