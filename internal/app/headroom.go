package app

import (
	"math"
	"os"
	"runtime/debug"
)

// headroomBytes is by how much the heap may grow before it is looked through.
const headroomBytes = 32 << 20

// headroom lets a small store's heap grow by as much as a large one's between two collections: with 10 MB
// in use Go would collect every 3,000 hot reads, and spend a tenth of its time on that. It is a piece of
// memory that is never touched, so the system never gives it; what it costs is at most as much garbage.
// Whoever sets GOGC or GOMEMLIMIT has decided otherwise, and gets nil. Keep it alive while it shall work.
func headroom() []byte {
	if os.Getenv("GOGC") != "" || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return nil
	}
	return make([]byte, headroomBytes)
}
