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

	"github.com/chromedp/cdproto/cdp"
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
	err = chromedp.Do(ctx)
	if err != nil {
		t.Fatalf("Chromium did not start: %v", err)
	}
	ctx, timeout := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(timeout)
	return ctx
}

// complaints collects what a page logs as an error, and what it could not load.
func complaints(t *testing.T, ctx context.Context) func() []string {
	t.Helper()
	var mu sync.Mutex
	var all []string
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			all = append(all, "exception: "+e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				all = append(all, "log: "+e.Entry.Text+" "+e.Entry.URL)
			}
		case *network.EventResponseReceived:
			if e.Response.Status >= 400 {
				all = append(all, fmt.Sprintf("%d for %s", e.Response.Status, e.Response.URL))
			}
		}
	})
	if err == nil {
		_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	}
	if err == nil {
		_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
	}
	if err != nil {
		t.Fatal(err)
	}
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
	const small = targets.filter(e => { const r = (e.closest("label") ?? e).getBoundingClientRect(); return r.width > 0 && (r.height < 43.5 || r.width < 43.5) && !e.closest('p') && getComputedStyle(e).clipPath === 'none' && r.top >= 0 })
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
	s := serve(t, seeded(t))
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
			said := complaints(t, tab)
			err := chromedp.Do(tab, chromedp.EmulateViewport(view.width, view.height), scheme(view.dark),
				chromedp.Navigate(s.URL+view.path), chromedp.WaitVisible(chromedp.CSS("main")))
			if err != nil {
				t.Fatal(err)
			}
			facts, err := chromedp.Run(tab, chromedp.Evaluate[pageFacts](askPage, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			shot, err := chromedp.Run(tab, chromedp.FullScreenshot(90))
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

func scheme(dark bool) chromedp.Action[chromedp.Void] {
	value := "light"
	if dark {
		value = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}}
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, media)
		return chromedp.Void{}, err
	}
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
	s := serve(t, seeded(t))
	open := chromedp.CSS(".viewer:popover-open img")
	err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844),
		chromedp.Navigate(s.URL+"/PH/fil/packs/jeep-jeep"), chromedp.WaitVisible(chromedp.CSS("main")),
		chromedp.Click(chromedp.CSS("button.sticker")), chromedp.WaitVisible(open))
	if err != nil {
		t.Fatal(err)
	}
	src, err := chromedp.Run(ctx, chromedp.AttributeValue(open, "src"))
	if err != nil || src.Value == "" {
		t.Errorf("the dialog shows %q, %v", src.Value, err)
	}
	err = chromedp.Do(ctx, chromedp.KeyEvent("\x1b"), chromedp.WaitNotPresent(chromedp.CSS(".viewer:popover-open")))
	if err != nil {
		t.Errorf("the dialog does not close: %v", err)
	}
}
