package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
)

var pocketbase = Experiment{
	Name: "pocketbase",
	About: "The same page against PocketBase v0.39.11, which reads a list of 30 records of the same size from its " +
		"database each time; its request log is on, as it comes.",
	Run: runPocketBase,
}

func runPocketBase(ctx context.Context, b *Bench) error {
	binary := filepath.Join(b.Temp, "pocketbase")
	err := goBuild(ctx, "pocketbase", binary, ".")
	if err != nil {
		return fmt.Errorf("%w: PocketBase was not built: %w", ErrSkipped, err)
	}
	server, err := b.Demo(ctx)
	if err != nil {
		return err
	}
	defer stopAll(server)
	path, size, err := server.hotPage(ctx)
	if err != nil {
		return err
	}
	base, err := b.StartServer(ctx, Command{Path: binary, Args: []string{"-data", filepath.Join(b.Temp, "pocketbase-data"), "-bytes", strconv.Itoa(size)}})
	if err != nil {
		return err
	}
	defer stopAll(base)
	const list = "/api/collections/packs/records?perPage=30"
	theirs, err := base.fetch(ctx, list)
	if err != nil {
		return err
	}
	c, err := b.compare(ctx, fmt.Sprintf("%d bytes against %d", size, len(theirs.body)),
		asked{server, [][]byte{get(path, plain)}, http.StatusOK}, asked{base, [][]byte{get(list, plain)}, http.StatusOK})
	if err != nil {
		return err
	}
	b.Judge("list of 30: requests/s", c.ours.RateRatio(c.theirs))
	b.printComparisons("PocketBase", []comparison{c})
	return nil
}
