package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"
)

var startup = Experiment{
	Name:  "startup",
	About: "From the start of the process, on one core, until the store with the demo is open: on a new folder, and on one that has it.",
	Run:   runStartup,
}

func runStartup(ctx context.Context, b *Bench) error {
	command, err := b.demoCommand(ctx)
	if err != nil {
		return err
	}
	empty := command
	empty.Env = append(slices.Clone(command.Env), "HALLYU_DATA="+filepath.Join(b.Temp, "new"))
	var first, again []time.Duration
	for range b.Rounds {
		err = os.RemoveAll(filepath.Join(b.Temp, "new"))
		if err != nil {
			return err
		}
		first, err = b.timeStart(ctx, empty, first)
		if err != nil {
			return err
		}
		again, err = b.timeStart(ctx, command, again)
		if err != nil {
			return err
		}
	}
	table := Table{Head: []string{"start on", "median", "slowest"}}
	table.Add("a new folder", medianTime(first), slices.Max(first))
	table.Add("the demo", medianTime(again), slices.Max(again))
	b.Table(table)
	b.Judge("demo ready", medianTime(again).Seconds())
	return nil
}

// timeStart starts a server, appends how long it took until it was open, and stops it.
func (b *Bench) timeStart(ctx context.Context, command Command, times []time.Duration) ([]time.Duration, error) {
	start := time.Now()
	server, err := b.StartServer(ctx, command)
	if err != nil {
		return nil, err
	}
	times = append(times, time.Since(start))
	return times, server.Stop()
}

func medianTime(times []time.Duration) time.Duration {
	return time.Duration(median(times, func(t time.Duration) float64 { return float64(t) }))
}
