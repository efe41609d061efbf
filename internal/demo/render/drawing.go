package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Sides of the square pictures in pixels. An animation is smaller, for it weighs its frames.
const (
	stillSide  = 512
	movingSide = 320
)

// drawing is an SVG with its parts inlined, ready to be photographed.
type drawing struct {
	svg      string
	side     int
	frames   int           // 1 for a still
	duration time.Duration // of all frames together; 0 for a still
}

var (
	rootTag  = regexp.MustCompile(`<svg\b[^>]*>`)
	motion   = regexp.MustCompile(`<(?:animate|animateTransform|animateMotion|set)\b`)
	framesAt = regexp.MustCompile(`\bdata-frames="(\d+)"`)
	lengthAt = regexp.MustCompile(`\bdata-duration="([\d.]+)"`)
)

// read loads the source and puts the shared parts inside its root element.
func (s source) read() (drawing, error) {
	svg, err := os.ReadFile(s.path)
	if err != nil {
		return drawing{}, err
	}
	root := rootTag.FindIndex(svg)
	if root == nil {
		return drawing{}, errors.New("no <svg> element")
	}
	parts, err := readParts(
		filepath.Join(sourcesDir, "common.svg"),
		filepath.Join(filepath.Dir(s.path), "character.svg"),
	)
	if err != nil {
		return drawing{}, err
	}
	inlined := string(svg[:root[1]]) + parts + string(svg[root[1]:])
	return newDrawing(inlined, string(svg[root[0]:root[1]]))
}

// readParts joins the files that exist into one <defs> element.
func readParts(paths ...string) (string, error) {
	var parts strings.Builder
	parts.WriteString("<defs>")
	for _, path := range paths {
		part, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parts.Write(part)
	}
	parts.WriteString("</defs>")
	return parts.String(), nil
}

// newDrawing tells a still from an animation and reads the animation's timing off the root tag.
func newDrawing(svg, root string) (drawing, error) {
	if !motion.MatchString(svg) {
		return drawing{svg: svg, side: stillSide, frames: 1}, nil
	}
	frames, length := framesAt.FindStringSubmatch(root), lengthAt.FindStringSubmatch(root)
	if frames == nil || length == nil {
		return drawing{}, errors.New("an animation needs data-frames and data-duration on its root")
	}
	count, err := strconv.Atoi(frames[1])
	if err != nil || count < 1 {
		return drawing{}, fmt.Errorf("data-frames %q is no count", frames[1])
	}
	seconds, err := strconv.ParseFloat(length[1], 64)
	if err != nil {
		return drawing{}, fmt.Errorf("data-duration: %w", err)
	}
	duration := time.Duration(seconds * float64(time.Second))
	return drawing{svg: svg, side: movingSide, frames: count, duration: duration}, nil
}

// frameTime is how long one frame is shown.
func (d drawing) frameTime() time.Duration {
	return d.duration / time.Duration(d.frames)
}

// photograph returns the frames as PNG files with a transparent ground.
func (d drawing) photograph(ctx context.Context) ([][]byte, error) {
	if err := d.show(ctx); err != nil {
		return nil, err
	}
	frames := make([][]byte, d.frames)
	for i := range frames {
		png, err := d.shoot(ctx, time.Duration(i)*d.frameTime())
		if err != nil {
			return nil, fmt.Errorf("frame %d: %w", i, err)
		}
		frames[i] = png
	}
	return frames, nil
}

// glass is no colour at all. Its alpha rounds to zero; a plain zero would be left out of the
// command and mean an opaque black.
var glass = cdp.RGBA{A: 1e-6}

// show opens a page that holds nothing but the drawing.
func (d drawing) show(ctx context.Context) error {
	side := int64(d.side)
	err := chromedp.Do(ctx, chromedp.EmulateViewport(side, side), chromedp.Navigate("about:blank"))
	if err != nil {
		return err
	}
	ground := emulation.SetDefaultBackgroundColorOverrideParams{Color: &glass}
	if _, err := chromedp.Call(ctx, emulation.SetDefaultBackgroundColorOverride, ground); err != nil {
		return err
	}
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return err
	}
	style := fmt.Sprintf("<style>body{margin:0} body>svg{display:block;width:%dpx;height:%[1]dpx}</style>", d.side)
	content := page.SetDocumentContentParams{
		FrameID: tree.FrameTree.Frame.ID,
		HTML:    "<!doctype html>" + style + d.svg,
	}
	_, err = chromedp.Call(ctx, page.SetDocumentContent, content)
	return err
}

// shoot stops the drawing's clock at a moment and captures the page.
func (d drawing) shoot(ctx context.Context, at time.Duration) ([]byte, error) {
	const seek = `{ const svg = document.querySelector("svg"); svg.pauseAnimations(); svg.setCurrentTime(%f); 0 }`
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](fmt.Sprintf(seek, at.Seconds()))); err != nil {
		return nil, err
	}
	side := float64(d.side)
	clip := page.Viewport{Width: side, Height: side, Scale: 1}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &clip})
	return shot.Data, err
}
