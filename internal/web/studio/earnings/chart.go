package earnings

import (
	"strconv"

	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// The size of the chart of days, in its own units: the page stretches it.
const (
	chartWidth  = 1000
	chartHeight = 200
)

// chart is a column for every day of a month, what was taken back below the line.
type chart struct {
	Width, Height int
	Zero          string // where the line is
	Columns       []column
	Top           string // the greatest amount, written
	First, Last   string // days, written
}

// column is a day. Its numbers are attributes of a rectangle.
type column struct {
	X, Y, Width, Height string
	Day, Amount         string // written
	Back                bool
	None                bool // nothing was earned
}

// daysOf draws what was earned on every day, in the direction of reading.
func daysOf(v *frame.Visit, s payout.Statement, currency string) chart {
	locale := string(v.Voice.Locale)
	earned, most, least := map[string]int64{}, int64(0), int64(0)
	for _, day := range s.Days {
		if day.Currency == currency {
			earned[day.Key] = day.Earned
			most, least = max(most, day.Earned), min(least, day.Earned)
		}
	}
	days := int(s.Period.Until().Sub(s.Period.From()).Hours() / 24)
	scale := float64(chartHeight) / max(float64(most)-float64(least), 1)
	zero := float64(most) * scale
	c := chart{
		Width: chartWidth, Height: chartHeight, Zero: number(zero), Top: cldr.FormatPrice(locale, most, currency),
		First: cldr.FormatDate(locale, s.Period.From(), cldr.Long), Last: cldr.FormatDate(locale, s.Period.Until().AddDate(0, 0, -1), cldr.Long),
	}
	step := float64(chartWidth) / float64(days)
	for i := range days {
		day := s.Period.From().AddDate(0, 0, i)
		amount := earned[day.Format("2006-01-02")]
		place := i
		if v.Voice.Dir() == "rtl" {
			place = days - 1 - i
		}
		height := float64(amount) * scale
		c.Columns = append(c.Columns, column{
			X: number(float64(place)*step + step*0.15), Width: number(step * 0.7), Y: number(zero - max(height, 0)), Height: number(max(height, -height)),
			Day: cldr.FormatDate(locale, day, cldr.Long), Amount: cldr.FormatPrice(locale, amount, currency), Back: amount < 0, None: amount == 0,
		})
	}
	return c
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// bar is what a region or a pack earned, beside the others.
type bar struct {
	Name   frame.Said
	Sales  string
	Earned string
	Length string // of the bar, in hundredths of the longest
	Start  string // where it begins
	Back   bool
}

// shownBars is how many bars a list has.
const shownBars = 50

// barsOf draws sums, the greatest first.
func barsOf(v *frame.Visit, sums []payout.Sum, currency string, name func(key string) frame.Said) []bar {
	locale := string(v.Voice.Locale)
	var own []payout.Sum
	longest := int64(1)
	for _, s := range sums {
		if s.Currency == currency {
			own = append(own, s)
			longest = max(longest, s.Earned, -s.Earned)
		}
	}
	sortByEarned(own)
	var bars []bar
	for _, s := range own[:min(len(own), shownBars)] {
		length := float64(max(s.Earned, -s.Earned)) / float64(longest) * 100
		start := 0.0
		if v.Voice.Dir() == "rtl" {
			start = 100 - length
		}
		bars = append(bars, bar{
			Name: name(s.Key), Sales: cldr.FormatNumber(locale, strconv.FormatInt(s.Sales, 10)), Earned: cldr.FormatPrice(locale, s.Earned, currency),
			Length: number(length), Start: number(start), Back: s.Earned < 0,
		})
	}
	return bars
}
