// Package apportion shares amounts out so that the parts are exactly the whole.
package apportion

import "math/bits"

// few is for how many parts no memory is asked for: the packs of a bundle.
const few = 50

// Split sets parts, one for each weight, to what they get of an amount that is not negative: each is rounded down, and
// what is left over goes, unit by unit, to the largest remainders (the method of Hamilton), and among equal ones to
// those that come first. sum is that of the weights, which is more than 0 and less than 2⁶⁴.
func Split(parts []int64, amount int64, weights []uint64, sum uint64) {
	var room [few]uint64
	remainders := room[:0]
	left := amount
	for i, weight := range weights {
		high, low := bits.Mul64(uint64(amount), weight)
		part, remainder := bits.Div64(high, low, sum) // high < sum, as weight <= sum
		parts[i], remainders = int64(part), append(remainders, remainder)
		left -= int64(part)
	}
	for ; left > 0; left-- {
		most := 0
		for i, remainder := range remainders {
			if remainder > remainders[most] {
				most = i
			}
		}
		parts[most]++
		remainders[most] = 0
	}
}
