package sqlstore

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

type orderRow struct {
	ID              string `gorm:"primaryKey"`
	Ledger          string
	Holder          string
	State           string
	Kind            string
	Pack            string
	Period          string
	Release         int64
	Region          string
	Locale          string
	Provider        string
	PriceAmount     *int64
	PriceCurrency   *string
	Tax             string // JSON
	SettledAmount   *int64
	SettledCurrency *string
	Refunded        int64
	TransactionID   string
	Reason          string
	CoinPackage     string
	CoinsPaid       *int64
	CoinsBonus      *int64
	PaidDays        int64
	BonusDays       int64
	Recipient       string
	RecipientRegion string
	Message         string
	GiftState       string
	OfferedAt       *time.Time
	AnsweredAt      *time.Time
	Held            bool
	Lines           string
	ExpiresAt       *time.Time
	Created         time.Time `gorm:"column:created_at"`
	Updated         time.Time `gorm:"column:updated_at"`
	Version         int64
}

func (orderRow) TableName() string { return "orders" }

func toOrderRow(o purchases.Order) orderRow {
	row := orderRow{
		ID: o.ID, Ledger: o.Ledger.ID(), Holder: o.Holder, State: string(o.State), Kind: string(o.Kind), Pack: o.Pack, Period: string(o.Period),
		Release: int64(o.Release), Region: o.Region, Locale: o.Locale, Provider: string(o.Provider),
		Refunded: o.Refunded, TransactionID: o.Transaction, Reason: o.Reason, Held: o.Held, ExpiresAt: o.ExpiresAt, Tax: fromCharge(o.Tax),
		Created: o.CreatedAt, Updated: o.UpdatedAt, Version: o.Version,
	}
	row.PriceAmount, row.PriceCurrency = fromPrice(o.Price)
	row.SettledAmount, row.SettledCurrency = fromPrice(o.Settled)
	row.putCoins(o)
	row.putGift(o)
	row.putLines(o)
	return row
}

// order returns the order without its grants.
func (r orderRow) order() purchases.Order {
	topUp, coins := r.coins()
	return purchases.Order{
		TopUp: topUp, Coins: coins, Gift: r.gift(), Lines: r.lines(),
		ID: r.ID, Ledger: purchases.ParseLedger(r.Ledger), Holder: r.Holder, State: purchases.OrderState(r.State),
		Kind: purchases.ProductKind(r.Kind), Pack: r.Pack, Period: subscription.Period(r.Period), Release: int(r.Release), Region: r.Region, Locale: r.Locale, Provider: purchases.Provider(r.Provider),
		Price: toPrice(r.PriceAmount, r.PriceCurrency), Tax: toCharge(r.Tax), Settled: toPrice(r.SettledAmount, r.SettledCurrency),
		Refunded: r.Refunded, Transaction: r.TransactionID, Reason: r.Reason, Held: r.Held, ExpiresAt: utc(r.ExpiresAt),
		Grants: []purchases.Grant{}, CreatedAt: r.Created.UTC(), UpdatedAt: r.Updated.UTC(), Version: r.Version,
	}
}

type purchaseRow struct {
	ID              string `gorm:"primaryKey"`
	OrderID         string
	Provider        string
	Scope           string
	TransactionID   *string
	SettledAmount   *int64
	SettledCurrency *string
	At              time.Time
}

func (purchaseRow) TableName() string { return "purchases" }

func toPurchaseRow(p purchases.Purchase) purchaseRow {
	row := purchaseRow{
		ID: p.ID, OrderID: p.Order, Provider: string(p.Provider), Scope: p.Scope,
		TransactionID: orNull(p.Transaction), At: p.At,
	}
	row.SettledAmount, row.SettledCurrency = fromPrice(p.Settled)
	return row
}

type refundRow struct {
	ID       string `gorm:"primaryKey"`
	OrderID  string
	Amount   *int64
	Currency *string
	State    string
	Reason   string
	At       time.Time

	TransactionID string
}

func (refundRow) TableName() string { return "refunds" }

func toRefundRow(r purchases.Refund) refundRow {
	row := refundRow{ID: r.ID, OrderID: r.Order, State: string(r.State), Reason: r.Reason, At: r.At, TransactionID: r.Transaction}
	row.Amount, row.Currency = fromPrice(r.Amount)
	return row
}

func (r refundRow) refund() purchases.Refund {
	return purchases.Refund{
		ID: r.ID, Order: r.OrderID, Amount: toPrice(r.Amount, r.Currency),
		State: purchases.RefundState(r.State), Reason: r.Reason, At: r.At.UTC(), Transaction: r.TransactionID,
	}
}

