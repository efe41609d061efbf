// Package load asks a server the same things over many kept connections and times every reply. One
// thread, pinned to one core, drives them all by epoll and reads no more of a reply than it must to know
// where it ends, so that the server's core is the one that is full.
package load

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// Target is what is asked of whom.
type Target struct {
	Addr     string   // host:port, IPv4
	Requests [][]byte // whole HTTP/1.1 requests, sent in turn
	Status   int      // of every reply; another one ends the load with an error
}

// Shape is how much is asked.
type Shape struct {
	Conns  int           // connections, each with one request at a time
	Took   time.Duration // how long requests are sent
	Rate   float64       // requests per second, sent on time whatever comes back; 0: as fast as replies come
	OnCore int           // the core that the load runs on
}

// Sample is what came of one round: replies per second, and how long they took. With a Rate, a reply's
// time runs from the moment its request was due, so that a server that stalls hides nothing.
type Sample struct {
	Rate     float64
	P50, P99 time.Duration
	CPU      time.Duration // that the server used for one reply; 0 where nobody looked
}

// Summarize makes a sample of the times of all that was answered within took. It sorts them.
func Summarize(latencies []time.Duration, took time.Duration) Sample {
	if len(latencies) == 0 {
		return Sample{}
	}
	slices.Sort(latencies)
	at := func(quantile float64) time.Duration { return latencies[int(quantile*float64(len(latencies)-1))] }
	return Sample{Rate: float64(len(latencies)) / took.Seconds(), P50: at(0.50), P99: at(0.99)}
}

// Run loads the target once.
func Run(ctx context.Context, target Target, shape Shape) (Sample, error) {
	type outcome struct {
		sample Sample
		err    error
	}
	done := make(chan outcome)
	go func() {
		runtime.LockOSThread() // never unlocked: the pinned thread ends with its goroutine
		sample, err := pinned(ctx, target, shape)
		done <- outcome{sample, err}
	}()
	o := <-done
	return o.sample, o.err
}

func pinned(ctx context.Context, target Target, shape Shape) (Sample, error) {
	var cores unix.CPUSet
	cores.Set(shape.OnCore)
	err := unix.SchedSetaffinity(0, &cores)
	if err != nil {
		return Sample{}, fmt.Errorf("core %d: %w", shape.OnCore, err)
	}
	d, err := newDriver(target, shape)
	if err != nil {
		return Sample{}, err
	}
	defer d.close()
	err = d.drive(ctx)
	if err != nil {
		return Sample{}, err
	}
	return Summarize(d.latencies, d.took), nil
}
