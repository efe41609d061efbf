package catalog_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

func TestWallTimeWhereClocksChange(t *testing.T) {
	for _, c := range []struct{ region, wall, opens, closes string }{
		{"KR", "2027-03-20T09:00", "2027-03-20T00:00:00Z", "2027-03-20T00:00:00Z"},
		{"ID", "2027-03-20", "2027-03-19T17:00:00Z", "2027-03-19T17:00:00Z"},
		{"001", "2027-03-20T09:00", "2027-03-20T09:00:00Z", "2027-03-20T09:00:00Z"},
		{"US", "2027-03-14T02:30", "2027-03-14T07:00:00Z", "2027-03-14T07:00:00Z"}, // skipped: 02:00 becomes 03:00
		{"US", "2027-03-14T02:00", "2027-03-14T07:00:00Z", "2027-03-14T07:00:00Z"},
		{"US", "2027-03-14T01:59", "2027-03-14T06:59:00Z", "2027-03-14T06:59:00Z"},
		{"US", "2027-03-14T03:00", "2027-03-14T07:00:00Z", "2027-03-14T07:00:00Z"},
		{"US", "2027-11-07T01:30", "2027-11-07T05:30:00Z", "2027-11-07T06:30:00Z"}, // shown twice
		{"US", "2027-11-07T02:00", "2027-11-07T07:00:00Z", "2027-11-07T07:00:00Z"},
		{"US", "2027-11-07T00:59", "2027-11-07T04:59:00Z", "2027-11-07T04:59:00Z"},
		{"AU", "2027-10-03T02:30", "2027-10-02T16:00:00Z", "2027-10-02T16:00:00Z"},
		{"WS", "2011-12-30T12:00", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"}, // Samoa had no such day
	} {
		wall, err := catalog.ParseWallTime(c.wall)
		if err != nil {
			t.Fatal(err)
		}
		opens, closes := wall.OpensIn(c.region).Format(time.RFC3339), wall.ClosesIn(c.region).Format(time.RFC3339)
		if opens != c.opens || closes != c.closes {
			t.Errorf("%s in %s opens %s and closes %s, want %s and %s", c.wall, c.region, opens, closes, c.opens, c.closes)
		}
	}
}

// TestWallTimeComesBack: what clocks show at a moment is a moment at which they show it; and windows of
// a wall time are never empty the wrong way round.
func TestWallTimeComesBack(t *testing.T) {
	regions := cldr.Regions()
	rapid.Check(t, func(t *rapid.T) {
		region := rapid.SampledFrom(regions).Draw(t, "region")
		moment := time.Unix(60*rapid.Int64Range(26_000_000, 35_000_000).Draw(t, "minute"), 0).UTC()
		wall := catalog.WallTimeIn(region, moment)
		first, last := wall.OpensIn(region), wall.ClosesIn(region)
		if first.After(moment) || last.Before(moment) || last.Sub(first) > 24*time.Hour {
			t.Fatalf("%s in %s: %s is not within %s and %s", wall, region, moment, first, last)
		}
		again, err := catalog.ParseWallTime(wall.String())
		if err != nil || !again.Equal(wall) {
			t.Fatalf("%s reads as %s, %v", wall, again, err)
		}
	})
}

func TestWallTimeRefuses(t *testing.T) {
	for _, text := range []string{"tomorrow", "2027-02-30", "2027-03-20T25:00", "2027-03-20T09:00Z", "0000-01-01", "2027-03-20 09:00"} {
		_, err := catalog.ParseWallTime(text)
		if !errors.Is(err, catalog.ErrWallTimeMalformed) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
