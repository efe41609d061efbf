package store

import (
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
)

// sentence is a text with a moment in it, so that the moment can be marked up, and a script can write
// it in the reader's own time.
type sentence struct {
	Before, After string
	Moment        string // as the locale writes it, in UTC
	Machine       string // RFC 3339
}

// mark stands in a text for what is put in later; no translator can type it.
const mark = "\x00"

// dated says a message with a placeholder When; nil without a moment.
func (v visit) dated(id string, t *time.Time) *sentence {
	if t == nil {
		return nil
	}
	before, after, _ := strings.Cut(v.voice.T(id, "When", mark), mark)
	return &sentence{before, after, v.moment(*t), t.UTC().Format(time.RFC3339)}
}

// eras are how many years a locale's own calendar is ahead.
var eras = map[i18n.Locale]int{"th": 543}

// moment writes a day and a time of day; the year only where it is another than now.
func (v visit) moment(t time.Time) string {
	t = t.UTC()
	pattern := "page.date.moment"
	if t.Year() != v.Snapshot().Moment().Year() {
		pattern = "page.date.moment_with_year"
	}
	return v.written(t, pattern) + " UTC"
}

// written writes a day and a time of day by a pattern.
func (v visit) written(t time.Time, pattern string) string {
	return v.voice.T(pattern, "Day", t.Day(), "Month", v.voice.T("page.date.month_"+strconv.Itoa(int(t.Month()))),
		"Year", strconv.Itoa(t.Year()+eras[v.Locale()]), "Hour", t.Format("15"), "Minute", t.Format("04"))
}
