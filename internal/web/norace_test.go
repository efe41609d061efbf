//go:build !race

package web

// lostByPools is for the race detector alone.
const lostByPools = 0
