package google

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases"
)

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		money money
		want  int64 // 0: none
	}{
		{money{"KRW", 2500, 0}, 2500}, {money{"KRW", 2499, 500_000_000}, 2500}, {money{"KRW", 2499, 499_999_999}, 2499},
		{money{"USD", 1, 990_000_000}, 199}, {money{"USD", 0, 990_000_000}, 99}, {money{"USD", 1, 994_999_999}, 199}, {money{"USD", 1, 995_000_000}, 200},
		{money{"USD", 0, 999_999_999}, 100}, {money{"KWD", 1, 234_000_000}, 1234}, {money{"JPY", 120, 0}, 120},
		{money{"USD", 0, 0}, 0}, {money{"USD", 0, 1}, 0}, {money{"USD", -1, 0}, 0}, {money{"USD", 1, -1}, 0}, {money{"USD", 1, 1_000_000_000}, 0},
		{money{"", 1, 0}, 0}, {money{"DOLLAR", 1, 0}, 0}, {money{"usd", 1, 0}, 0}, {money{"U D", 1, 0}, 0}, {money{"USD", math.MaxInt64, 0}, 0},
		{money{"USD", catalog.MaxPrice, 0}, 0}, {money{"KRW", catalog.MaxPrice, 0}, catalog.MaxPrice},
	} {
		got, ok := c.money.price()
		if ok != (c.want > 0) || ok && (got.Amount != c.want || got.Currency != c.money.Currency) {
			t.Errorf("%+v is %+v, %v", c.money, got, ok)
		}
	}
}

// TestMoneyComesBack writes amounts as Google does and reads them.
func TestMoneyComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := catalog.Price{
			Amount:   rapid.Int64Range(1, catalog.MaxPrice).Draw(t, "amount"),
			Currency: rapid.SampledFrom([]string{"KRW", "JPY", "USD", "EUR", "KWD", "JOD", "IDR", "VND"}).Draw(t, "currency"),
		}
		factor := int64(1)
		for range cldr.CurrencyDigits(p.Currency) {
			factor *= 10
		}
		m := money{p.Currency, p.Amount / factor, p.Amount % factor * (1_000_000_000 / factor)}
		if got, ok := m.price(); !ok || got != p {
			t.Fatalf("%+v is %+v", m, got)
		}
	})
}

// FuzzOrder reads orders of any form: what is taken is some money, and no more of it goes back.
func FuzzOrder(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"total":{"currencyCode":"KRW","units":"2500"}}`,
		`{"orderId":"GPA.1","state":"REFUNDED","total":{"currencyCode":"USD","units":"1","nanos":990000000},"orderHistory":{"refundEvent":{"refundReason":"CHARGEBACK"}}}`,
		`{"orderId":"GPA.1","state":"REFUNDED","total":{"currencyCode":"KRW","units":"9"},"orderHistory":{"partialRefundEvents":[
			{"state":"PROCESSED_SUCCESSFULLY","createTime":"2026-09-20T03:04:05Z","refundDetails":{"total":{"currencyCode":"KRW","units":"8"}}},
			{"state":"PROCESSED_SUCCESSFULLY","createTime":"2026-09-21T03:04:05Z","refundDetails":{"total":{"currencyCode":"KRW","units":"8"}}}]}}`,
		`{"total":{"currencyCode":"KRW","units":"0"},"pointsDetails":{},"lineItems":[{"listingPrice":{"currencyCode":"KRW","units":"3"}}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var o order
		if json.Unmarshal(text, &o) != nil {
			return
		}
		st, err := o.standing(purchases.Standing{Payment: "token"}, false, nil)
		if err != nil || st.Taken == nil {
			return
		}
		if st.Taken.Amount <= 0 || st.Taken.Amount > catalog.MaxPrice || len(st.Taken.Currency) != 3 {
			t.Errorf("%s: taken %+v", text, st.Taken)
		}
		back := st.Disputed
		for _, ret := range st.Returns {
			if back += ret.Amount; ret.Amount <= 0 {
				t.Errorf("%s: %+v goes back", text, ret)
			}
		}
		if back > st.Taken.Amount || o.State == stateRefunded && back != st.Taken.Amount {
			t.Errorf("%s: %d of %d goes back", text, back, st.Taken.Amount)
		}
	})
}
