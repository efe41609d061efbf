package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

type receiptStore struct{ db *DB }

// Receipts returns the store of receipts and the notes that put them right.
func (db *DB) Receipts() receipt.Store { return receiptStore{db} }

// receiptsCounter is how far the journal was read for receipts.
const receiptsCounter = "receipts"

// Position implements receipt.Store.
func (s receiptStore) Position(ctx context.Context) (int64, error) {
	position, err := counter(s.db.read(ctx), receiptsCounter)
	return position, translate(err)
}

// Ends implements receipt.Store.
func (s receiptStore) Ends(ctx context.Context, series []receipt.Series) (map[receipt.Series]receipt.End, error) {
	var rows []seriesRow
	err := s.db.read(ctx).Order("ledger, year").Find(&rows).Error
	ends := map[receipt.Series]receipt.End{}
	for _, row := range rows {
		if slices.Contains(series, row.series()) {
			ends[row.series()] = receipt.End{Sequence: row.Number, Hash: row.Hash}
		}
	}
	return ends, translate(err)
}

// Series implements receipt.Store.
func (s receiptStore) Series(ctx context.Context) ([]receipt.Series, error) {
	var rows []seriesRow
	err := s.db.read(ctx).Order("ledger, year").Find(&rows).Error
	return mapped(rows, seriesRow.series), translate(err)
}

// Accounts implements receipt.Store.
func (s receiptStore) Accounts(ctx context.Context, orders []string) (map[string]receipt.Account, error) {
	db := s.db.read(ctx)
	keys := keysOf(orders)
	rows, err := findAll[orderRow](db, "(id)", keys)
	if err != nil {
		return nil, translate(err)
	}
	accounts := make(map[string]receipt.Account, len(rows))
	for _, row := range rows {
		accounts[row.ID] = receipt.Account{Order: row.order()}
	}
	transfers, err := transfersOf(db, keys)
	if err != nil {
		return nil, translate(err)
	}
	for _, t := range transfers {
		a := accounts[t.Order]
		a.Transfers = append(a.Transfers, t)
		accounts[t.Order] = a
	}
	issued, err := findAll[receiptRow](db, "(order_id)", keys)
	slices.SortFunc(issued, func(a, b receiptRow) int { return cmp.Compare(a.ID, b.ID) })
	for _, row := range issued {
		if err != nil {
			break
		}
		a := accounts[row.OrderID]
		var d receipt.Document
		d, err = row.document()
		a.Issued = append(a.Issued, d)
		accounts[row.OrderID] = a
	}
	return accounts, translate(err)
}

func keysOf(ids []string) []key {
	return mapped(ids, func(id string) key { return key{id} })
}

// transfersOf returns the transfers of orders with their postings, by their ids.
func transfersOf(db *gorm.DB, orders []key) ([]purchases.Transfer, error) {
	rows, err := findAll[transferRow](db, "(order_id)", orders)
	if err != nil {
		return nil, err
	}
	lines, err := findAll[postingRow](db, "(transfer_id)", mapped(rows, func(r transferRow) key { return key{r.ID} }))
	slices.SortFunc(lines, func(a, b postingRow) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortFunc(rows, func(a, b transferRow) int { return strings.Compare(a.ID, b.ID) })
	of := map[string][]postingRow{}
	for _, line := range lines {
		of[line.TransferID] = append(of[line.TransferID], line)
	}
	return mapped(rows, func(r transferRow) purchases.Transfer { return r.transfer(of[r.ID]) }), err
}

// Issue implements receipt.Store.
func (s receiptStore) Issue(ctx context.Context, from, to int64, documents []receipt.Document) error {
	var written proof
	if len(documents) > 0 {
		written = proof{receiptRow{}.TableName(), documents[0].ID}
	}
	return s.db.write(ctx, written, func(tx *gorm.DB) error {
		moved := tx.Model(&counterRow{}).Where("name = ? AND value = ?", receiptsCounter, from).Update("value", to)
		if moved.Error != nil {
			return moved.Error
		}
		if moved.RowsAffected == 0 {
			return receipt.ErrMoved
		}
		err := createAll(tx, mapped(documents, toReceiptRow))
		ends := map[receipt.Series]seriesRow{}
		for _, d := range documents {
			ends[d.Series] = seriesRow{Ledger: d.Ledger.ID(), Year: int64(d.Year), Number: d.Sequence, Hash: d.Hash}
		}
		for _, end := range ends {
			if err == nil {
				err = tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&end).Error
			}
		}
		return err
	})
}

