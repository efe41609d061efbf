package bundle

import "github.com/hallyu-store/hallyu/purchases/apportion"

// Split shares an amount out by weights, none of which is negative, as apportion.Split does. Where nothing has a weight,
// all weigh the same. A negative amount is shared out as the positive one.
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
	shares, sum := make([]uint64, len(weights)), uint64(0)
	for i, weight := range weights {
		shares[i] = uint64(weight)
		sum += shares[i]
	}
	if sum == 0 {
		for i := range shares {
			shares[i] = 1
		}
		sum = uint64(len(shares))
	}
	apportion.Split(parts, amount, shares, sum)
	return parts
}
