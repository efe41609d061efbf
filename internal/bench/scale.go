package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

var stdout io.Writer = os.Stdout

// Sizes of the experiment.
const (
	scaleMany = 100_000
	scaleFew  = 100
)

var scale = Experiment{
	Name: "scale",
	About: "The real binary on a SQLite database of 100,000 packs of 24 stickers in 10 locales: what it takes to be ready, its memory, " +
		"a pack more, and a page of the newest packs against the same with 100 packs. Searches and lists are timed in the bench's own process.",
	Run: runScale,
}

func runScale(ctx context.Context, b *Bench) error {
	many, err := newLargeData(ctx, b.scaleFolder("many"), scaleMany)
	if err != nil {
		return err
	}
	defer many.db.Close()
	few, err := newLargeData(ctx, b.scaleFolder("few"), scaleFew)
	if err != nil {
		return err
	}
	err = few.db.Close()
	if err == nil {
		err = b.measureServer(ctx, many)
	}
	if err == nil {
		err = b.comparePages(ctx)
	}
	if err != nil {
		return err
	}
	p99, err := b.measureInside(ctx, many)
	b.Judge("search p99", p99.Seconds()*1000)
	return err
}

// scaleFolder makes a folder for the data of a server.
func (b *Bench) scaleFolder(name string) string {
	folder := filepath.Join(b.Temp, "scale-"+name)
	_ = os.MkdirAll(folder, 0o750) // a failure is found when the database is opened
	return folder
}

func (b *Bench) scaleCommand(ctx context.Context, name string) (Command, error) {
	binary, err := b.Hallyu(ctx)
	environment := append(b.demoEnvironment(), "HALLYU_DATA="+b.scaleFolder(name))
	return Command{Path: binary, Args: []string{"serve"}, Env: environment}, err
}

// measureServer starts the real binary on all cores and measures its start, its memory, and how soon a
// pack that another process publishes is seen.
func (b *Bench) measureServer(ctx context.Context, d *largeData) error {
	command, err := b.scaleCommand(ctx, "many")
	if err != nil {
		return err
	}
	begun := time.Now()
	server, err := b.startFree(ctx, command)
	if err != nil {
		return err
	}
	defer stopAll(server)
	ready := time.Since(begun)
	visible, err := b.timeVisible(ctx, server, d)
	if err != nil {
		return err
	}
	peak, settled := server.memory("VmHWM"), server.memory("VmRSS")
	b.Table(Table{Head: []string{"", ""}, rows: [][]string{
		{"start to ready", fmt.Sprintf("%.1f s", ready.Seconds())}, {"CPU time by then", fmt.Sprintf("%.1f s", server.CPU().Seconds())},
		{"memory at most", fmt.Sprintf("%.2f GB", peak)}, {"memory at last", fmt.Sprintf("%.2f GB", settled)},
		{"a pack more, published by another process", fmt.Sprintf("%.0f ms", visible.Seconds()*1000)},
	}})
	b.Judge("first snapshot", ready.Seconds())
	b.Judge("process", peak)
	b.Judge("one more pack visible", visible.Seconds())
	return nil
}

// startFree starts a server that may use all cores.
func (b *Bench) startFree(ctx context.Context, c Command) (*Server, error) {
	server, err := b.StartServer(ctx, Command{Env: c.Env, Path: "taskset", Args: append([]string{"-c", "0-1023", c.Path}, c.Args...)})
	return server, err
}

// timeVisible publishes packs through the database and asks the server for them until it shows them; the
// median of five.
func (b *Bench) timeVisible(ctx context.Context, server *Server, d *largeData) (time.Duration, error) {
	var took timed
	for i := range 5 {
		p := d.Published(scaleMany + i)
		p.Offers = p.Offers[:0]
		begun := time.Now()
		err := d.publish(ctx, p)
		for err == nil {
			var got *http.Response
			got, err = http.Get("http://" + server.Addr + storefront + "/packs/" + p.Slug)
			if err != nil {
				break
			}
			body, _ := io.ReadAll(got.Body)
			got.Body.Close()
			if !strings.Contains(string(body), "pack-not-found") {
				break
			}
			if time.Since(begun) > time.Minute {
				err = errors.New("a pack was not seen for a minute")
			}
		}
		if err != nil {
			return 0, err
		}
		took = append(took, time.Since(begun))
	}
	return took.at(0.5), nil
}

// memory reads a line of /proc/PID/status, in GB.
func (s *Server) memory(line string) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	for text := range strings.Lines(string(status)) {
		if fields := strings.Fields(text); len(fields) > 1 && fields[0] == line+":" {
			kilobytes, _ := strconv.ParseFloat(fields[1], 64)
			return kilobytes * 1024 / 1e9
		}
	}
	return 0
}

// comparePages loads the page of the newest packs, with many and with few.
func (b *Bench) comparePages(ctx context.Context) error {
	var servers []*Server
	defer func() { stopAll(servers...) }()
	for _, name := range []string{"many", "few"} {
		command, err := b.scaleCommand(ctx, name)
		if err != nil {
			return err
		}
		server, err := b.StartServer(ctx, command)
		if err != nil {
			return err
		}
		servers = append(servers, server)
	}
	requests := [][]byte{get(storefront+"/packs", plain)}
	c, err := b.compare(ctx, "30 newest packs", asked{servers[0], requests, http.StatusOK}, asked{servers[1], requests, http.StatusOK})
	if err != nil {
		return err
	}
	b.printComparisons("100 packs", []comparison{c})
	b.Judge("hot page / with 100 packs: requests/s", c.ours.RateRatio(c.theirs))
	return nil
}
