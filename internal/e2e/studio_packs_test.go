package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// designerEmail is who makes packs in these tests.
const designerEmail = "yuna@moon.example"

// designing is a store, a designer of it, and a browser tab in which they are signed in.
type designing struct {
	*server
	tab context.Context
}

// design opens a store with a designer and signs them in.
func design(t *testing.T) *designing {
	t.Helper()
	ctx := browser(t)
	s := serve(t, t.TempDir())
	var account struct{ Password, Key string }
	s.json(t, &account, "admin", "account", "create", designerEmail, "--role", "designer")
	s.json(t, &struct{}{}, "admin", "creator", "create", "moon-studio", "--name", "Moon Studio", "--account", designerEmail)
	d := &designing{server: s, tab: ctx}
	d.do(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(s.URL+"/studio/packs"), chromedp.WaitVisible(chromedp.CSS("#email")),
		chromedp.SendKeys(chromedp.CSS("#email"), designerEmail), chromedp.SendKeys(chromedp.CSS("#password"), account.Password),
		chromedp.Click(chromedp.CSS("form .button")), chromedp.WaitVisible(chromedp.CSS(".state .button")))
	return d
}

// do takes steps in the browser.
func (d *designing) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	err := chromedp.Do(d.tab, steps...)
	if err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, d *designing, expression string) T {
	t.Helper()
	value, err := chromedp.Run(d.tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits for a condition of the page, also while the page makes way for another.
func (d *designing) until(t *testing.T, condition string) {
	t.Helper()
	_, err := chromedp.Run(d.tab, chromedp.Poll[bool](condition))
	for err != nil && strings.Contains(err.Error(), "(-32000)") { // the page it was asked of has gone
		_, err = chromedp.Run(d.tab, chromedp.Poll[bool](condition))
	}
	if err != nil {
		shot, _ := chromedp.Run(d.tab, chromedp.FullScreenshot(80))
		keep(t, "failed", shot)
		t.Fatalf("waiting for %s: %v", condition, err)
	}
}

// drop lets go of files over the page.
func (d *designing) drop(t *testing.T, files []string) {
	t.Helper()
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
		d.do(t, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
			_, err := cdp.Call(ctx, target, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 600, Y: 500, Data: data})
			return chromedp.Void{}, err
		})
	}
}

// look takes a picture of the page for people to look at.
func (d *designing) look(t *testing.T, name string) {
	t.Helper()
	if os.Getenv("HALLYU_SCREENSHOTS") == "" {
		return
	}
	shot, err := chromedp.Run(d.tab, chromedp.FullScreenshot(85))
	if err != nil {
		t.Fatal(err)
	}
	keep(t, name, shot)
}

