// Package payout is creators' money: contracts say how a sale is shared out, statements what a month earned, and
// payouts what was paid. It derives all of it from the ledger's postings, and adds nothing to an order.
//
// Shares are in basis points, hundredths of a percent; amounts in minor units of their currency. Months and days are
// those of UTC.
package payout

import "github.com/hallyu-store/hallyu/purchases/apportion"

// whole is all of an amount, in basis points.
const whole = 10_000

// Party is who gets a part of a sale.
type Party int

// The parties, in the order in which equal remainders are given out.
const (
	Creator  Party = iota // who made the pack
	Brand                 // whose licence it is under
	Platform              // who runs the store
	Fee                   // who sells for them: a store of apps, a payment provider
	Tax                   // in the price
	parties
)

// Parts are what each party gets of a sale, in minor units.
type Parts [parties]int64

// Whole returns what they are together.
func (p Parts) Whole() int64 {
	var sum int64
	for _, part := range p {
		sum += part
	}
	return sum
}

// Plus adds parts to parts.
func (p Parts) Plus(other Parts) Parts {
	for i := range p {
		p[i] += other[i]
	}
	return p
}

// Minus takes parts away from parts.
func (p Parts) Minus(other Parts) Parts {
	for i := range p {
		p[i] -= other[i]
	}
	return p
}

// Shares say how a sale is shared out. Tax is on top of the price without it and included in the price. Fee is of what
// is left after tax; Creator's and Brand's are of what is left after the fee, and the platform has the rest.
type Shares struct {
	Tax     int64
	Fee     int64
	Creator int64
	Brand   int64
}

// weights are the parts of one minor unit, with their sum. They have no remainder of their own: every share is a
// fraction over the same denominator, which is at most 2e12.
func (s Shares) weights() (weights [parties]uint64, sum uint64) {
	brand := min(s.Brand, whole)
	creator := min(s.Creator, whole-brand)
	left := uint64(whole - s.Fee)
	weights = [parties]uint64{
		Creator: whole * left * uint64(creator), Brand: whole * left * uint64(brand), Platform: whole * left * uint64(whole-brand-creator),
		Fee: whole * whole * uint64(s.Fee), Tax: whole * whole * uint64(s.Tax),
	}
	return weights, whole * whole * uint64(whole+s.Tax)
}

// Split shares an amount out so that the parts are exactly the whole, as apportion.Split does. A negative amount is shared
// out as the positive one.
func (s Shares) Split(amount int64) Parts {
	if amount < 0 {
		return Parts{}.Minus(s.Split(-amount))
	}
	weights, sum := s.weights()
	var parts Parts
	apportion.Split(parts[:], amount, weights[:], sum)
	return parts
}
