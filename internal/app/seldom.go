package app

import "time"

// seldom tells of the first failure and then of one in a while: some loops fail several times a second
// while a database is away. The function returned is for one goroutine.
func seldom(every time.Duration, tell func(error)) func(error) {
	var last time.Time
	return func(err error) {
		if now := time.Now(); now.Sub(last) >= every {
			last = now
			tell(err)
		}
	}
}
