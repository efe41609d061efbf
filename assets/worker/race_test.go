//go:build race

package worker

// reasonHungry: the race detector dies in words of its own before the runtime knows that memory is out.
const (
	reasonHungry = reasonCrash
	raced        = true
)
