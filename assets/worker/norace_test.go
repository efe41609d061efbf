//go:build !race

package worker

// reasonHungry is what becomes of a child that wants too much memory.
const (
	reasonHungry = reasonMemory
	raced        = false
)
