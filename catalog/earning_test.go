package catalog_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
)

// TestEarningsAddUp: tax, fee and what is earned are the price, none is negative, and nobody but the
// creator gets more than their share.
func TestEarningsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := catalog.Shares{Fee: rapid.Int64Range(0, 10_000).Draw(t, "fee"), Taxes: map[string]int64{
			"KR": rapid.Int64Range(0, 10_000).Draw(t, "tax"), catalog.World: rapid.Int64Range(0, 10_000).Draw(t, "other tax"),
		}}
		price := catalog.Price{Amount: rapid.Int64Range(1, catalog.MaxPrice).Draw(t, "price"), Currency: "KRW"}
		region := rapid.SampledFrom([]string{"KR", "JP", catalog.World}).Draw(t, "region")
		e := shares.Split(region, price)
		if e.Tax+e.Fee+e.Earned != price.Amount || e.Price != price.Amount || e.Tax < 0 || e.Fee < 0 || e.Earned < 0 {
			t.Fatalf("%+v of %+v", e, price)
		}
		if e.Fee*10_000 > (e.Price-e.Tax)*shares.Fee {
			t.Fatalf("the fee is more than its share: %+v", e)
		}
		if again := shares.Split(region, price); again != e {
			t.Fatalf("%+v, and again %+v", e, again)
		}
	})
}

func TestSplit(t *testing.T) {
	shares, err := catalog.ParseShares("30", []string{"KR=10", " JP=10%", "001=7.5"})
	must(t, err)
	for region, want := range map[string]catalog.Earning{
		"KR": {Region: "KR", Currency: "KRW", Price: 2500, Tax: 227, Fee: 681, Earned: 1592},
		"US": {Region: "US", Currency: "KRW", Price: 2500, Tax: 174, Fee: 697, Earned: 1629},
	} {
		if got := shares.Split(region, catalog.Price{Amount: 2500, Currency: "KRW"}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	for fee, tax := range map[string]string{"101": "KR=1", "-1": "KR=1", "a third": "KR=1", "33.333": "KR=1", ".5": "KR=1", "30": "KR", "31": "ZZ=1", "32": "KR=x"} {
		_, err := catalog.ParseShares(fee, []string{tax})
		want(t, err, catalog.ErrSharesInvalid)
	}
}
