package subscription

import (
	"regexp"
	"strconv"
	"time"
)

// Period is how long a subscription runs: an ISO 8601 duration of one unit, like P1M, P1Y, P2W or P30D.
type Period string

var periodPattern = regexp.MustCompile(`^P([1-9][0-9]{0,3})([YMWD])$`)

// maxDays is how many days a period may have, months counted as 31.
const maxDays = 3 * 366

// parts returns how many months, or else days, a period has; false for what is none or too long.
func (p Period) parts() (months, days int, ok bool) {
	found := periodPattern.FindStringSubmatch(string(p))
	if found == nil {
		return 0, 0, false
	}
	n, _ := strconv.Atoi(found[1]) // four digits
	switch found[2] {
	case "Y":
		months = 12 * n
	case "M":
		months = n
	case "W":
		days = 7 * n
	default:
		days = n
	}
	return months, days, months*31+days <= maxDays
}

// Valid reports whether it is a period, and not too long.
func (p Period) Valid() bool {
	_, _, ok := p.parts()
	return ok
}

// After returns when a period ends that begins at a moment, and the day of the month that months go by from then on.
// anchor is the day that the periods before went by, 0 when there are none: what began on 31 January ends on 28 February,
// and the period behind that on 31 March. Months and days are those of UTC.
func (p Period) After(from time.Time, anchor int) (until time.Time, next int) {
	from = from.UTC()
	months, days, _ := p.parts()
	if months == 0 {
		return from.AddDate(0, 0, days), 0
	}
	if anchor == 0 {
		anchor = from.Day()
	}
	first := time.Date(from.Year(), from.Month()+time.Month(months), 1, from.Hour(), from.Minute(), from.Second(), from.Nanosecond(), time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(anchor, last)-1), anchor
}