type grantRow struct {
	ID            string `gorm:"primaryKey"`
	Ledger        string
	Holder        string
	Pack          string
	Kind          string
	Source        string
	ValidFrom     time.Time
	ValidUntil    *time.Time
	RevokedAt     *time.Time
	RevokedReason string
	Serial        int64
	Ticket        int64
	CheckedInAt   *time.Time
	Gate          string
	Number        int64
	Anchor        int64
	Proof         string
}

func (grantRow) TableName() string { return "grants" }

func toGrantRow(g purchases.Grant) grantRow {
	return grantRow{
		ID: g.ID, Ledger: g.Ledger.ID(), Holder: g.Holder, Pack: g.Pack, Kind: string(g.Kind), Source: g.Source,
		ValidFrom: g.ValidFrom, ValidUntil: g.ValidUntil, RevokedAt: g.RevokedAt, RevokedReason: g.Revoked, Serial: g.Serial,
		Ticket: g.Ticket, CheckedInAt: g.CheckedInAt, Gate: g.Gate, Number: g.Number, Anchor: int64(g.Anchor), Proof: g.Proof,
	}
}

func (r grantRow) grant() purchases.Grant {
	return purchases.Grant{
		ID: r.ID, Ledger: purchases.ParseLedger(r.Ledger), Holder: r.Holder, Pack: r.Pack,
		Kind: purchases.GrantKind(r.Kind), Source: r.Source, ValidFrom: r.ValidFrom.UTC(),
		ValidUntil: utc(r.ValidUntil), RevokedAt: utc(r.RevokedAt), Revoked: r.RevokedReason, Serial: r.Serial,
		Ticket: r.Ticket, CheckedInAt: utc(r.CheckedInAt), Gate: r.Gate, Number: r.Number, Anchor: int(r.Anchor), Proof: r.Proof,
	}
}

type transferRow struct {
	ID       string `gorm:"primaryKey"`
	Ledger   string
	Kind     string
	OrderID  string
	Reverses *string
	At       time.Time
}

func (transferRow) TableName() string { return "transfers" }

func toTransferRow(t purchases.Transfer) transferRow {
	return transferRow{
		ID: t.ID, Ledger: t.Ledger.ID(), Kind: string(t.Kind), OrderID: t.Order,
		Reverses: orNull(t.Reverses), At: t.At,
	}
}

func (r transferRow) transfer(lines []postingRow) purchases.Transfer {
	return purchases.Transfer{
		ID: r.ID, Ledger: purchases.ParseLedger(r.Ledger), Kind: purchases.TransferKind(r.Kind), Order: r.OrderID,
		Reverses: orEmpty(r.Reverses), Postings: mapped(lines, postingRow.posting), At: r.At.UTC(),
	}
}

type postingRow struct {
	TransferID string `gorm:"primaryKey"`
	Line       int64  `gorm:"primaryKey;autoIncrement:false"`
	Account    string
	Asset      string
	Amount     int64
}

func (postingRow) TableName() string { return "postings" }

func toPostingRows(t purchases.Transfer) []postingRow {
	rows := make([]postingRow, len(t.Postings))
	for i, p := range t.Postings {
		rows[i] = postingRow{TransferID: t.ID, Line: int64(i + 1), Account: p.Account, Asset: p.Asset, Amount: p.Amount}
	}
	return rows
}

func (r postingRow) posting() purchases.Posting {
	return purchases.Posting{Account: r.Account, Asset: r.Asset, Amount: r.Amount}
}

type replyRow struct {
	Ledger      string `gorm:"primaryKey"`
	Subject     string
	Key         string `gorm:"primaryKey"`
	RequestHash string
	Outcome     string
	At          time.Time
}

func (replyRow) TableName() string { return "replies" }

func toReplyRow(r journal.Reply) replyRow {
	return replyRow{Ledger: r.Ledger, Subject: r.Subject, Key: r.Key, RequestHash: r.RequestHash, Outcome: string(r.Outcome), At: r.At}
}

func (r replyRow) reply() journal.Reply {
	return journal.Reply{
		Ledger: r.Ledger, Subject: r.Subject, Key: r.Key, RequestHash: r.RequestHash, Outcome: rawJSON(r.Outcome), At: r.At.UTC(),
	}
}

// fromPrice takes an amount of money that may be missing apart.
func fromPrice(p *catalog.Price) (*int64, *string) {
	if p == nil {
		return nil, nil
	}
	return &p.Amount, &p.Currency
}

// toPrice puts it together again.
func toPrice(amount *int64, currency *string) *catalog.Price {
	if amount == nil || currency == nil {
		return nil
	}
	return &catalog.Price{Amount: *amount, Currency: *currency}
}