// accessible holds the page to axe-core: nothing serious.
func (d *designing) accessible(t *testing.T, name string) {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(npm(t, "axe-core"), "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	ask[bool](t, d, string(axe)+";true")
	serious := ask[[]string](t, d, `axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))
		.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(' | ')))`)
	if len(serious) > 0 {
		t.Errorf("%s: %s", name, strings.Join(serious, "\n"))
	}
	facts := ask[pageFacts](t, d, askPage)
	if facts.Overflow > 0 || facts.Broken > 0 || facts.NoAlt > 0 || len(facts.Small) > 0 {
		t.Errorf("%s: %d px too wide, %d images broken, %d without alt, too small: %q", name, facts.Overflow, facts.Broken, facts.NoAlt, facts.Small)
	}
}

// dropFolder copies drawings under names that people give, and puts a file among them that is none.
func dropFolder(t *testing.T, a art, n int) []string {
	t.Helper()
	folder := t.TempDir()
	var files []string
	write := func(name string, data []byte) {
		path := filepath.Join(folder, name)
		err := os.WriteFile(path, data, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	for i, emoji := range a.emoji[:n] {
		data, err := os.ReadFile(filepath.Join(a.folder, a.files[emoji]))
		if err != nil {
			t.Fatal(err)
		}
		write(fmt.Sprintf("%02d drawing.webp", i+1), data)
	}
	write("99 broken.png", []byte("\x89PNG\r\n\x1a\nand nothing more"))
	return files
}

// TestDesignerDropsAPack makes a pack as a designer does: drop, see what is missing, write, put in order,
// look at it, take one out.
func TestDesignerDropsAPack(t *testing.T) {
	d := design(t)
	said := complaints(t, d.tab)
	d.accessible(t, "no packs")
	d.look(t, "list-empty")
	d.do(t, chromedp.Click(chromedp.CSS(".state .button")), chromedp.WaitVisible(chromedp.CSS("#title")))
	d.accessible(t, "new pack")
	d.do(t, chromedp.SendKeys(chromedp.CSS("#title"), "Moon Rabbit"), chromedp.Click(chromedp.CSS("form.narrow .button")), chromedp.WaitVisible(chromedp.CSS("#drop")))
	d.look(t, "pack-empty")
	d.accessible(t, "empty pack")
	d.drop(t, dropFolder(t, drawings(t, "fluent-emoji-3d", false), 24))
	d.until(t, `document.querySelectorAll('.desk-tile').length === 25`)
	d.until(t, `document.querySelectorAll('.desk-tile[data-sticker]').length === 24 && document.querySelectorAll('.failed').length === 1`)
	d.until(t, `document.querySelectorAll('.desk-tile[data-sticker] .finding').length >= 24`)
	d.look(t, "pack-dropped")
	order := ask[[]string](t, d, `[...document.querySelectorAll('[data-sticker]')].map(t => t.dataset.shortcode)`)
	if order[0] != "01_drawing" || order[23] != "24_drawing" {
		t.Errorf("the order is %q", order)
	}
	d.accessible(t, "full pack")
	d.do(t, chromedp.Click(chromedp.CSS(".failed .file-ways button:last-child")), chromedp.WaitNotPresent(chromedp.CSS(".failed")))
	for i, words := range [][2]string{{"👋", "A rabbit waves"}, {"🙇", "A rabbit bows"}} {
		tile := fmt.Sprintf("#tiles > li:nth-child(%d)", i+1)
		d.do(t, chromedp.SendKeys(chromedp.CSS(tile+" .emoji-field"), words[0]), chromedp.SendKeys(chromedp.CSS(tile+" textarea"), words[1]))
	}
	d.do(t, chromedp.Focus(chromedp.CSS("#tiles > li:nth-child(1) .grip")))
	d.until(t, `[...document.querySelectorAll('#tiles > li:nth-child(-n+2) .field-state')].filter(s => s.classList.contains('saved')).length === 4`)
	d.until(t, `[...document.querySelectorAll('#tiles > li:nth-child(-n+2) .finding')].every(f => !/^(Name an emoji|Describe the sticker)/.test(f.textContent))`)
	d.do(t, chromedp.KeyEvent(" "), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(" "))
	d.until(t, `document.getElementById('said').textContent === 'Saved'`)
	d.do(t, chromedp.Click(chromedp.CSS("#tiles > li:nth-child(5) .discard")), chromedp.WaitVisible(chromedp.CSS(".toast")))
	d.do(t, chromedp.Click(chromedp.CSS(".toast button")), chromedp.WaitNotPresent(chromedp.CSS(".toast")))
	d.do(t, chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("#tiles")))
	order = ask[[]string](t, d, `[...document.querySelectorAll('[data-sticker]')].map(t => t.dataset.shortcode)`)
	if fmt.Sprint(order[:4]) != "[02_drawing 03_drawing 01_drawing 04_drawing]" || len(order) != 24 {
		t.Errorf("after moving, the order is %q", order)
	}
	d.otherPages(t)
	for _, complaint := range said() {
		if !strings.Contains(complaint, "/v1/uploads/") { // those that are not there yet, and the broken one
			t.Errorf("the page complains: %s", complaint)
		}
	}
}

// otherPages looks at the pages of the pack that is open.
func (d *designing) otherPages(t *testing.T) {
	t.Helper()
	pack := ask[string](t, d, `document.getElementById('desk').dataset.pack`)
	home := d.URL + "/studio/packs/" + pack
	for _, page := range []string{"/words", "/report", "/preview?locale=ar", "/releases"} {
		d.do(t, chromedp.Navigate(home+page), chromedp.WaitVisible(chromedp.CSS(".tabs")))
		name := strings.Trim(strings.Split(page, "?")[0], "/")
		d.look(t, name)
		d.accessible(t, name)
	}
	d.do(t, chromedp.Navigate(home), chromedp.WaitVisible(chromedp.CSS("#tiles")), chromedp.Click(chromedp.CSS("#tiles > li a.tile")),
		chromedp.WaitVisible(chromedp.CSS(".one-sticker")))
	d.look(t, "sticker")
	d.accessible(t, "sticker")
}
