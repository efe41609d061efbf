package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/bench/load"
)

func TestRatiosAreOfTheSameRound(t *testing.T) {
	rate := func(rates ...float64) (r Rounds) {
		for _, one := range rates {
			r = append(r, load.Sample{Rate: one, P99: time.Duration(one)})
		}
		return r
	}
	ours, theirs := rate(80, 40, 8), rate(100, 50, 10) // the machine became slow: for both
	if got := ours.RateRatio(theirs); got != 0.8 {
		t.Error("ratio", got)
	}
	if got := rate(1, 4, 2, 3).Rate(); got != 2.5 {
		t.Error("median", got)
	}
}

func TestInterleaveTakesTurns(t *testing.T) {
	var turns string
	side := func(name string) Side {
		return Side{name, func(context.Context) (load.Sample, error) { turns += name; return load.Sample{}, nil }}
	}
	rounds, err := (&Bench{Rounds: 2}).Interleave(t.Context(), side("a"), side("b"))
	if err != nil || turns != "ababab" || len(rounds[0]) != 2 {
		t.Error(turns, rounds, err)
	}
}

// TestVerdicts: a floor is missed on the wrong side of its bound alone, and what is not measured is said.
func TestVerdicts(t *testing.T) {
	for value, want := range map[float64]bool{0.95: true, 0.94: false} {
		var out bytes.Buffer
		b := &Bench{Out: &out}
		b.Judge("50 KB from memory: requests/s", 2)
		b.Judge("50 KB from disk: requests/s", value)
		if b.printVerdicts([]Experiment{{Name: "asset"}}) != want {
			t.Errorf("%v:\n%s", value, out.String())
		}
		if strings.Contains(out.String(), "MISSED") == want {
			t.Error(out.String())
		}
	}
	var out bytes.Buffer
	if !(&Bench{Out: &out}).printVerdicts([]Experiment{{Name: "startup"}}) || !strings.Contains(out.String(), "not measured") {
		t.Error(out.String())
	}
}

func TestFloorsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range floors {
		if seen[f.Name] {
			t.Error(f.Name)
		}
		seen[f.Name] = true
	}
}
