package sqlstore

import (
	"time"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// putCoins takes over the coins that an order brings, or was paid with.
func (r *orderRow) putCoins(o purchases.Order) {
	coins := o.Coins
	if t := o.TopUp; t != nil {
		r.CoinPackage, r.PaidDays, r.BonusDays = t.Package, int64(t.PaidDays), int64(t.BonusDays)
		brought := t.Coins()
		coins = &brought
	}
	if coins != nil {
		r.CoinsPaid, r.CoinsBonus = &coins.Paid, &coins.Bonus
	}
}

func (r orderRow) coins() (*coin.TopUp, *coin.Coins) {
	if r.CoinsPaid == nil || r.CoinsBonus == nil {
		return nil, nil
	}
	coins := coin.Coins{Paid: *r.CoinsPaid, Bonus: *r.CoinsBonus}
	if r.CoinPackage == "" {
		return nil, &coins
	}
	return &coin.TopUp{
		Package: r.CoinPackage, Paid: coins.Paid, Bonus: coins.Bonus, PaidDays: int(r.PaidDays), BonusDays: int(r.BonusDays),
	}, nil
}

type walletRow struct {
	Ledger  string `gorm:"primaryKey"`
	Holder  string `gorm:"primaryKey"`
	Owed    int64
	Version int64
}

func (walletRow) TableName() string { return "wallets" }

type lotRow struct {
	Ledger    string `gorm:"primaryKey"`
	Holder    string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	OrderID   string
	Asset     string
	Remaining int64
	Ended     int64
	EndsAt    *time.Time
	Version   int64
}

func (lotRow) TableName() string { return "coin_lots" }

func toLotRow(scope purchases.Scope, l coin.Lot) lotRow {
	return lotRow{
		Ledger: scope.Ledger.ID(), Holder: scope.Holder, ID: l.ID, OrderID: l.Order, Asset: string(l.Asset),
		Remaining: l.Remaining, Ended: l.Ended, EndsAt: l.Ends, Version: l.Version + 1,
	}
}

func (r lotRow) lot() coin.Lot {
	return coin.Lot{
		ID: r.ID, Order: r.OrderID, Asset: coin.Asset(r.Asset), Remaining: r.Remaining, Ended: r.Ended,
		Ends: utc(r.EndsAt), Version: r.Version,
	}
}

type useRow struct {
	OrderID     string `gorm:"primaryKey"`
	Line        int64  `gorm:"primaryKey;autoIncrement:false"`
	Lot         string
	Source      string
	Asset       string
	Amount      int64
	Returned    int64
	SecondsLeft *int64
	Version     int64
}

func (useRow) TableName() string { return "coin_uses" }

func toUseRow(u coin.Use) useRow {
	return useRow{
		OrderID: u.Order, Line: int64(u.Line), Lot: u.Lot, Source: u.Source, Asset: string(u.Asset), Amount: u.Amount,
		Returned: u.Returned, SecondsLeft: u.Left, Version: u.Version + 1,
	}
}

func (r useRow) use() coin.Use {
	return coin.Use{
		Order: r.OrderID, Line: int(r.Line), Lot: r.Lot, Source: r.Source, Asset: coin.Asset(r.Asset), Amount: r.Amount,
		Returned: r.Returned, Left: r.SecondsLeft, Version: r.Version,
	}
}

type packageRow struct {
	Name      string `gorm:"primaryKey"`
	Paid      int64
	Bonus     int64
	PaidDays  int64
	BonusDays int64
	Tier      string
	Closed    bool
	Version   int64
	Updated   time.Time `gorm:"column:updated_at"`
}

func (packageRow) TableName() string { return "coin_packages" }

func toPackageRow(p coin.Package) packageRow {
	return packageRow{
		Name: p.Package, Paid: p.Paid, Bonus: p.Bonus, PaidDays: int64(p.PaidDays), BonusDays: int64(p.BonusDays),
		Tier: p.Tier, Closed: p.Closed, Version: p.Version + 1, Updated: p.UpdatedAt,
	}
}

func (r packageRow) sold() coin.Package {
	return coin.Package{
		TopUp: coin.TopUp{
			Package: r.Name, Paid: r.Paid, Bonus: r.Bonus, PaidDays: int(r.PaidDays), BonusDays: int(r.BonusDays),
		},
		Tier: r.Tier, Closed: r.Closed, Version: r.Version, UpdatedAt: r.Updated.UTC(),
	}
}

type rateRow struct {
	Currency string    `gorm:"primaryKey"`
	FromAt   time.Time `gorm:"primaryKey"`
	Coins    int64
	Amount   int64
}

func (rateRow) TableName() string { return "coin_rates" }

func (r rateRow) rate() coin.Rate {
	return coin.Rate{Currency: r.Currency, From: r.FromAt.UTC(), Coins: r.Coins, Amount: r.Amount}
}
