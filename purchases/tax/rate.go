// Package tax says how much tax there is in what buyers are charged: rates of regions since a moment, and how amounts are
// rounded. Rates are in millionths (10 % is 100000), amounts in minor units of their currency.
package tax

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Faults of rates.
var (
	// ErrInvalid: the rate breaks rules; the fields say which.
	ErrInvalid = fault.Define(fault.Invalid, "tax-invalid")
	// ErrNotFound: there is no such rate. Facts: tax.
	ErrNotFound = fault.Define(fault.NotFound, "tax-not-found")
	// ErrStale: it was changed since it was read. Facts: tax, version.
	ErrStale = fault.Define(fault.Stale, "tax-stale")
	// ErrOverlap: another rate holds in the region at the same moment. Facts: tax (the other), region, from (of the other).
	ErrOverlap = fault.Define(fault.Conflict, "taxes-overlap")
	// ErrInForce: orders went by the rate, or may have: it can be ended, and not become another one. Facts: tax, from.
	ErrInForce = fault.Define(fault.Conflict, "tax-in-force")
)

// Whole is all of an amount, in millionths.
const Whole = 1_000_000

// Rate is the tax of a region while it holds.
type Rate struct {
	ID         string    `json:"id"`         // tax_…
	Region     string    `json:"region"`     // ISO 3166-1 alpha-2
	Millionths int64     `json:"millionths"` // of the price without tax: from 1 to Whole
	Included   bool      `json:"included"`   // prices of the region include it; else it comes on top of them
	From       time.Time `json:"from"`
	Until      time.Time `json:"until,omitzero"` // first moment that it no longer holds; zero: no end
	Version    int64     `json:"-"`              // as it is stored: 0 before; every write adds one
	UpdatedAt  time.Time `json:"updated_at"`
}

// Check returns ErrInvalid unless the rate is one.
func (r Rate) Check() error {
	var fields []fault.Field
	check := func(fine bool, pointer string, limit any) {
		if !fine {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid", Facts: map[string]any{"limit": limit}})
		}
	}
	check(cldr.ValidRegion(r.Region), "/region", "ISO 3166-1 alpha-2")
	check(r.Millionths >= 1 && r.Millionths <= Whole, "/rate", Whole)
	check(inThisAge(r.From), "/from", 2200)
	check(r.Until.IsZero() || r.Until.After(r.From) && inThisAge(r.Until), "/until", r.From)
	if len(fields) > 0 {
		return ErrInvalid.WithFields(fields...)
	}
	return nil
}

func inThisAge(t time.Time) bool { return t.Year() >= 2000 && t.Year() < 2200 }

// holds reports whether the rate holds at a moment.
func (r Rate) holds(at time.Time) bool { return !at.Before(r.From) && !r.ended(at) }

func (r Rate) ended(at time.Time) bool { return !r.Until.IsZero() && !at.Before(r.Until) }

// overlaps reports whether two rates hold at the same moment.
func (r Rate) overlaps(other Rate) bool {
	return r.Region == other.Region && !r.ended(other.From) && !other.ended(r.From)
}

// Within returns the tax in an amount that includes it: what is left when the price without tax, rounded half up, is
// taken off. An amount that is not positive has none.
func Within(gross, millionths int64) int64 {
	if gross <= 0 {
		return 0
	}
	return gross - fraction(gross, Whole, Whole+millionths)
}

// OnTop returns the tax that comes on top of an amount, rounded half up. It is the tax within their sum.
func OnTop(net, millionths int64) int64 {
	if net <= 0 {
		return 0
	}
	return fraction(net, millionths, Whole)
}

// fraction is amount * n / of, rounded half up. None is negative, and n is less than 2 * of.
func fraction(amount, n, of int64) int64 {
	high, low := bits.Mul64(uint64(amount), uint64(n))
	low, carry := bits.Add64(low, uint64(of)/2, 0)
	quotient, _ := bits.Div64(high+carry, low, uint64(of))
	return int64(quotient)
}

func invalid(pointer string, limit any) error {
	return ErrInvalid.WithFields(fault.Field{Pointer: pointer, Code: "invalid", Facts: map[string]any{"limit": limit}})
}

// Decimal writes a rate as the share that it is, without zeros behind: "0.1" is 10 %.
func Decimal(millionths int64) string {
	fraction := strings.TrimRight(fmt.Sprintf("%06d", millionths%Whole), "0")
	return strings.TrimSuffix(strconv.FormatInt(millionths/Whole, 10)+"."+fraction, ".")
}
