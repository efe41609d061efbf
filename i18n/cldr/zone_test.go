package cldr_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

func TestZoneOf(t *testing.T) {
	for region, want := range map[string]string{
		"KR": "Asia/Seoul", "ID": "Asia/Jakarta", "US": "America/New_York", "VN": "Asia/Ho_Chi_Minh", "BR": "America/Sao_Paulo",
		"ES": "Europe/Madrid", "AQ": "UTC", "001": "UTC", "ZZ": "UTC", "": "UTC",
	} {
		if got := cldr.ZoneOf(region).String(); got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
	}
	utc := 0
	for _, region := range cldr.Regions() {
		if cldr.ZoneOf(region).String() == "UTC" {
			utc++
		}
	}
	if utc != 4 { // AQ, BV, HM, UM
		t.Errorf("%d regions are on UTC: a zone is missing, or unknown to Go", utc)
	}
}
