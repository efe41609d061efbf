package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

var page = Experiment{
	Name: "page",
	About: "A pack's page of the demo as JSON, from the real binary with access log, metrics and every middleware on, " +
		"against a bare Echo handler in a process of its own that writes the same bytes: body and head. A 304 is all head; " +
		"the last row has a handler that sets no header at all.",
	Run: runPage,
}

// variant is one way to ask for the page.
type variant struct {
	what   string
	floor  string // the beginning of its floors' names, "" without
	asked  []string
	status int
	naked  bool // the baseline sets no headers
}

func runPage(ctx context.Context, b *Bench) error {
	server, err := b.Demo(ctx)
	if err != nil {
		return err
	}
	defer stopAll(server)
	path, size, err := server.hotPage(ctx)
	if err != nil {
		return err
	}
	page, err := server.fetch(ctx, path, plain)
	if err != nil {
		return err
	}
	known := []string{plain, "If-None-Match: " + page.header.Get("Etag")}
	variants := []variant{
		{what: fmt.Sprintf("plain, %d bytes", size), floor: "20 KB plain", asked: []string{plain}, status: http.StatusOK},
		{what: "gzip", floor: "20 KB gzip", asked: []string{"Accept-Encoding: gzip"}, status: http.StatusOK},
		{what: "304", floor: "304", asked: known, status: http.StatusNotModified},
		{what: "304 without headers", asked: known, status: http.StatusNotModified, naked: true},
	}
	var all []comparison
	for _, v := range variants {
		c, err := b.comparePage(ctx, server, path, v)
		if err != nil {
			return err
		}
		all = append(all, c)
		if v.floor == "" {
			continue
		}
		b.Judge(v.floor+": requests/s", c.ours.RateRatio(c.theirs))
		b.Judge(v.floor+": p99 at saturation", c.ours.P99Ratio(c.theirs))
	}
	b.printComparisons("bare Echo", all)
	return nil
}

func (b *Bench) comparePage(ctx context.Context, server *Server, path string, v variant) (comparison, error) {
	page, err := server.fetch(ctx, path, v.asked...)
	if err != nil {
		return comparison{}, err
	}
	file := filepath.Join(b.Temp, "page")
	err = os.WriteFile(file, page.body, 0o600)
	if err != nil {
		return comparison{}, err
	}
	role := []string{"-path", path, "-file", file, "-status", strconv.Itoa(v.status)}
	for name, values := range page.header {
		if name != "Date" && !v.naked {
			role = append(role, "-header", name+": "+values[0])
		}
	}
	bare, err := b.StartSelf(ctx, "bare-echo", role...)
	if err != nil {
		return comparison{}, err
	}
	defer stopAll(bare)
	request := [][]byte{get(path, v.asked...)}
	return b.compare(ctx, v.what, asked{server, request, v.status}, asked{bare, request, v.status})
}

// serveBareEcho sends one reply for one path, and does nothing else.
func serveBareEcho(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bare-echo", flag.ContinueOnError)
	path := flags.String("path", "", "what is asked for")
	file := flags.String("file", "", "what is sent")
	status := flags.Int("status", http.StatusOK, "with which status")
	headers := map[string]string{}
	flags.Func("header", "a `Name: value`; may be given more than once", func(line string) error {
		name, value, _ := strings.Cut(line, ": ")
		headers[name] = value
		return nil
	})
	err := flags.Parse(args)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	e := echo.New()
	e.GET(*path, func(c echo.Context) error {
		header := c.Response().Header()
		for name, value := range headers {
			header.Set(name, value)
		}
		if *status == http.StatusNotModified {
			return c.NoContent(*status)
		}
		c.Response().WriteHeader(*status)
		_, err := c.Response().Write(data)
		return err
	})
	return serve(ctx, e)
}
