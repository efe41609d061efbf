// Package paper writes receipts and the notes that put them right as people keep them: as a page to print, and as text.
package paper

import (
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// Paper is a document in the words and numbers of a language.
type Paper struct {
	Locale i18n.Locale
	Title  string
	Number string
	Test   string // that it is for trying things; "" of others
	Seller receipt.Seller
	Facts  []Fact
	Words  Words
	Item   Item
	Amount string
	Print  Fact // fingerprint
}

// Fact is a line about the document.
type Fact struct {
	Name, Value string
	Code        bool // an id, which is read from left to right
}

// Words are headings.
type Words struct{ TaxNumber, Description, Amount, Total string }

// Item is what was sold.
type Item struct {
	Kind   string
	Name   string
	Locale i18n.Locale // of the name, where it is another than the document's; or ""
	Cause  string      // why money moved; "" of a receipt
}

// Address are the lines of the seller's address.
func (p Paper) Address() []string {
	return strings.FieldsFunc(p.Seller.Address, func(r rune) bool { return r == '\n' || r == '\r' })
}

// Dir is the direction in which the document is read: "ltr" or "rtl".
func (p Paper) Dir() string { return p.Locale.Direction() }

// New puts a document into words.
func New(d receipt.Document, words i18n.Speaker, locale i18n.Locale) Paper {
	say := func(word string) string { return words.Text("page.receipt."+word, nil) }
	p := Paper{
		Locale: locale, Title: say("title_" + string(d.Kind)), Number: d.Number, Seller: d.Seller,
		Words:  Words{say("tax_number"), say("item"), say("amount"), say(totals[d.Kind])},
		Item:   itemOf(d, words, locale),
		Amount: cldr.FormatPrice(string(locale), d.Amount.Amount, d.Amount.Currency),
		Print:  Fact{say("fingerprint"), d.Hash, true},
	}
	if d.Test {
		p.Test = say("test")
	}
	for _, f := range []Fact{
		{"number", d.Number, true}, {"date", moment(locale, d.At), false}, {"corrects", d.Corrects, true}, {"buyer", d.Holder, true},
		{"order", d.Order, true}, {"paid_with", providerOf(d.Provider, say), false}, {"reference", d.Transaction, true},
	} {
		if f.Value != "" {
			f.Name = say(f.Name)
			p.Facts = append(p.Facts, f)
		}
	}
	return p
}

// totals are what the sum is called.
var totals = map[receipt.Kind]string{receipt.Receipt: "total", receipt.CreditNote: "total_back", receipt.DebitNote: "total_again"}

// moment is a moment by the clock whose years numbers count.
func moment(locale i18n.Locale, t time.Time) string {
	return cldr.FormatMoment(string(locale), t.UTC(), cldr.Long) + " UTC"
}

// brands are the names of those who take money, which are the same in every language.
var brands = map[purchases.Provider]string{
	purchases.Stripe: "Stripe", purchases.AppStore: "App Store", purchases.GooglePlay: "Google Play",
}

func providerOf(p purchases.Provider, say func(string) string) string {
	if p == purchases.External {
		return say("in_app")
	}
	if brand := brands[p]; brand != "" {
		return brand
	}
	return string(p)
}

// causes are why money moves after the sale.
var causes = map[purchases.TransferKind]string{
	purchases.TransferRefund: "cause_refund", purchases.TransferRefundFailed: "cause_refund_failed", purchases.TransferDispute: "cause_dispute",
}

func itemOf(d receipt.Document, words i18n.Speaker, locale i18n.Locale) Item {
	item := Item{Kind: words.Text("page.receipt."+string(d.Item.Kind), nil), Name: d.Item.Name}
	if name := i18n.Locale(d.Item.Locale); name != locale {
		item.Locale = name
	}
	switch {
	case d.Item.Kind == receipt.CoinsItem:
		item.Name, item.Locale = words.Text("studio.order.coins", map[string]any{"count": d.Item.Coins}), ""
	case d.Item.Name == "":
		item.Name, item.Locale = d.Item.ID, ""
	}
	if cause := causes[d.Cause]; cause != "" {
		item.Cause = words.Text("page.receipt."+cause, nil)
	}
	return item
}
