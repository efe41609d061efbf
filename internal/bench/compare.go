package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/internal/bench/load"
)

// saturation is the number of connections that keeps a server's core full.
const saturation = 64

// plain asks for a reply that is not compressed.
const plain = "Accept-Encoding: identity"

// get is a request without a body.
func get(path string, headers ...string) []byte {
	lines := append([]string{"GET " + path + " HTTP/1.1", "Host: store.example"}, headers...)
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n")
}

// asked is a server, what it is asked in turn, and the status of every answer.
type asked struct {
	server   *Server
	requests [][]byte
	status   int
}

// full loads a server as much as it can take.
func (b *Bench) full(name string, a asked) Side { return b.side(name, a, 0) }

// side loads a server with so many requests per second, or as much as it can take.
func (b *Bench) side(name string, a asked, rate float64) Side {
	target := load.Target{Addr: a.server.Addr, Requests: a.requests, Status: a.status}
	shape := load.Shape{Conns: saturation, Took: b.Round, Rate: rate, OnCore: loadCore}
	return Side{name, func(ctx context.Context) (load.Sample, error) {
		before := a.server.CPU()
		sample, err := load.Run(ctx, target, shape)
		sample.CPU = time.Duration(float64(a.server.CPU()-before) / (sample.Rate * b.Round.Seconds()))
		return sample, err
	}}
}

// comparison is hallyu and a baseline, asked the same.
type comparison struct {
	what             string // of the table's row
	ours, theirs     Rounds // at saturation
	oursHalf, thHalf Rounds // at half of what the baseline takes
}

// compare loads both at saturation, and then at half of what the baseline took.
func (b *Bench) compare(ctx context.Context, what string, ours, theirs asked) (comparison, error) {
	c := comparison{what: what}
	full, err := b.Interleave(ctx, b.full("hallyu", ours), b.full("baseline", theirs))
	if err != nil {
		return c, fmt.Errorf("%s: %w", what, err)
	}
	c.ours, c.theirs = full[0], full[1]
	rate := c.theirs.Rate() / 2
	half, err := b.Interleave(ctx, b.side("hallyu", ours, rate), b.side("baseline", theirs, rate))
	if err != nil {
		return c, fmt.Errorf("%s at half load: %w", what, err)
	}
	c.oursHalf, c.thHalf = half[0], half[1]
	return c, nil
}

// printComparisons prints what was compared with the baseline of this name.
func (b *Bench) printComparisons(baseline string, all []comparison) {
	rates := Table{Head: []string{"at saturation", "hallyu req/s", baseline + " req/s", "ratio", "ratio by CPU time"}}
	times := Table{Head: []string{"", "hallyu p50", "p99", baseline + " p50", "p99", "p99 ratio"}}
	for _, c := range all {
		rates.Add(c.what, c.ours.Rate(), c.theirs.Rate(), c.ours.RateRatio(c.theirs), c.ours.CPURatio(c.theirs))
		times.Add(c.what+", saturated", c.ours.P50(), c.ours.P99(), c.theirs.P50(), c.theirs.P99(), c.ours.P99Ratio(c.theirs))
	}
	for _, c := range all {
		times.Add(fmt.Sprintf("%s, both at %.0f/s", c.what, c.thHalf.Rate()),
			c.oursHalf.P50(), c.oursHalf.P99(), c.thHalf.P50(), c.thHalf.P99(), c.oursHalf.P99Ratio(c.thHalf))
	}
	b.Table(rates)
	b.Table(times)
}

// stopAll ends servers; for use with defer.
func stopAll(servers ...*Server) {
	for _, s := range servers {
		_ = s.Stop()
	}
}
