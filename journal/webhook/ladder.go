package webhook

import "time"

// ladder is how long after an attempt the next one is made. The first is made at once; the last one is given
// after 75 hours and 35 minutes, and a little more.
var ladder = []time.Duration{
	0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

const (
	// Attempts is how often a delivery is tried.
	Attempts = 10
	// GiveUpAfter is how long everything may fail before a webhook is disabled: as long as the ladder is.
	GiveUpAfter = 75 * time.Hour
	// longestWait is the most of a Retry-After that is honoured.
	longestWait = 24 * time.Hour
	// trouble is how many attempts fail in a row before the others wait as well.
	trouble = 5
	// longestPause is the most that a webhook in trouble waits before something is tried.
	longestPause = 30 * time.Minute
	// spread is how much is added to a wait at most, as a part of it, so that what failed together does
	// not come back together.
	spread = 0.1
)

// wait is how long to wait after a number of attempts. random is from 0 to 1.
func wait(attempts int, random float64) time.Duration {
	step := ladder[min(attempts, len(ladder)-1)]
	return step + time.Duration(float64(step)*spread*random)
}

// pause is how long nothing is sent after failures in a row.
func pause(failures int) time.Duration {
	if failures < trouble {
		return 0
	}
	return min(longestPause, 5*time.Second<<min(failures-trouble, 20))
}
