package cldr

import (
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Length is how much is written of a day, by CLDR's names.
type Length int

// The lengths of days: "Monday, November 23, 2026", "November 23, 2026", "Nov 23, 2026" and "11/23/26" in en.
const (
	Full Length = iota
	Long
	Medium
	Short
)

// dateStyle is how a locale writes days and times in its usual calendar.
type dateStyle struct {
	buddhist          bool
	era               string
	days, moments     [4]string // patterns by length
	times             string
	months, shortMons []string
	weekdays, shortWd []string // from Sunday on
	halves            []string // of the day
	hours             []string // part of the day by hour; nil where no pattern asks
}

var dateTable = sync.OnceValue(func() map[string]dateStyle {
	table := map[string]dateStyle{}
	for _, cells := range rows("dates.tsv") {
		list := func(i int) []string { return strings.Split(cells[i], "|") }
		table[cells[0]] = dateStyle{
			buddhist: cells[1] == "buddhist", era: cells[2], days: [4]string(cells[3:7]), moments: [4]string(cells[7:11]), times: cells[11],
			months: list(12), shortMons: list(13), weekdays: list(14), shortWd: list(15), halves: list(16), hours: list(17),
		}
	}
	return table
})

// buddhistYears are how far the Buddhist era is ahead of the common one, as Thailand counts it.
const buddhistYears = 543

// FormatDate writes the day of a moment, by the moment's own clock, as the locale does in its usual calendar: the
// Gregorian one, and the Buddhist era in Thai, unless an extension (-u-ca-gregory) says other. Patterns and names
// are CLDR's (UTS #35 part 4). Calendars whose months are not the Gregorian ones are not written.
func FormatDate(locale string, t time.Time, length Length) string {
	d := dateStyleOf(locale)
	return d.write(locale, d.days[length], t)
}

// FormatTime writes the time of day of a moment, by the moment's own clock, as the locale does: "2:14 AM" in en.
func FormatTime(locale string, t time.Time) string {
	d := dateStyleOf(locale)
	return d.write(locale, d.times, t)
}

// FormatMoment writes the day and the time of a moment, by its own clock, as the locale does.
func FormatMoment(locale string, t time.Time, length Length) string {
	d := dateStyleOf(locale)
	pattern := strings.NewReplacer("{0}", d.times, "{1}", d.days[length]).Replace(d.moments[length])
	return d.write(locale, pattern, t)
}

func dateStyleOf(locale string) dateStyle {
	d := nearest(dateTable(), locale)
	if calendar := Keyword(locale, "ca"); d.buddhist && calendar != "" && calendar != "buddhist" {
		return dateTable()["th-u-ca-gregory"]
	}
	return d
}

// write puts a moment into a pattern: letters are fields, as often as they stand there, and text between
// apostrophes is itself.
func (d dateStyle) write(locale, pattern string, t time.Time) string {
	var b strings.Builder
	for rest := pattern; rest != ""; {
		if rest[0] == '\'' {
			quoted, after, _ := strings.Cut(rest[1:], "'")
			if quoted == "" {
				quoted = "'"
			}
			b.WriteString(quoted)
			rest = after
			continue
		}
		width := 1
		for width < len(rest) && rest[width] == rest[0] && rest[0] < utf8.RuneSelf {
			width++
		}
		if field := d.field(rest[0], width, t); field != "" {
			b.WriteString(field)
		} else {
			b.WriteString(rest[:width])
		}
		rest = rest[width:]
	}
	return nearest(numberTable(), locale).numbered(locale).ownDigits(b.String())
}

// field writes one field of a pattern (UTS #35 part 4, date field symbols), or "" for what is no field.
func (d dateStyle) field(letter byte, width int, t time.Time) string {
	switch letter {
	case 'G':
		return d.era
	case 'y':
		return d.year(width, t)
	case 'M', 'L':
		return d.month(width, t.Month())
	case 'E', 'c':
		if width < 4 {
			return d.shortWd[t.Weekday()]
		}
		return d.weekdays[t.Weekday()]
	case 'd':
		return padded(t.Day(), width)
	}
	return d.timeField(letter, width, t)
}

func (d dateStyle) timeField(letter byte, width int, t time.Time) string {
	switch letter {
	case 'H':
		return padded(t.Hour(), width)
	case 'h':
		return padded((t.Hour()+11)%12+1, width)
	case 'm':
		return padded(t.Minute(), width)
	case 's':
		return padded(t.Second(), width)
	case 'a':
		return d.halves[t.Hour()/12]
	case 'B':
		return d.hours[t.Hour()]
	}
	return ""
}

func (d dateStyle) year(width int, t time.Time) string {
	year := t.Year()
	if d.buddhist {
		year += buddhistYears
	}
	if width == 2 {
		return padded(year%100, 2)
	}
	return padded(year, width)
}

func (d dateStyle) month(width int, month time.Month) string {
	switch {
	case width > 3:
		return d.months[month-1]
	case width == 3:
		return d.shortMons[month-1]
	}
	return padded(int(month), width)
}

func padded(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(width-len(s), 0)) + s
}
