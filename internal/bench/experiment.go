package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Experiment measures one thing. Each has a file of its own, which adds one line to experiments and the
// experiment's floors to floors.
//
// Run starts what it needs (StartServer, or a store in the bench's own process), measures its sides
// with Interleave, prints with Table, and says by Judge what each floor is held against. What it cannot
// do on this machine it returns as an error that wraps ErrSkipped.
type Experiment struct {
	Name  string // what -only takes, and the heading
	About string // a sentence or two below the heading: what is compared with what
	Run   func(ctx context.Context, b *Bench) error
}

// experiments are all of them, in the order in which they run.
var experiments = []Experiment{page, pocketbase, asset, reading, startup, derive, reporting, orders, words, scale}

// ErrSkipped is wrapped by what an experiment returns where it cannot be run; its floors are reported as
// not measured, and are not missed.
var ErrSkipped = errors.New("not measured here")

// Bench is one run: what its experiments share.
type Bench struct {
	Rounds int           // of each experiment, from -rounds
	Round  time.Duration // how long each side of a round is loaded, from -round
	Temp   string        // a folder that goes when the run ends
	Out    io.Writer     // Markdown

	measured map[string]float64 // floor's name → what was measured
	binary   string             // cmd/hallyu, built for this run
}

// Printf writes Markdown.
func (b *Bench) Printf(format string, args ...any) { fmt.Fprintf(b.Out, format, args...) }

// Judge holds a measured value against the floor of this name. A name that floors does not know is a
// defect.
func (b *Bench) Judge(name string, value float64) {
	if _, known := floorOf(name); !known {
		panic("no floor is called " + name)
	}
	if b.measured == nil {
		b.measured = map[string]float64{}
	}
	b.measured[name] = value
}
