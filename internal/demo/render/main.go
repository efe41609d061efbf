// Command render draws the demo's stickers: every SVG below internal/demo/sources becomes the
// WebP image of the same number below internal/demo/packs, photographed by a headless Chromium.
//
//	go run ./internal/demo/render                       # everything
//	go run ./internal/demo/render -pack dokki           # one pack
//	go run ./internal/demo/render -pack dokki -only 03  # the sources whose name contains 03
//
// A source is named NN-name.svg, or NN-name.locale.svg where the picture itself is localized. It
// may use what is defined in sources/common.svg and in its own pack's character.svg. A source
// with SMIL is an animation: its root tells how long (data-duration, in seconds) and in how many
// frames (data-frames). Chromium, cwebp and img2webp have to be on the PATH.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

const (
	sourcesDir = "internal/demo/sources"
	packsDir   = "internal/demo/packs"
)

func main() {
	log.SetFlags(0)
	pack := flag.String("pack", "*", "render only the pack with this `slug`")
	only := flag.String("only", "", "render only the sources whose name contains this `text`")
	flag.Parse()
	if err := run(*pack, *only); err != nil {
		log.Fatal("render: ", err)
	}
}

// run renders the sources of one pack, or of all where pack is "*".
func run(pack, only string) error {
	sources, err := find(pack, only)
	if err != nil {
		return err
	}
	ctx, cancel := browser()
	defer cancel()
	for _, s := range sources {
		size, err := s.render(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", s.path, err)
		}
		log.Printf("%7d  %s", size, s.image())
	}
	return nil
}

// browser starts a Chromium without sandbox, so that it also runs as root in a container.
func browser() (context.Context, context.CancelFunc) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("force-color-profile", "srgb"),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	return ctx, cancel
}

// source is one SVG file to be rendered.
type source struct {
	path   string
	pack   string
	number string // two digits
	locale string // "" for the picture that serves every locale
}

// named takes a source's name apart: 03-sorry.ja.svg is number 03 in ja.
var named = regexp.MustCompile(`^(\d\d)-[a-z0-9-]+(?:\.([A-Za-z-]+))?\.svg$`)

// find lists the sources of the packs that match a pattern, in the order of their names.
func find(pack, only string) ([]source, error) {
	paths, err := filepath.Glob(filepath.Join(sourcesDir, pack, "[0-9][0-9]-*.svg"))
	if err != nil {
		return nil, err
	}
	var sources []source
	for _, path := range paths {
		name := filepath.Base(path)
		parts := named.FindStringSubmatch(name)
		if parts == nil {
			return nil, fmt.Errorf("%s: want NN-name.svg or NN-name.locale.svg", path)
		}
		if strings.Contains(name, only) {
			pack := filepath.Base(filepath.Dir(path))
			sources = append(sources, source{path: path, pack: pack, number: parts[1], locale: parts[2]})
		}
	}
	if len(sources) == 0 {
		return nil, fmt.Errorf("no source below %s matches", filepath.Join(sourcesDir, pack))
	}
	return sources, nil
}

// image is where the rendered picture goes.
func (s source) image() string {
	name := s.number
	if s.locale != "" {
		name += "." + s.locale
	}
	return filepath.Join(packsDir, s.pack, name+".webp")
}

// render photographs the source, encodes the picture and returns its size in bytes.
func (s source) render(ctx context.Context) (int64, error) {
	d, err := s.read()
	if err != nil {
		return 0, err
	}
	frames, err := d.photograph(ctx)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(s.image()), 0o755); err != nil {
		return 0, err
	}
	return encode(frames, d.frameTime(), s.image())
}
