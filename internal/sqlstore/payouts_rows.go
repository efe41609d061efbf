package sqlstore

import (
	"time"

	"github.com/hallyu-store/hallyu/purchases/payout"
)

type contractRow struct {
	ID          string `gorm:"primaryKey"`
	Scope       string
	Party       string
	FromAt      time.Time
	Taxes       string // JSON
	StoreFee    int64
	Share       int64
	Withholding int64
	BonusEarns  bool
	Note        string
	Version     int64
	Updated     time.Time `gorm:"column:updated_at"`
}

func (contractRow) TableName() string { return "contracts" }

func toContractRow(c payout.Contract) contractRow {
	return contractRow{
		ID: c.ID, Scope: string(c.Scope), Party: c.Party, FromAt: c.From.UTC(), Taxes: toJSON(c.Taxes), StoreFee: c.StoreFee, Share: c.Share,
		Withholding: c.Withholding, BonusEarns: c.BonusEarns, Note: c.Note, Version: c.Version + 1, Updated: c.UpdatedAt.UTC(),
	}
}

func (r contractRow) contract() (payout.Contract, error) {
	taxes, err := fromJSON[map[string]int64](r.Taxes)
	return payout.Contract{
		ID: r.ID, Scope: payout.Scope(r.Scope), Party: r.Party, From: r.FromAt.UTC(), Taxes: taxes, StoreFee: r.StoreFee, Share: r.Share,
		Withholding: r.Withholding, BonusEarns: r.BonusEarns, Note: r.Note, Version: r.Version, UpdatedAt: r.Updated.UTC(),
	}, err
}

type statementRow struct {
	Creator  string `gorm:"primaryKey"`
	Period   string `gorm:"primaryKey"`
	Accounts string // JSON
	ClosedAt time.Time
}

func (statementRow) TableName() string { return "statements" }

func toStatementRow(c payout.Closed) statementRow {
	return statementRow{Creator: c.Creator, Period: c.Period.String(), Accounts: toJSON(c.Accounts), ClosedAt: c.At.UTC()}
}

func (r statementRow) closed() (payout.Closed, error) {
	accounts, err := fromJSON[[]payout.Account](r.Accounts)
	if err != nil {
		return payout.Closed{}, err
	}
	period, err := payout.ParsePeriod(r.Period)
	return payout.Closed{Creator: r.Creator, Period: period, At: r.ClosedAt.UTC(), Accounts: accounts}, err
}

type payoutRow struct {
	ID        string `gorm:"primaryKey"`
	Creator   string
	Period    string
	Currency  string
	Amount    int64
	Withheld  int64
	State     string
	Reference string
	Created   time.Time `gorm:"column:created_at"`
	PaidAt    *time.Time
	PaidBy    string
}

func (payoutRow) TableName() string { return "payouts" }

func toPayoutRow(p payout.Payout) payoutRow {
	return payoutRow{
		ID: p.ID, Creator: p.Creator, Period: p.Period.String(), Currency: p.Currency, Amount: p.Amount, Withheld: p.Withheld,
		State: string(p.State), Reference: p.Reference, Created: p.CreatedAt.UTC(), PaidAt: utc(p.PaidAt), PaidBy: p.PaidBy,
	}
}

func (r payoutRow) payout() (payout.Payout, error) {
	period, err := payout.ParsePeriod(r.Period)
	return payout.Payout{
		ID: r.ID, Creator: r.Creator, Period: period, Currency: r.Currency, Amount: r.Amount, Withheld: r.Withheld,
		State: payout.PayoutState(r.State), Reference: r.Reference, CreatedAt: r.Created.UTC(), PaidAt: utc(r.PaidAt), PaidBy: r.PaidBy,
	}, err
}

type profileRow struct {
	Creator string `gorm:"primaryKey"`
	Name    string
	Method  string
	Account string
	Country string
	TaxID   string
	Version int64
	Updated time.Time `gorm:"column:updated_at"`
}

func (profileRow) TableName() string { return "payout_profiles" }

func toProfileRow(p payout.Profile) profileRow {
	return profileRow{
		Creator: p.Creator, Name: p.Name, Method: p.Method, Account: p.Account, Country: p.Country, TaxID: p.TaxID,
		Version: p.Version + 1, Updated: p.UpdatedAt.UTC(),
	}
}

func (r profileRow) profile() payout.Profile {
	return payout.Profile{
		Creator: r.Creator, Name: r.Name, Method: r.Method, Account: r.Account, Country: r.Country, TaxID: r.TaxID,
		Version: r.Version, UpdatedAt: r.Updated.UTC(),
	}
}

// each maps rows that may not be readable.
func each[Row, Value any](rows []Row, value func(Row) (Value, error)) ([]Value, error) {
	values := make([]Value, len(rows))
	for i, r := range rows {
		v, err := value(r)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}
