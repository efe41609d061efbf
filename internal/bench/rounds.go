package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/internal/bench/load"
)

// Side is one of the things compared: Run loads it for a round.
type Side struct {
	Name string
	Run  func(ctx context.Context) (load.Sample, error)
}

// Rounds are the samples of one side, in the order of the rounds.
type Rounds []load.Sample

// Interleave runs the sides in turn, as often as the bench has rounds, after one round of each that
// warms up and is not counted.
func (b *Bench) Interleave(ctx context.Context, sides ...Side) ([]Rounds, error) {
	measured := make([]Rounds, len(sides))
	for round := range b.Rounds + 1 {
		for i, side := range sides {
			sample, err := side.Run(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", side.Name, err)
			}
			if round > 0 {
				measured[i] = append(measured[i], sample)
			}
		}
	}
	return measured, nil
}

// Rate is the median of the rounds' rates.
func (r Rounds) Rate() float64 { return median(r, func(s load.Sample) float64 { return s.Rate }) }

// CPU is the median of what one reply cost the server.
func (r Rounds) CPU() time.Duration {
	return time.Duration(median(r, func(s load.Sample) float64 { return float64(s.CPU) }))
}

// P50 is the median of the rounds' medians.
func (r Rounds) P50() time.Duration {
	return time.Duration(median(r, func(s load.Sample) float64 { return float64(s.P50) }))
}

// P99 is the median of the rounds' 99th percentiles.
func (r Rounds) P99() time.Duration {
	return time.Duration(median(r, func(s load.Sample) float64 { return float64(s.P99) }))
}

// RateRatio is the median over the rounds of r's rate in terms of the baseline's in the same round.
func (r Rounds) RateRatio(baseline Rounds) float64 {
	return r.ratio(baseline, func(s load.Sample) float64 { return s.Rate })
}

// CPURatio is the same of the replies that a second of the server's core is worth. Other programs on the
// machine disturb it less than the rate.
func (r Rounds) CPURatio(baseline Rounds) float64 {
	return 1 / r.ratio(baseline, func(s load.Sample) float64 { return float64(s.CPU) })
}

// P99Ratio is the same of the 99th percentiles.
func (r Rounds) P99Ratio(baseline Rounds) float64 {
	return r.ratio(baseline, func(s load.Sample) float64 { return float64(s.P99) })
}

func (r Rounds) ratio(baseline Rounds, of func(load.Sample) float64) float64 {
	ratios := make([]float64, len(r))
	for i := range r {
		ratios[i] = of(r[i]) / of(baseline[i])
	}
	return median(ratios, func(ratio float64) float64 { return ratio })
}

func median[T any](all []T, of func(T) float64) float64 {
	values := make([]float64, len(all))
	for i, one := range all {
		values[i] = of(one)
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
