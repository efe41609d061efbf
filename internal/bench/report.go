package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/worker"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
)

var reporting = Experiment{
	Name: "report",
	About: "From the drop of the same 24 pictures, derived before, until the report on them is complete: each is examined, and made for every " +
		"platform that takes its kind, in the worker's children on both cores, with cwebp and img2webp where the machine has them.",
	Run: runReport,
}

func runReport(ctx context.Context, b *Bench) error {
	binary, err := b.Hallyu(ctx)
	if err != nil {
		return err
	}
	command := []string{"taskset", "-c", fmt.Sprintf("%d,%d", serverCore, loadCore), binary, "decode-worker"}
	table := Table{Head: []string{"24 pictures", "first findings", "all examined", "all platforms", "CPU of the children"}}
	for _, kind := range artKinds {
		uploads, err := drawn(ctx, filepath.Join(art, kind.folder, "assets"), kind.target)
		if err != nil {
			return err
		}
		before := usedByChildren()
		first, examined, all, err := judged(ctx, command, uploads, kind.target.Moving)
		if err != nil {
			return err
		}
		table.Add(kind.what, first, examined, all, usedByChildren()-before)
		b.Judge("first findings on "+kind.name, first.Seconds())
		b.Judge("24 "+kind.name+" for all platforms", all.Seconds())
	}
	b.Table(table)
	return nil
}

// judged has a new judge find out about all uploads, and returns when the first was examined, when all were,
// and when all was made.
func judged(ctx context.Context, command []string, uploads [][]byte, moving bool) (first, examined, all time.Duration, err error) {
	pool := worker.New(worker.Config{Command: command, Budget: assets.DefaultBudget, Yielding: true})
	defer pool.Close()
	judge, start := report.NewJudge(pool), time.Now()
	pack := report.Pack{}
	for _, data := range uploads {
		p := report.Picture{Digest: assets.DigestOf(data), Animated: moving}
		judge.Begin(ctx, p.Digest, nil, func(context.Context) ([]byte, error) { return data, nil })
		pack.Pictures = append(pack.Pictures, p)
	}
	for {
		known := judge.Known(pack)
		if known.Examined > 0 && first == 0 {
			first = time.Since(start)
		}
		if known.Examined == known.Total && examined == 0 {
			examined = time.Since(start)
		}
		if known.Done == known.Total {
			return first, examined, time.Since(start), nil
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return 0, 0, 0, ctx.Err()
		}
	}
}
