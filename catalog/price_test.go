package catalog_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

func TestParseAmount(t *testing.T) {
	for _, c := range []struct {
		text, currency string
		amount         int64
		fine           bool
	}{
		{"2500", "KRW", 2500, true}, {"2.5", "USD", 250, true}, {"2,50", "EUR", 250, true}, {"0.001", "KWD", 1, true}, {"1.", "USD", 100, true},
		{"2,500", "KRW", 0, false}, {"2.505", "USD", 0, false}, {"", "USD", 0, false}, {".5", "USD", 0, false}, {"-1", "USD", 0, false},
		{"1e3", "USD", 0, false}, {"1 000", "KRW", 0, false}, {"99999999999999999999", "KRW", 0, false}, {"+1", "KRW", 0, false}, {"1.2.3", "KWD", 0, false},
	} {
		amount, fine := catalog.ParseAmount(c.text, c.currency)
		if fine != c.fine || fine && amount != c.amount {
			t.Errorf("%q %s: %d, %t", c.text, c.currency, amount, fine)
		}
	}
}

func TestDecimalComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := catalog.Price{Amount: rapid.Int64Range(0, catalog.MaxPrice).Draw(t, "amount"), Currency: rapid.SampledFrom(cldr.Currencies()).Draw(t, "currency")}
		text := p.Decimal()
		amount, fine := catalog.ParseAmount(text, p.Currency)
		if !fine || amount != p.Amount {
			t.Fatalf("%+v is written %s and read %d", p, text, amount)
		}
	})
}
