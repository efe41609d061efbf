package catalog

import (
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// ErrWallTimeMalformed: the text is no date, nor a date and a time of day. Facts: measured.
var ErrWallTimeMalformed = fault.Define(fault.Invalid, "wall-time-malformed")

// WallTime is what a clock on the wall shows: a day and a time, without a zone. The zero value is none.
// In each region it is another moment.
type WallTime struct{ shown time.Time } // as if it were UTC

// wallLayouts are how wall times are written: those of HTML's datetime-local and date inputs.
var wallLayouts = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"}

// ParseWallTime reads "2027-03-20T09:00", with seconds or without, or a date alone, which is its first
// moment; "" is the zero value. The error is ErrWallTimeMalformed.
func ParseWallTime(text string) (WallTime, error) {
	if text == "" {
		return WallTime{}, nil
	}
	for _, layout := range wallLayouts {
		shown, err := time.Parse(layout, text)
		if err == nil && shown.Year() > 0 {
			return WallTime{shown}, nil
		}
	}
	return WallTime{}, ErrWallTimeMalformed.With("measured", firstRunes(text, 40))
}

// WallTimeIn returns what the clocks of a region show at a moment.
func WallTimeIn(region string, t time.Time) WallTime {
	if t.IsZero() {
		return WallTime{}
	}
	t = t.In(cldr.ZoneOf(region))
	return WallTime{time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)}
}

// IsZero reports whether there is none.
func (w WallTime) IsZero() bool { return w.shown.IsZero() }

// Equal reports whether two clocks show the same.
func (w WallTime) Equal(other WallTime) bool { return w.shown.Equal(other.shown) }

// String writes it to the minute, as ParseWallTime reads it, and to the second where there are any; ""
// for none.
func (w WallTime) String() string {
	switch {
	case w.IsZero():
		return ""
	case w.shown.Second() != 0:
		return w.shown.Format(wallLayouts[1])
	}
	return w.shown.Format(wallLayouts[0])
}

// Shown returns the day and time as if they were UTC, to be written.
func (w WallTime) Shown() time.Time { return w.shown }

// OpensIn returns the moment at which the clocks of a region first show it. One that they skip is the
// moment at which they jump. Zero for none.
func (w WallTime) OpensIn(region string) time.Time {
	first, _ := w.moments(cldr.ZoneOf(region))
	return first
}

// ClosesIn returns the moment at which the clocks of a region last show it, so that a window is never
// shorter than it was written. One that they skip is the moment at which they jump. Zero for none.
func (w WallTime) ClosesIn(region string) time.Time {
	_, last := w.moments(cldr.ZoneOf(region))
	return last
}

// moments returns the first and the last moment at which clocks of the zone show w. A zone changes at
// most once within the two days around it, and is nowhere more than a day from UTC.
func (w WallTime) moments(zone *time.Location) (first, last time.Time) {
	if w.IsZero() {
		return time.Time{}, time.Time{}
	}
	before, after := w.by(w.shown.Add(-24*time.Hour), zone), w.by(w.shown.Add(24*time.Hour), zone)
	switch {
	case before.Equal(after):
		return before, before
	case before.Before(after): // clocks went back: shown twice, or once if that was long before or after
		return w.shownAt(zone, before, after), w.shownAt(zone, after, before)
	}
	if w.isShown(zone, before) || w.isShown(zone, after) {
		return w.shownAt(zone, before, after), w.shownAt(zone, before, after)
	}
	jump, _ := before.In(zone).ZoneBounds()
	return jump.UTC(), jump.UTC()
}

// by returns the moment that w is by the offset which holds at t.
func (w WallTime) by(t time.Time, zone *time.Location) time.Time {
	_, offset := t.In(zone).Zone()
	return w.shown.Add(-time.Duration(offset) * time.Second)
}

// isShown reports whether clocks of the zone show w at t.
func (w WallTime) isShown(zone *time.Location, t time.Time) bool { return w.by(t, zone).Equal(t) }

// shownAt returns the first of the moments at which clocks of the zone show w.
func (w WallTime) shownAt(zone *time.Location, moments ...time.Time) time.Time {
	for _, t := range moments {
		if w.isShown(zone, t) {
			return t
		}
	}
	return moments[0]
}
