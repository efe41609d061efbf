package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// orderRows are the rows of one paid order, as hallyu writes them.
type orderRows struct {
	order    orderRow
	purchase purchaseRow
	grant    grantRow
	transfer transferRow
	postings [2]postingRow
	event    eventRow
	reply    replyRow
}

type orderRow struct {
	ID, Ledger, Holder, State, Pack string
	Release                         int64
	Region, Locale, Provider        string
	PriceAmount                     *int64
	PriceCurrency                   *string
	SettledAmount                   *int64
	SettledCurrency                 *string
	Refunded                        int64
	TransactionID, Reason           string
	ExpiresAt                       *time.Time
	Created                         time.Time `gorm:"column:created_at"`
	Updated                         time.Time `gorm:"column:updated_at"`
	Version                         int64
}

type purchaseRow struct {
	ID, OrderID, Provider, Scope, TransactionID string
	SettledAmount                               *int64
	SettledCurrency                             *string
	At                                          time.Time
}

type grantRow struct {
	ID                                 string
	Ledger, Holder, Pack, Kind, Source string
	ValidFrom                          time.Time
	ValidUntil, RevokedAt              *time.Time
	RevokedReason                      string
}

type transferRow struct {
	ID, Ledger, Kind, OrderID string
	Reverses                  *string
	At                        time.Time
}

type postingRow struct {
	TransferID     string `gorm:"primaryKey"`
	Line           int64  `gorm:"primaryKey;autoIncrement:false"`
	Account, Asset string
	Amount         int64
}

type eventRow struct {
	ID                                  string
	Sequence                            *int64
	Ledger, Type, Subject, Data, Holder string
	At                                  time.Time
}

type replyRow struct {
	Ledger, Key, RequestHash, Outcome, Subject string
	At                                         time.Time
}

func (orderRow) TableName() string    { return "orders" }
func (purchaseRow) TableName() string { return "purchases" }
func (grantRow) TableName() string    { return "grants" }
func (transferRow) TableName() string { return "transfers" }
func (postingRow) TableName() string  { return "postings" }
func (eventRow) TableName() string    { return "events" }
func (replyRow) TableName() string    { return "replies" }

// JSON of the size that hallyu writes of such an order.
var (
	benchData    = `{"text":"` + strings.Repeat("x", 290) + `"}`
	benchOutcome = `{"text":"` + strings.Repeat("x", 780) + `"}`
)

// newOrderRows makes the rows of an order.
func newOrderRows(number int64) orderRows {
	n := strconv.FormatInt(number, 10)
	now := time.Now().UTC().Truncate(time.Microsecond)
	id := uuid.Must(uuid.NewV7()).String()
	order, holder := "ord_"+id, "user-"+n
	amount, currency := &benchPrice.Amount, &benchPrice.Currency
	return orderRows{
		order: orderRow{
			ID: order, Ledger: benchLedger, Holder: holder, State: "fulfilled", Pack: benchPack, Release: 3, Region: "KR",
			Locale: "ko", Provider: "external", PriceAmount: amount, PriceCurrency: currency, SettledAmount: amount,
			SettledCurrency: currency, TransactionID: "t-" + n, Created: now, Updated: now, Version: 1,
		},
		purchase: purchaseRow{
			ID: newID("pur"), OrderID: order, Provider: "external", Scope: benchLedger, TransactionID: "t-" + n,
			SettledAmount: amount, SettledCurrency: currency, At: now,
		},
		grant: grantRow{
			ID: newID("gnt"), Ledger: benchLedger, Holder: holder, Pack: benchPack, Kind: "purchase", Source: order, ValidFrom: now,
		},
		transfer: transferRow{ID: "trf_" + id, Ledger: benchLedger, Kind: "sale", OrderID: order, At: now},
		postings: [2]postingRow{
			{TransferID: "trf_" + id, Line: 1, Account: "takings:external", Asset: *currency, Amount: *amount},
			{TransferID: "trf_" + id, Line: 2, Account: "sales:" + benchPack, Asset: *currency, Amount: -*amount},
		},
		event: eventRow{
			ID: newID("evt"), Ledger: benchLedger, Type: "order.fulfilled", Subject: order, Data: benchData, Holder: holder, At: now,
		},
		reply: replyRow{Ledger: benchLedger, Key: "key-" + n, RequestHash: benchHash, Outcome: benchOutcome, Subject: order, At: now},
	}
}

func newID(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() }
