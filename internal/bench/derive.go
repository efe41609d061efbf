package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/worker"
)

var derive = Experiment{
	Name: "derive",
	About: "From the drop of 24 pictures until all that is served was made of them, in the worker's children on both cores, which are " +
		"started for it. The pictures are real art: PNGs of 512 px, and animated PNGs of 24 frames at 360 px. The last row is a " +
		"bomb: 28 bytes that claim 16,384 × 16,384 px.",
	Run: runDerive,
}

// dropped is how many pictures are dropped at once.
const dropped = 24

// The real art, as npm has it, seen from the bench's folder.
const art = "../e2e/node_modules/@lobehub"

// bomb is a WebP without pixels whose header claims 268 million (golang.org/issue/80254).
const bomb = "RIFF\x14\x00\x00\x00WEBPVP8L\x08\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00"

func runDerive(ctx context.Context, b *Bench) error {
	binary, err := b.Hallyu(ctx)
	if err != nil {
		return err
	}
	command := []string{"taskset", "-c", fmt.Sprintf("%d,%d", serverCore, loadCore), binary, "decode-worker"}
	table := Table{Head: []string{"24 pictures", "median until the first", "median until the last", "slowest", "CPU of the children"}}
	for _, kind := range artKinds {
		uploads, err := drawn(ctx, filepath.Join(art, kind.folder, "assets"), kind.target)
		if err != nil {
			return err
		}
		var firsts, lasts []time.Duration
		before := usedByChildren()
		for range b.Rounds {
			first, last, err := drop(ctx, command, uploads)
			if err != nil {
				return err
			}
			firsts, lasts = append(firsts, first), append(lasts, last)
		}
		table.Add(kind.what, medianTime(firsts), medianTime(lasts), maxTime(lasts), (usedByChildren()-before)/time.Duration(b.Rounds))
		b.Judge("24 "+kind.name+" derived", medianTime(lasts).Seconds())
	}
	refused := refusal(ctx, command)
	table.Add("a bomb, refused", refused, refused, refused, "none")
	b.Table(table)
	b.Judge("bomb refused", float64(refused)/float64(time.Millisecond))
	return nil
}

// artKinds are the two kinds of pictures that designers drop.
var artKinds = []struct {
	name, what, folder string
	target             assets.Target
}{
	{"stills", "stills, 512 px", "fluent-emoji-3d", assets.Target{Format: assets.PNG, Width: 512, Height: 512, Fit: assets.Fill}},
	{"animations", "animations, 24 frames, 360 px", "fluent-emoji-anim-1",
		assets.Target{Format: assets.PNG, Moving: true, Width: 360, Height: 360, Fit: assets.Fill, Frames: 24, MinFrames: 2}},
}

// drawn makes uploads of real art.
func drawn(ctx context.Context, folder string, target assets.Target) ([][]byte, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.webp"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("%w: %s is not there: run .ci/setup", ErrSkipped, folder))
	}
	exporter := assets.NewExporter(assets.DefaultBudget)
	var uploads [][]byte
	for i := 0; i < len(files) && len(uploads) < dropped; i += 7 {
		data, err := os.ReadFile(files[i])
		if err != nil {
			return nil, err
		}
		made, err := exporter.Export(ctx, data, []assets.Target{target})
		if err != nil {
			return nil, err
		}
		if made[0].Image.Data != nil {
			uploads = append(uploads, made[0].Image.Data)
		}
	}
	return uploads, nil
}

// drop hands all uploads to fresh children at once, and returns when the first and the last was done.
func drop(ctx context.Context, command []string, uploads [][]byte) (first, last time.Duration, err error) {
	pool := worker.New(worker.Config{Command: command, Budget: assets.DefaultBudget})
	defer pool.Close()
	var mu sync.Mutex
	var waits sync.WaitGroup
	start := time.Now()
	for _, data := range uploads {
		waits.Go(func() {
			_, failed := pool.Derive(ctx, data)
			mu.Lock()
			defer mu.Unlock()
			last, err = time.Since(start), errors.Join(err, failed)
			if first == 0 {
				first = last
			}
		})
	}
	waits.Wait()
	return first, last, err
}

// usedByChildren is the computing of all children that have ended.
func usedByChildren() time.Duration {
	var used unix.Rusage
	if unix.Getrusage(unix.RUSAGE_CHILDREN, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// refusal is how long it takes to refuse a bomb.
func refusal(ctx context.Context, command []string) time.Duration {
	pool := worker.New(worker.Config{Command: command, Budget: assets.DefaultBudget})
	defer pool.Close()
	start := time.Now()
	_, err := pool.Derive(ctx, []byte(bomb))
	if !errors.Is(err, assets.ErrImageTooLarge) {
		panic(fmt.Sprint("the bomb was not refused: ", err))
	}
	return time.Since(start)
}

func maxTime(times []time.Duration) (most time.Duration) {
	for _, t := range times {
		most = max(most, t)
	}
	return most
}
