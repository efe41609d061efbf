package cldr_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// TestFormatPriceAgreesWithICU holds prices to what Node's Intl.NumberFormat wrote (testdata/prices.js).
func TestFormatPriceAgreesWithICU(t *testing.T) {
	data, err := os.ReadFile("testdata/prices.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][4]any
	err = json.Unmarshal(data, &rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		locale, currency := row[0].(string), row[1].(string)
		amount, want := int64(row[2].(float64)), row[3].(string)
		if got := cldr.FormatPrice(locale, amount, currency); got != want {
			t.Errorf("FormatPrice(%s, %d, %s) = %+q, want %+q", locale, amount, currency, got, want)
		}
	}
}
