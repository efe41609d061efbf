package e2e

import (
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// shown is what a price is in a language: with tax, without it, and the tax, as Node's Intl.NumberFormat wrote them.
type shown struct{ gross, net, tax string }

// sums are ₩2,500 with 10 % in it, $2.49 with 8.875 % on top and KD 1.500 with 5 % on top, by language, and the second rate.
var sums = map[string]struct {
	krw, usd, kwd shown
	rate          string
}{
	"ar":  {shown{"\u200f2,500\u00a0₩", "\u200f2,273\u00a0₩", "\u200f227\u00a0₩"}, shown{"\u200f2.71\u00a0US$", "\u200f2.49\u00a0US$", "\u200f0.22\u00a0US$"}, shown{"\u200f1.575\u00a0د.ك.\u200f", "\u200f1.500\u00a0د.ك.\u200f", "\u200f0.075\u00a0د.ك.\u200f"}, "8.875\u200e%\u200e"},
	"en":  {shown{"₩2,500", "₩2,273", "₩227"}, shown{"$2.71", "$2.49", "$0.22"}, shown{"KWD\u00a01.575", "KWD\u00a01.500", "KWD\u00a00.075"}, "8.875%"},
	"es":  {shown{"2500\u00a0KRW", "2273\u00a0KRW", "227\u00a0KRW"}, shown{"2,71\u00a0US$", "2,49\u00a0US$", "0,22\u00a0US$"}, shown{"1,575\u00a0KWD", "1,500\u00a0KWD", "0,075\u00a0KWD"}, "8,875\u00a0%"},
	"fil": {shown{"₩2,500", "₩2,273", "₩227"}, shown{"$2.71", "$2.49", "$0.22"}, shown{"KWD\u00a01.575", "KWD\u00a01.500", "KWD\u00a00.075"}, "8.875%"},
	"id":  {shown{"₩2.500", "₩2.273", "₩227"}, shown{"US$2,71", "US$2,49", "US$0,22"}, shown{"KWD\u00a01,575", "KWD\u00a01,500", "KWD\u00a00,075"}, "8,875%"},
	"ja":  {shown{"₩2,500", "₩2,273", "₩227"}, shown{"$2.71", "$2.49", "$0.22"}, shown{"KWD\u00a01.575", "KWD\u00a01.500", "KWD\u00a00.075"}, "8.875%"},
	"ko":  {shown{"₩2,500", "₩2,273", "₩227"}, shown{"US$2.71", "US$2.49", "US$0.22"}, shown{"KWD\u00a01.575", "KWD\u00a01.500", "KWD\u00a00.075"}, "8.875%"},
	"ms":  {shown{"₩2,500", "₩2,273", "₩227"}, shown{"USD\u00a02.71", "USD\u00a02.49", "USD\u00a00.22"}, shown{"KWD\u00a01.575", "KWD\u00a01.500", "KWD\u00a00.075"}, "8.875%"},
	"th":  {shown{"₩2,500", "₩2,273", "₩227"}, shown{"US$2.71", "US$2.49", "US$0.22"}, shown{"KWD\u00a01.575", "KWD\u00a01.500", "KWD\u00a00.075"}, "8.875%"},
	"vi":  {shown{"2.500\u00a0₩", "2.273\u00a0₩", "227\u00a0₩"}, shown{"2,71\u00a0US$", "2,49\u00a0US$", "0,22\u00a0US$"}, shown{"1,575\u00a0KWD", "1,500\u00a0KWD", "0,075\u00a0KWD"}, "8,875%"},
}

// TestQuotesInTenLanguages quotes prices of currencies without, with two and with three decimals to readers of every language
// that the store speaks.
func TestQuotesInTenLanguages(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	finance := s.client(s.staff(t, "finance@example.com", "finance", "operator"))
	list := api.OfferList{}
	for region, price := range map[string]api.Money{
		"KR": {Amount: 2500, Currency: "KRW"}, "US": {Amount: 249, Currency: "USD"}, "KW": {Amount: 1500, Currency: "KWD"},
	} {
		list.Offers = append(list.Offers, api.OfferDraft{Regions: []string{region}, Price: &price})
	}
	must(finance.SetOffers(ctx, "moon", list))(t)
	for _, n := range []api.NewTax{{Region: "KR", Rate: 100_000, Included: true}, {Region: "US", Rate: 88_750}, {Region: "KW", Rate: 50_000}} {
		must(finance.CreateTax(ctx, n))(t)
	}
	for locale, want := range sums {
		for region, want := range map[string]shown{"KR": want.krw, "US": want.usd, "KW": want.kwd} {
			q := must(s.app.Quote(ctx, "fan-"+locale, api.NewQuote{Pack: "moon", Region: region, Locale: locale}))(t)
			got := shown{q.Tax.Gross.Display, q.Tax.Net.Display, q.Tax.Amount.Display}
			if got != want || q.Price.Display != want.gross || q.Tax.Net.Amount+q.Tax.Amount.Amount != q.Price.Amount {
				t.Errorf("%s in %s: %+q, want %+q", region, locale, got, want)
			}
		}
		pack := must(s.client("").Pack(ctx, "US", locale, "moon"))(t)
		if !strings.Contains(pack.Tax.Display, want.rate) || !strings.Contains(pack.Tax.Display, want.usd.gross) {
			t.Errorf("in %s the storefront says %+q", locale, pack.Tax.Display)
		}
	}
}
