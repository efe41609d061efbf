package purchases

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/pass"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// MaxQuote is how long the id of a quote may be, in bytes.
const MaxQuote = 1024

// quotePrefix begins ids of quotes.
const quotePrefix = "quo_"

// quoteForm is the version that statements of quotes begin with.
const quoteForm = "hallyu-quote-1"

// quoteText is what the id of a quote says. Whose it is stands in the statement that is signed, and nowhere else: who
// names a quote of somebody else learns no more than that it is none.
type quoteText struct {
	Key     string         `json:"k"` // id of the key that signed it
	Kind    ProductKind    `json:"t,omitempty"`
	Product string         `json:"p"`
	Region  string         `json:"r"`
	List    *catalog.Price `json:"c,omitempty"`
	Tax     *quotedTax     `json:"x,omitempty"`
	Coins   int64          `json:"n,omitempty"`
	Expires int64          `json:"e"` // Unix time
}

// quotedTax is what a quote keeps of the rate that it was made by.
type quotedTax struct {
	ID         string `json:"i"`
	Version    int64  `json:"v"`
	Millionths int64  `json:"m"`
	Included   bool   `json:"n,omitempty"`
}

// quoteStatement is what is signed. None of its parts has a line end.
func quoteStatement(ledger Ledger, holder, body string) string {
	return strings.Join([]string{quoteForm, ledger.ID(), holder, body}, "\n")
}

// sign returns the id of a quote: quo_, what it says, a full stop, and the signature, both in base64url.
func (q Quote) sign(keys *pass.Keys, ledger Ledger, holder string) string {
	text := quoteText{
		Key: keys.Public()[0].ID, Kind: q.Kind, Product: q.Product, Region: q.Region, List: q.List, Coins: q.Coins, Expires: q.ExpiresAt.Unix(),
	}
	if r := q.rate; r != nil {
		text.Tax = &quotedTax{r.ID, r.Version, r.Millionths, r.Included}
	}
	value, _ := json.Marshal(text) // strings and numbers: it cannot fail
	body := base64.RawURLEncoding.EncodeToString(value)
	_, signature := keys.SignStatement(quoteStatement(ledger, holder, body))
	return quotePrefix + body + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// readQuote returns what the id of a quote says that a holder was given, or ErrQuoteNotFound.
func readQuote(keys *pass.Keys, ledger Ledger, holder, id string) (Quote, error) {
	body, signature, ok := cutQuote(id)
	if !ok || keys == nil {
		return Quote{}, ErrQuoteNotFound
	}
	value, err := base64.RawURLEncoding.Strict().DecodeString(body)
	var text quoteText
	if err != nil || json.Unmarshal(value, &text) != nil {
		return Quote{}, ErrQuoteNotFound
	}
	if !keys.Signed(text.Key, quoteStatement(ledger, holder, body), signature) {
		return Quote{}, ErrQuoteNotFound
	}
	q := Quote{
		ID: id, Kind: text.Kind, Product: text.Product, Region: text.Region, List: text.List, Coins: text.Coins,
		ExpiresAt: time.Unix(text.Expires, 0).UTC(),
	}
	if x := text.Tax; x != nil {
		q.rate = &tax.Rate{ID: x.ID, Region: q.Region, Version: x.Version, Millionths: x.Millionths, Included: x.Included}
	}
	q.Price, q.Tax = charged(q.List, q.rate, false)
	return q, nil
}

// cutQuote takes the id of a quote apart, without looking at either part.
func cutQuote(id string) (body string, signature []byte, ok bool) {
	rest, ok := strings.CutPrefix(id, quotePrefix)
	if !ok || len(id) > MaxQuote {
		return "", nil, false
	}
	body, sealed, ok := strings.Cut(rest, ".")
	if !ok {
		return "", nil, false
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	return body, signature, err == nil
}
