package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts Chromium for one test. Where it is not installed the test is skipped, and `make test`
// says so.
func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("Chromium is not installed")
		}
		t.Skip("Chromium is not installed: run .ci/setup")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); cancel() })
	ctx, timeout := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(timeout)
	err = chromedp.Run(ctx)
	if err != nil {
		t.Fatalf("Chromium did not start: %v", err)
	}
	return ctx
}

// complaints collects what a page logs as an error, and what it could not load.
func complaints(ctx context.Context) func() []string {
	var mu sync.Mutex
	var all []string
	add := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, fmt.Sprintf(format, args...))
	}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			add("exception: %s", e.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				add("log: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *network.EventResponseReceived:
			if e.Response.Status >= 400 {
				add("%d for %s", e.Response.Status, e.Response.URL)
			}
		}
	})
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// pageFacts is what a page says of itself once it is loaded.
type pageFacts struct {
	Lang, Dir, Title, Heading string
	Width, Overflow           int
	Images, Broken, NoAlt     int
	Small                     []string // links and buttons that are too small to hit
}

const askPage = `(async () => {
	for (const img of document.images) img.loading = 'eager'
	await Promise.all([...document.images].map(img => img.decode().catch(() => {})))
	const root = document.documentElement
	const targets = [...document.querySelectorAll('main a, main button, header a, header button, select, input')]
	const small = targets.filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.height < 43.5 || r.width < 43.5) && !e.closest('p') && getComputedStyle(e).clipPath === 'none' && r.top >= 0 })
	return {
		Lang: root.lang, Dir: root.dir, Title: document.title, Heading: document.querySelector('h1')?.innerText ?? '',
		Width: innerWidth, Overflow: root.scrollWidth - innerWidth,
		Images: document.images.length,
		Broken: [...document.images].filter(i => i.naturalWidth === 0).length,
		NoAlt: [...document.images].filter(i => !i.hasAttribute('alt')).length,
		Small: small.slice(0, 5).map(e => e.outerHTML.slice(0, 120)),
	}
})()`

// TestPagesInChromium opens the shop's pages as visitors do: on a phone and at a desk, in languages of
// three scripts, light and dark.
func TestPagesInChromium(t *testing.T) {
	ctx := browser(t)
	s := serve(t, t.TempDir(), "--demo")
	views := []struct {
		name, path, lang, dir string
		width, height         int64
		dark                  bool
	}{
		{"front ko phone", "/KR/ko", "ko", "ltr", 390, 844, false},
		{"front en desk", "/KR/en", "en", "ltr", 1280, 800, false},
		{"front ar phone", "/SA/ar", "ar", "rtl", 390, 844, true},
		{"front ja desk dark", "/JP/ja", "ja", "ltr", 1280, 800, true},
		{"pack ko phone", "/KR/ko/packs/dal", "ko", "ltr", 390, 844, false},
		{"pack en desk", "/KR/en/packs/dokki", "en", "ltr", 1280, 800, false},
		{"pack ar desk", "/KR/ar/packs/dokki", "ar", "rtl", 1280, 800, false},
		{"pack th phone dark", "/TH/th/packs/dokki", "th", "ltr", 390, 844, true},
		{"search ko phone", "/KR/ko/search?q=%EB%8F%84", "ko", "ltr", 390, 844, false},
	}
	for _, view := range views {
		t.Run(view.name, func(t *testing.T) {
			tab, closeTab := chromedp.NewContext(ctx)
			defer closeTab()
			said := complaints(tab)
			var facts pageFacts
			var shot []byte
			err := chromedp.Run(tab, network.Enable(), log.Enable(),
				chromedp.EmulateViewport(view.width, view.height), scheme(view.dark),
				chromedp.Navigate(s.URL+view.path), chromedp.WaitVisible("main"),
				chromedp.Evaluate(askPage, &facts, awaited), chromedp.FullScreenshot(&shot, 90))
			if err != nil {
				t.Fatal(err)
			}
			keep(t, view.name, shot)
			if facts.Lang != view.lang || facts.Dir != view.dir || facts.Title == "" || facts.Heading == "" {
				t.Errorf("lang %q dir %q title %q heading %q", facts.Lang, facts.Dir, facts.Title, facts.Heading)
			}
			if facts.Overflow > 0 {
				t.Errorf("the page is %d px wider than the window", facts.Overflow)
			}
			if facts.Images == 0 || facts.Broken > 0 || facts.NoAlt > 0 {
				t.Errorf("%d images, %d of them broken, %d without alt", facts.Images, facts.Broken, facts.NoAlt)
			}
			if len(facts.Small) > 0 {
				t.Errorf("too small to hit: %q", facts.Small)
			}
			if len(said()) > 0 {
				t.Errorf("the page complains: %q", said())
			}
		})
	}
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

func scheme(dark bool) chromedp.Action {
	value := "light"
	if dark {
		value = "dark"
	}
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}})
}

// keep writes a screenshot into the folder that HALLYU_SCREENSHOTS names, for people to look at.
func keep(t *testing.T, name string, shot []byte) {
	folder := os.Getenv("HALLYU_SCREENSHOTS")
	if folder == "" {
		return
	}
	err := os.WriteFile(filepath.Join(folder, name+".jpg"), shot, 0o600)
	if err != nil {
		t.Error(err)
	}
}

// TestStickerOpensAndMoves taps an animated sticker: it comes up large, and moves.
func TestStickerOpensAndMoves(t *testing.T) {
	ctx := browser(t)
	s := serve(t, t.TempDir(), "--demo")
	var src string
	var shown bool
	err := chromedp.Run(ctx, chromedp.EmulateViewport(390, 844),
		chromedp.Navigate(s.URL+"/PH/fil/packs/jeep-jeep"), chromedp.WaitVisible("main"),
		chromedp.Click("[data-sticker]", chromedp.ByQuery), chromedp.WaitVisible("dialog[open] img", chromedp.ByQuery),
		chromedp.AttributeValue("dialog[open] img", "src", &src, nil, chromedp.ByQuery),
		chromedp.KeyEvent("\x1b"), chromedp.WaitNotPresent("dialog[open]", chromedp.ByQuery),
		chromedp.Evaluate(`document.querySelector('dialog[open]') === null`, &shown))
	if err != nil {
		t.Fatal(err)
	}
	if src == "" || !shown {
		t.Errorf("the dialog showed %q and closed: %v", src, shown)
	}
}
