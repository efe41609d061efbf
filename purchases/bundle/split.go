package bundle

import "math/bits"

// Split shares an amount out by weights, none of which is negative, so that the parts are exactly the whole: each is
// rounded down, and what is left over goes, unit by unit, to the largest remainders (the method of Hamilton), and among
// equal ones to those that come first. Where nothing has a weight, all weigh the same. A negative amount is shared out as
// the positive one.
func Split(amount int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	if len(weights) == 0 {
		return parts
	}
	if amount < 0 {
		for i, part := range Split(-amount, weights) {
			parts[i] = -part
		}
		return parts
	}
	var sum uint64
	for _, weight := range weights {
		sum += uint64(weight)
	}
	even := sum == 0
	if even {
		sum = uint64(len(weights))
	}
	remainders := make([]uint64, len(weights))
	left := amount
	for i, weight := range weights {
		if even {
			weight = 1
		}
		high, low := bits.Mul64(uint64(amount), uint64(weight))
		part, remainder := bits.Div64(high, low, sum) // high < sum: weight <= sum, and amount < 2^64
		parts[i], remainders[i] = int64(part), remainder
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
	return parts
}
