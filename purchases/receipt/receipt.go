// Package receipt gives every payment a receipt, and every amount that goes back a credit note: numbered without gaps in
// each app's series of a year, and never changed. They are made out of the books, in the order of the journal, so that
// an order costs nothing more for having one.
package receipt

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// Faults of receipts.
var (
	// ErrNotFound: there is no such receipt, or no money was taken for the order. Facts: receipt or order, state.
	ErrNotFound = fault.Define(fault.NotFound, "receipt-not-found")
	// ErrPending: the receipt is not numbered yet, as those before it are not. Facts: order.
	ErrPending = fault.Define(fault.Unavailable, "receipt-pending")
)

// Kind says what a document is for.
type Kind string

// The kinds of documents. They are numbered in one series.
const (
	Receipt    Kind = "receipt"     // money was taken for an order
	CreditNote Kind = "credit_note" // money of it went back
	DebitNote  Kind = "debit_note"  // what had gone back did not arrive, or came in again
)

// Series is what numbers are dense in: those of a ledger and a year of UTC.
type Series struct {
	Ledger purchases.Ledger
	Year   int
}

// SeriesOf is the series of money that moved in a ledger at a moment.
func SeriesOf(ledger purchases.Ledger, at time.Time) Series { return Series{ledger, at.UTC().Year()} }

// number writes a number as people read it: 2026-000427.
func (s Series) number(n int64) string { return fmt.Sprintf("%04d-%06d", s.Year, n) }

// Seller is who sells.
type Seller struct {
	Name      string `json:"name"`
	Address   string `json:"address"`    // lines
	TaxNumber string `json:"tax_number"` // as the tax office writes it
}

// ItemKind is what was sold.
type ItemKind string

// The kinds of items.
const (
	PackItem         ItemKind = "pack"
	PassItem         ItemKind = "pass"
	BundleItem       ItemKind = "bundle"
	SubscriptionItem ItemKind = "subscription" // a period of one
	CoinsItem        ItemKind = "coins"
)

// Item is what was sold.
type Item struct {
	Kind   ItemKind `json:"kind"`
	ID     string   `json:"id"`     // of the pack, pass or bundle; name of the package of coins
	Name   string   `json:"name"`   // as it was called when the document was issued; "" for coins
	Locale string   `json:"locale"` // BCP 47, of the name
	Coins  int64    `json:"coins"`  // paid and bonus ones
}

// Content is what a document says. It names nobody who paid: their order does, as long as they are known.
type Content struct {
	ID          string                 `json:"id"`     // rcp_…
	Number      string                 `json:"number"` // within its series: 2026-000427
	App         string                 `json:"app"`
	Test        bool                   `json:"test"`
	Kind        Kind                   `json:"kind"`
	Order       string                 `json:"order"`
	Transfer    string                 `json:"transfer"`
	Cause       purchases.TransferKind `json:"cause"`
	Corrects    string                 `json:"corrects"`  // number of the receipt that it puts right; "" of a receipt
	At          time.Time              `json:"at"`        // money moved
	IssuedAt    time.Time              `json:"issued_at"` // it was numbered
	Seller      Seller                 `json:"seller"`
	Item        Item                   `json:"item"`
	Region      string                 `json:"region"`
	Locale      string                 `json:"locale"` // BCP 47, that it is for
	Price       *catalog.Price         `json:"price"`  // of the order; nil when it had none
	Amount      catalog.Price          `json:"amount"` // that moved, always positive
	Provider    purchases.Provider     `json:"provider"`
	Transaction string                 `json:"transaction"` // the provider's id of the payment
}

// Document is a receipt or a note, as it was issued.
type Document struct {
	Content
	Series
	Sequence int64  // number within the series, from 1
	Body     string // the content as JSON, to the byte
	Previous string // hash of the document before it in the series; "" of the first
	Hash     string // its digest

	Holder string // who paid, as their order names them by now: no part of what was issued
}

// End is where a series ends.
type End struct {
	Sequence int64
	Hash     string
}

// form is what the canonical form of a document begins with. Another form gets another name.
const form = "hallyu-receipt-1"

// digest returns the SHA-256 of a document's canonical form, in hexadecimal digits: the form's name, the ledger's id, the
// year, the number, the hash of the document before and the body, each as a netstring
// (https://cr.yp.to/proto/netstrings.txt).
func (d Document) digest() string {
	var text strings.Builder
	for _, part := range []string{form, d.Ledger.ID(), strconv.Itoa(d.Year), strconv.FormatInt(d.Sequence, 10), d.Previous, d.Body} {
		fmt.Fprintf(&text, "%d:%s,", len(part), part)
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

// issue makes a document of what it says: the next one behind an end.
func issue(series Series, behind End, c Content) (Document, End, error) {
	d := Document{Series: series, Sequence: behind.Sequence + 1, Previous: behind.Hash}
	c.Number = series.number(d.Sequence)
	body, err := json.Marshal(c)
	if err != nil {
		return d, behind, err
	}
	d.Content, d.Body = c, string(body)
	d.Hash = d.digest()
	return d, End{d.Sequence, d.Hash}, nil
}

// Read returns a document as a store kept it.
func Read(d Document) (Document, error) {
	err := json.Unmarshal([]byte(d.Body), &d.Content)
	if err != nil {
		return d, fmt.Errorf("receipt: document %d of %d: %w", d.Sequence, d.Year, err)
	}
	return d, nil
}
