package payout

import (
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// ErrPeriodInvalid: a period is a month like 2026-10, and has begun. Facts: period.
var ErrPeriodInvalid = fault.Define(fault.Invalid, "period-invalid")

// monthLayout is how a month is written; dayLayout a day.
const (
	monthLayout = "2006-01"
	dayLayout   = "2006-01-02"
)

// Period is a month of UTC, as its first moment.
type Period struct{ from time.Time }

// ParsePeriod reads what String writes. Fault: ErrPeriodInvalid.
func ParsePeriod(text string) (Period, error) {
	from, err := time.Parse(monthLayout, text)
	if err != nil || from.Year() < 2000 {
		return Period{}, ErrPeriodInvalid.With("period", text)
	}
	return Period{from.UTC()}, nil
}

// PeriodAt returns the month that a moment is in.
func PeriodAt(t time.Time) Period {
	t = t.UTC()
	return Period{time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)}
}

// String writes it like 2026-10.
func (p Period) String() string { return p.from.Format(monthLayout) }

// From returns its first moment.
func (p Period) From() time.Time { return p.from }

// Until returns the first moment behind it.
func (p Period) Until() time.Time { return p.from.AddDate(0, 1, 0) }

// Next returns the month behind it.
func (p Period) Next() Period { return Period{p.Until()} }

// Before reports whether it lies before another.
func (p Period) Before(other Period) bool { return p.from.Before(other.from) }

// settleIn is how long after its end a month can be closed. Transfers are committed within seconds of their moment;
// clocks of replicas that are off by an hour do no harm.
const settleIn = time.Hour

// over reports whether nothing more can come into the month.
func (p Period) over(now time.Time) bool { return !now.Before(p.Until().Add(settleIn)) }
