// Command bench measures hallyu against baselines: ratios, each the median of interleaved rounds of one
// run, so that a slow minute of the machine is slow for both sides. Servers run as processes of their
// own on the first core, the load comes from the second. It prints Markdown, and exits with status 1
// when a floor is missed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// errMissed says that the run is whole and that a floor was missed.
var errMissed = errors.New("a floor was missed")

func run(ctx context.Context, args []string) error {
	b := &Bench{Out: os.Stdout}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	only := flags.String("only", "", "comma-separated names of `experiments`; all when empty")
	role := flags.String("as", "", "what the bench asks of a child process: the `role` to play")
	flags.IntVar(&b.Rounds, "rounds", 5, "interleaved rounds of each experiment")
	flags.DurationVar(&b.Round, "round", time.Second, "how long each side of a round is loaded")
	err := flags.Parse(args)
	if err != nil {
		return err
	}
	if *role != "" {
		return play(ctx, *role, flags.Args())
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	return b.runAll(ctx, chosen)
}

// choose finds experiments by name.
func choose(names string) ([]Experiment, error) {
	if names == "" {
		return experiments, nil
	}
	var chosen []Experiment
	for name := range strings.SplitSeq(names, ",") {
		found := false
		for _, e := range experiments {
			if e.Name == name {
				chosen, found = append(chosen, e), true
			}
		}
		if !found {
			return nil, fmt.Errorf("no experiment is called %q", name)
		}
	}
	return chosen, nil
}

func (b *Bench) runAll(ctx context.Context, chosen []Experiment) (err error) {
	b.Temp, err = os.MkdirTemp("", "hallyu-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.Temp)
	b.printMachine()
	for _, e := range chosen {
		b.Printf("\n## %s\n\n%s\n", e.Name, e.About)
		err = e.Run(ctx, b)
		switch {
		case errors.Is(err, ErrSkipped):
			b.Printf("\n**Skipped**: %v\n", err)
		case err != nil:
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	if !b.printVerdicts(chosen) {
		return errMissed
	}
	return nil
}