// OfHolder implements receipt.Store.
func (s receiptStore) OfHolder(ctx context.Context, of purchases.Owner, page purchases.Page) ([]receipt.Document, error) {
	query := s.paid(ctx).Where("orders.ledger = ? AND orders.holder = ?", of.Ledger.ID(), of.Holder)
	if page.After != "" {
		query = query.Where("receipts.id < ?", page.After)
	}
	return documentsOf(query.Order("receipts.id DESC").Limit(page.Limit))
}

// paid are documents with who paid.
func (s receiptStore) paid(ctx context.Context) *gorm.DB {
	return s.db.read(ctx).Table("receipts").Select("receipts.*, orders.holder").Joins("JOIN orders ON orders.id = receipts.order_id")
}

func documentsOf(query *gorm.DB) ([]receipt.Document, error) {
	var rows []paidRow
	err := query.Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return each(rows, paidRow.document)
}

// Document implements receipt.Store.
func (s receiptStore) Document(ctx context.Context, id string) (receipt.Document, error) {
	found, err := documentsOf(s.paid(ctx).Where("receipts.id = ?", id).Limit(1))
	if err == nil && len(found) == 0 {
		err = receipt.ErrNotFound.With("receipt", id)
	}
	if err != nil {
		return receipt.Document{}, err
	}
	return found[0], nil
}

// Find implements receipt.Store.
func (s receiptStore) Find(ctx context.Context, q receipt.Query, limit int) ([]receipt.Document, error) {
	query := s.paid(ctx)
	switch {
	case q.App != "":
		query = query.Where("receipts.ledger = ?", purchases.Ledger{App: q.App, Test: q.Test}.ID())
	case q.Test:
		query = query.Where("receipts.ledger LIKE '%:test'")
	default:
		query = query.Where("receipts.ledger NOT LIKE '%:test'")
	}
	if q.Year != 0 {
		query = query.Where("receipts.year = ?", q.Year)
	}
	if at := q.After; at.Ledger != "" {
		query = query.Where("(receipts.ledger, receipts.year, receipts.number) > (?, ?, ?)", at.Ledger, at.Year, at.Sequence)
	}
	return documentsOf(query.Order("receipts.ledger, receipts.year, receipts.number").Limit(limit))
}

type receiptRow struct {
	Ledger     string `gorm:"primaryKey"`
	Year       int64  `gorm:"primaryKey;autoIncrement:false"`
	Number     int64  `gorm:"primaryKey;autoIncrement:false"`
	ID         string
	Kind       string
	OrderID    string
	TransferID string
	Currency   string
	Body       string
	Previous   string
	Hash       string
}

func (receiptRow) TableName() string { return "receipts" }

func toReceiptRow(d receipt.Document) receiptRow {
	return receiptRow{
		Ledger: d.Ledger.ID(), Year: int64(d.Year), Number: d.Sequence, ID: d.ID, Kind: string(d.Kind), OrderID: d.Order,
		TransferID: d.Transfer, Currency: d.Amount.Currency, Body: d.Body, Previous: d.Previous, Hash: d.Hash,
	}
}

func (r receiptRow) document() (receipt.Document, error) {
	return receipt.Read(receipt.Document{
		Series: receipt.Series{Ledger: purchases.ParseLedger(r.Ledger), Year: int(r.Year)}, Sequence: r.Number,
		Body: r.Body, Previous: r.Previous, Hash: r.Hash,
	})
}

// paidRow is a document with who paid.
type paidRow struct {
	Receipt receiptRow `gorm:"embedded"`
	Holder  string
}

func (r paidRow) document() (receipt.Document, error) {
	d, err := r.Receipt.document()
	d.Holder = r.Holder
	return d, err
}

type seriesRow struct {
	Ledger string `gorm:"primaryKey"`
	Year   int64  `gorm:"primaryKey;autoIncrement:false"`
	Number int64
	Hash   string
}

func (seriesRow) TableName() string { return "receipt_series" }

func (r seriesRow) series() receipt.Series {
	return receipt.Series{Ledger: purchases.ParseLedger(r.Ledger), Year: int(r.Year)}
}
