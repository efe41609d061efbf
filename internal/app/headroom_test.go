package app

import (
	"math"
	"runtime/debug"
	"testing"
)

// TestHeadroomYields: whoever tunes the collector by hand is left alone.
func TestHeadroomYields(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	if len(headroom()) != headroomBytes {
		t.Error("no headroom by default")
	}
	debug.SetMemoryLimit(1 << 40)
	if headroom() != nil {
		t.Error("headroom with a limit")
	}
	debug.SetMemoryLimit(math.MaxInt64)
	t.Setenv("GOGC", "100")
	if headroom() != nil {
		t.Error("headroom with GOGC")
	}
}
