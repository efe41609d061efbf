//go:build race

package web

// lostByPools is how many allocations more a read may take under the race detector, whose pools lose some
// of what they are given.
const lostByPools = 2
