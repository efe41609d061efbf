package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/catalog"
)

type proposalRow struct {
	Pack      string `gorm:"primaryKey"`
	Number    int    `gorm:"primaryKey;autoIncrement:false"`
	Offers    string
	Note      string
	State     string
	Account   string
	At        time.Time
	Reason    string
	DecidedBy string
	DecidedAt *time.Time
}

func (proposalRow) TableName() string { return "proposals" }

func (r proposalRow) proposal() (catalog.Proposal, error) {
	offers, err := fromJSON[[]catalog.Offer](r.Offers)
	return catalog.Proposal{
		Pack: r.Pack, Number: r.Number, Offers: offers, Note: r.Note, State: catalog.ProposalState(r.State), By: r.Account, At: r.At.UTC(),
		Reason: r.Reason, DecidedBy: r.DecidedBy, Decided: never(r.DecidedAt),
	}, err
}

// putProposal adds a proposal, which withdraws those that are open, or keeps what was decided about one.
func putProposal(tx *gorm.DB, change catalog.Change) error {
	p := change.Proposal
	if p == nil {
		return nil
	}
	err := tx.Model(&proposalRow{}).Where("pack = ? AND number <> ? AND state = ?", p.Pack, p.Number, string(catalog.ProposalOpen)).
		Update("state", string(catalog.ProposalWithdrawn)).Error
	if err != nil {
		return err
	}
	row := proposalRow{
		Pack: p.Pack, Number: p.Number, Offers: toJSON(append([]catalog.Offer{}, p.Offers...)), Note: p.Note, State: string(p.State),
		Account: p.By, At: p.At.UTC(), Reason: p.Reason, DecidedBy: p.DecidedBy, DecidedAt: orNever(p.Decided),
	}
	decided := clause.OnConflict{
		Columns:   []clause.Column{{Name: "pack"}, {Name: "number"}},
		DoUpdates: clause.AssignmentColumns([]string{"state", "reason", "decided_by", "decided_at"}),
	}
	return tx.Clauses(decided).Create(&row).Error
}

func (s catalogStore) Proposals(ctx context.Context, q catalog.ProposalQuery) ([]catalog.Proposal, error) {
	query := s.db.read(ctx)
	if q.Pack != "" {
		query = query.Where("pack = ?", q.Pack)
	}
	if q.State != "" {
		query = query.Where("state = ?", string(q.State))
	}
	var rows []proposalRow
	err := query.Order("at DESC").Order("pack").Order("number DESC").Limit(q.Limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	proposals := make([]catalog.Proposal, len(rows))
	for i, row := range rows {
		proposals[i], err = row.proposal()
		if err != nil {
			return nil, err
		}
	}
	return proposals, nil
}
