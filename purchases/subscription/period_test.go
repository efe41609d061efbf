package subscription_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/purchases/subscription"
)

func TestPeriodsThatAreNone(t *testing.T) {
	for _, text := range []string{"", "P", "1M", "P0M", "P01M", "P1", "P1M1D", "PT1H", "P-1M", "p1m", "P1M ", "P99999D", "P4Y", "P37M", "P9999W", "P1.5M"} {
		if subscription.Period(text).Valid() {
			t.Errorf("%q is a period", text)
		}
	}
}

func TestMonthsEndRight(t *testing.T) {
	for _, c := range []struct {
		period, from, until string
		anchor, next        int
	}{
		{"P1M", "2027-01-31", "2027-02-28", 0, 31}, {"P1M", "2027-02-28", "2027-03-31", 31, 31}, {"P1M", "2028-01-31", "2028-02-29", 0, 31},
		{"P1M", "2027-02-28", "2027-03-28", 0, 28}, {"P1Y", "2028-02-29", "2029-02-28", 0, 29}, {"P1Y", "2031-02-28", "2032-02-29", 29, 29},
		{"P3M", "2026-11-30", "2027-02-28", 0, 30}, {"P1M", "2026-12-31", "2027-01-31", 0, 31}, {"P30D", "2027-01-31", "2027-03-02", 31, 0},
		{"P2W", "2027-02-20", "2027-03-06", 0, 0},
	} {
		from, _ := time.Parse(time.DateOnly, c.from)
		until, next := subscription.Period(c.period).After(from, c.anchor)
		if got := until.Format(time.DateOnly); got != c.until || next != c.next {
			t.Errorf("%s after %s by day %d: %s by day %d, want %s by day %d", c.period, c.from, c.anchor, got, next, c.until, c.next)
		}
	}
}

// TestTwelveMonthsAreAYear, whatever day and hour they begin on.
func TestTwelveMonthsAreAYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(1.6e9, 4e9).Draw(t, "from"), 0).UTC()
		at, anchor := from, 0
		for range 12 {
			next, day := subscription.Period("P1M").After(at, anchor)
			if days := next.Sub(at).Hours() / 24; days < 28 || days > 31 {
				t.Fatalf("a month from %v has %v days", at, days)
			}
			at, anchor = next, day
		}
		if year, _ := subscription.Period("P1Y").After(from, 0); !year.Equal(at) {
			t.Fatalf("twelve months from %v end %v, a year %v", from, at, year)
		}
	})
}
