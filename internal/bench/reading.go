package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

var reading = Experiment{
	Name:  "reading",
	About: "Other reads of the demo, each at saturation, in turn; there is nothing to compare them with.",
	Run:   runReading,
}

func runReading(ctx context.Context, b *Bench) error {
	server, err := b.Demo(ctx)
	if err != nil {
		return err
	}
	defer stopAll(server)
	path, _, err := server.hotPage(ctx)
	if err != nil {
		return err
	}
	slug := filepath.Base(path)
	keys, err := b.appKeys(ctx, 40)
	if err != nil {
		return err
	}
	reads := []struct {
		what     string
		requests [][]byte
	}{
		{"pack's page as HTML", [][]byte{get("/KR/ko/packs/"+slug, plain)}},
		{"pack's page as HTML, gzip", [][]byte{get("/KR/ko/packs/"+slug, "Accept-Encoding: gzip")}},
		{"the store's own strings, flat.json", [][]byte{get("/v1/strings/store/production/ko.flat.json", plain)}},
		{"the same, gzip", [][]byte{get("/v1/strings/store/production/ko.flat.json", "Accept-Encoding: gzip")}},
		{"search", [][]byte{get(storefront+"/search?q=love", plain)}},
		{"entitlements of a holder in a pack", checks(keys, slug)},
	}
	var sides []Side
	for _, read := range reads {
		sides = append(sides, b.full(read.what, asked{server, read.requests, http.StatusOK}))
	}
	rounds, err := b.Interleave(ctx, sides...)
	if err != nil {
		return err
	}
	table := Table{Head: []string{"", "req/s", "p50", "p99", "CPU time of one"}}
	for i, r := range rounds {
		table.Add(reads[i].what, r.Rate(), r.P50(), r.P99(), r.CPU())
	}
	b.Table(table)
	return nil
}

// appKeys makes apps, each with a key that may read what holders own. One alone would soon be told that
// it asks too often.
func (b *Bench) appKeys(ctx context.Context, n int) ([]string, error) {
	var keys []string
	for i := range n {
		create := exec.CommandContext(ctx, filepath.Join(b.Temp, "hallyu"), "admin", "app", "create", fmt.Sprintf("bench %d", i), "--scope", "orders:read", "--json")
		create.Env, create.Stderr = append(os.Environ(), b.demoEnvironment()...), os.Stderr
		out, err := create.Output()
		if err != nil {
			return nil, err
		}
		var app struct{ Key string }
		err = json.Unmarshal(out, &app)
		if err != nil {
			return nil, err
		}
		keys = append(keys, app.Key)
	}
	return keys, nil
}

// checks ask about a holder of each app in turn.
func checks(keys []string, pack string) [][]byte {
	body := fmt.Sprintf(`{"holders":["reader"],"packs":[%q]}`, pack)
	var requests [][]byte
	for _, key := range keys {
		head := []string{
			"POST /v1/entitlements/check HTTP/1.1", "Host: store.example", "Authorization: Bearer " + key,
			"Content-Type: application/json", fmt.Sprintf("Content-Length: %d", len(body)),
		}
		requests = append(requests, []byte(strings.Join(head, "\r\n")+"\r\n\r\n"+body))
	}
	return requests
}
