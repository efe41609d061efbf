package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/labstack/echo/v4"
)

var page = Experiment{
	Name: "page",
	About: "A pack's page of the demo as JSON, from the real binary with access log, metrics and every middleware on, " +
		"against a bare Echo handler in a process of its own that writes the same bytes with their length.",
	Run: runPage,
}

// variant is one way to ask for the page.
type variant struct {
	what   string
	floor  string // the beginning of its floors' names
	asked  []string
	status int
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
	variants := []variant{
		{fmt.Sprintf("plain, %d bytes", size), "20 KB plain", []string{plain}, http.StatusOK},
		{"gzip", "20 KB gzip", []string{"Accept-Encoding: gzip"}, http.StatusOK},
		{"304", "304", []string{plain, "If-None-Match: " + page.header.Get("Etag")}, http.StatusNotModified},
	}
	var all []comparison
	for _, v := range variants {
		c, err := b.comparePage(ctx, server, path, v)
		if err != nil {
			return err
		}
		all = append(all, c)
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
	bare, err := b.StartSelf(ctx, "bare-echo", "-path", path, "-file", file, "-status", strconv.Itoa(v.status),
		"-type", page.header.Get("Content-Type"), "-encoding", page.header.Get("Content-Encoding"))
	if err != nil {
		return comparison{}, err
	}
	defer stopAll(bare)
	request := [][]byte{get(path, v.asked...)}
	return b.compare(ctx, v.what, asked{server, request, v.status}, asked{bare, request, v.status})
}

// serveBareEcho writes one file for one path, and does nothing else.
func serveBareEcho(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bare-echo", flag.ContinueOnError)
	path := flags.String("path", "", "what is asked for")
	file := flags.String("file", "", "what is sent")
	status := flags.Int("status", http.StatusOK, "with which status")
	mediaType := flags.String("type", "", "Content-Type")
	encoding := flags.String("encoding", "", "Content-Encoding; none when empty")
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
		if *status == http.StatusNotModified {
			return c.NoContent(*status)
		}
		header := c.Response().Header()
		if *encoding != "" {
			header.Set("Content-Encoding", *encoding)
		}
		header.Set("Content-Type", *mediaType)
		header.Set("Content-Length", strconv.Itoa(len(data)))
		c.Response().WriteHeader(*status)
		_, err := c.Response().Write(data)
		return err
	})
	return serve(ctx, e)
}
