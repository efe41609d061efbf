package message

import "slices"

// Kind is what a project declares an argument to be, so that each locale writes it in its own way. Days and moments
// may name a length of CLDR; without one they are of medium length, as in ICU's message syntax.
type Kind string

// The kinds of arguments.
const (
	Number      Kind = "number"     // 1234.5
	Percent     Kind = "percent"    // 0.125 for 12.5 %
	Price       Kind = "price"      // {"amount": 2500, "currency": "KRW"}: minor units, ISO 4217
	Date        Kind = "date"       // RFC 3339: a day, or a moment whose own clock tells the day
	DateFull    Kind = "date full"  // with the weekday
	DateLong    Kind = "date long"  // with the month's name
	DateShort   Kind = "date short" // in digits
	Time        Kind = "time"       // RFC 3339: a moment, by its own clock
	Moment      Kind = "datetime"   // RFC 3339: day and time of a moment
	MomentFull  Kind = "datetime full"
	MomentLong  Kind = "datetime long"
	MomentShort Kind = "datetime short"
	List        Kind = "list"    // texts, all of them meant
	Choice      Kind = "list or" // texts, any one of them meant
)

// Kinds lists all kinds.
var Kinds = []Kind{
	Number, Percent, Price, Date, DateFull, DateLong, DateShort, Time, Moment, MomentFull, MomentLong, MomentShort, List, Choice,
}

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(Kinds, k) }

// icu is how ICU's message syntax asks for the kind, or "" where it cannot.
func (k Kind) icu() string {
	switch k {
	case Number:
		return "number"
	case Percent:
		return "number, percent"
	case Date:
		return "date, medium"
	case DateFull, DateLong, DateShort:
		return "date, " + string(k[len("date "):])
	case Time:
		return "time, short"
	}
	return ""
}

// ICU writes an argument of the kind in ICU's message syntax: {Total, number}. Kinds that the syntax has not are
// written as texts: {Price}.
func (k Kind) ICU(name string) string {
	if kind := k.icu(); kind != "" {
		return "{" + name + ", " + kind + "}"
	}
	return "{" + name + "}"
}
