package i18n

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// tree is a folder of locale files that a test changes between reloads.
type tree struct {
	mu    *sync.Mutex
	files fstest.MapFS
}

func newTree(files ...string) tree {
	t := tree{new(sync.Mutex), fstest.MapFS{}}
	for i := 0; i+1 < len(files); i += 2 {
		t.write(files[i], files[i+1])
	}
	return t
}

func (t tree) write(name, content string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files[name] = &fstest.MapFile{Data: []byte(content)}
}

// Open makes the tree a file system.
func (t tree) Open(name string) (fs.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.files.Open(name)
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func open(layers ...tree) *Reloader {
	c := Config{Log: quiet()}
	for _, t := range layers {
		c.Layers = append(c.Layers, Layer{Name: "test", Files: t})
	}
	return Open(c)
}

func text(t *testing.T, r *Reloader, project string, locale Locale, id string) string {
	t.Helper()
	p, err := r.Current().Project(project)
	if err != nil {
		t.Fatal(err)
	}
	return p.Text(locale, id, map[string]any{"Name": "Dal", "count": 3})
}

func checks(findings []check.Finding) string {
	var ids []string
	for _, f := range findings {
		ids = append(ids, fmt.Sprintf("%s %s:%d %s", f.Check, f.File, f.Line, f.Key))
	}
	return strings.Join(ids, "\n")
}

func TestUpperLayerReplacesSingleMessages(t *testing.T) {
	lower := newTree("store/active.en.toml", `a = "A"`+"\n"+`b = "B"`)
	upper := newTree("store/active.en.json", `{"b": "our own"}`, "chat/active.ko.yaml", "hi: 안녕\n")
	r := open(lower, upper)
	if got := text(t, r, "store", "en", "a") + text(t, r, "store", "en", "b") + text(t, r, "chat", "ko", "hi"); got != "Aour own안녕" {
		t.Error(got)
	}
	if got := strings.Join(r.Current().Projects(), " "); got != "chat store" {
		t.Error(got)
	}
}

func TestBrokenFileKeepsItsLastGoodVersion(t *testing.T) {
	files := newTree("app/active.en.json", `{"a": "one", "b": "bee"}`)
	r := open(files)
	files.write("app/active.en.json", `{"a": "tw`)
	if !r.Reload() || text(t, r, "app", "en", "a") != "one" {
		t.Error("a file cut off in the middle took its words away")
	}
	if got := checks(r.Current().Findings()); !strings.HasPrefix(got, "F03 app/active.en.json:1") {
		t.Errorf("findings: %s", got)
	}
	files.write("app/active.en.json", `{"a": "two"}`)
	if !r.Reload() || text(t, r, "app", "en", "a") != "two" || text(t, r, "app", "en", "b") != "b" {
		t.Error("the mended file is not live")
	}
	if len(r.Current().Findings()) != 0 || r.Reload() {
		t.Error("findings stay, or a look at unchanged files swaps the bundle")
	}
}

// sealed is a tree in which one file cannot be opened.
type sealed struct {
	tree
	name string
}

// Open refuses the sealed file.
func (s *sealed) Open(name string) (fs.File, error) {
	if name == s.name {
		return nil, fs.ErrPermission
	}
	return s.tree.Open(name)
}

func TestUnreadableFileStopsNoOther(t *testing.T) {
	files := &sealed{tree: newTree("app/active.en.json", `{"a": "one"}`, "app/active.ko.json", `{"a": "하나"}`)}
	r := Open(Config{Log: quiet(), Layers: []Layer{{Name: "files", Files: files}}})
	files.name = "app/active.ko.json"
	files.write("app/active.en.json", `{"a": "two"}`)
	r.Reload()
	if en, ko := text(t, r, "app", "en", "a"), text(t, r, "app", "ko", "a"); en != "two" || ko != "하나" {
		t.Errorf("while one file is sealed: %q, %q", en, ko)
	}
	files.name = ""
	files.write("app/active.ko.json", `{"a": "둘"}`)
	r.Reload()
	if ko := text(t, r, "app", "ko", "a"); ko != "둘" {
		t.Errorf("when it is open again: %q", ko)
	}
}

func TestFaultyMessageIsHeldBackAlone(t *testing.T) {
	for name, faulty := range map[string]string{
		"T01": `{"a": "{{.Name", "b": "new"}`,
		"T02": `{"a": "{{if .Name}}x{{end}}", "b": "new"}`,
		"T03": `{"a": "{{.Nmae}} {{.Name}}", "b": "new"}`,
		"T04": `{"a": "hello", "b": "new"}`,
		"T06": `{"a": "{{.Name}} {{이름}}", "b": "new"}`,
		"T08": `{"a": {"other": "<<.Name>>", "leftDelim": "<<", "rightDelim": ">>"}, "b": "new"}`,
		"F07": `{"a": "x {{.Name}}", "a": "y {{.Name}}", "b": "new"}`,
		"F12": `{"a": 1, "b": "new"}`,
		"F11": `{"a": {"id": "zzz", "other": "{{.Name}}"}, "b": "new"}`,
	} {
		files := newTree("app/active.en.json", `{"a": "Hello {{.Name}}", "b": "bee"}`, "app/active.ko.json", `{"a": "안녕 {{.Name}}", "b": "옛"}`)
		r := open(files)
		files.write("app/active.ko.json", faulty)
		r.Reload()
		if a, b := text(t, r, "app", "ko", "a"), text(t, r, "app", "ko", "b"); a != "안녕 Dal" || b != "new" {
			t.Errorf("%s: a = %q, b = %q", name, a, b)
		}
		if got := checks(r.Current().Findings()); got != name+" app/active.ko.json:1 a" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestFaultyMessageWithoutAPastFallsBack(t *testing.T) {
	r := open(newTree("app/active.en.json", `{"a": "Hello {{.Name}}"}`, "app/active.ko.json", `{"a": "{{.Nmae}} {{.Name}}", "b":"x"}`))
	if got := text(t, r, "app", "ko", "a"); got != "Hello Dal" {
		t.Error(got)
	}
}

func TestRemovedFileIsGone(t *testing.T) {
	files := newTree("app/active.en.json", `{"a": "A"}`, "app/active.ko.json", `{"a": "에이"}`)
	r := open(files)
	delete(files.files, "app/active.ko.json")
	r.Reload()
	p, _ := r.Current().Project("app")
	if p.Negotiator().Has("ko") || p.Text("ko", "a", nil) != "A" {
		t.Error("a removed locale is still there")
	}
}

func TestReleaseNamesTheContent(t *testing.T) {
	files := newTree("app/active.en.json", `{"a": "A"}`, "app/active.ko.toml", `a = "에이"`)
	r := open(files)
	first, _ := r.Current().Project("app")
	files.write("app/active.ko.toml", "# a comment\na = \"에이\"\n")
	r.Reload()
	same, _ := r.Current().Project("app")
	if same.Release() != first.Release() || same.Previous() != "" {
		t.Error("a comment made a new release")
	}
	files.write("app/active.ko.toml", `a = "에이!"`)
	r.Reload()
	next, _ := r.Current().Project("app")
	if next.Release() == first.Release() || next.Previous() != first.Release() {
		t.Error("a new text made no new release")
	}
	old, err := first.File("ko", "flat.json")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := next.FileByDigest(old.Digest, "flat.json"); err != nil || string(again.Data) != string(old.Data) {
		t.Errorf("the file of the release before is gone: %v", err)
	}
}

// TestReadersSeeWholeBundles reads while reloads swap: both messages always come from one version.
func TestReadersSeeWholeBundles(t *testing.T) {
	files := newTree("app/active.en.json", `{"a": "0", "b": "0"}`)
	r := open(files)
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				p, err := r.Current().Project("app")
				if err != nil {
					t.Error(err)
					return
				}
				if a, b := p.Text("en", "a", nil), p.Text("en", "b", nil); a != b {
					t.Errorf("mixed bundle: %s and %s", a, b)
					return
				}
			}
		})
	}
	for i := range 200 {
		files.write("app/active.en.json", fmt.Sprintf(`{"a": "%d", "b": "%d"}`, i, i))
		r.Reload()
	}
	close(stop)
	readers.Wait()
}

func TestSignsAndSweeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := newTree("app/active.en.json", `{"a": "one"}`)
		r := open(files)
		signs := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { _ = r.run(ctx, signs, func() {}) })

		files.write("app/active.en.json", `{"a": "two"}`)
		signs <- struct{}{}
		signs <- struct{}{}
		time.Sleep(debounce - time.Millisecond) // time of the bubble, not of the clock
		synctest.Wait()
		if text(t, r, "app", "en", "a") != "one" {
			t.Error("read before the editor could finish")
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if text(t, r, "app", "en", "a") != "two" {
			t.Error("not live after the debounce")
		}
		files.write("app/active.en.json", `{"a": "three"}`)
		time.Sleep(sweep)
		synctest.Wait()
		if text(t, r, "app", "en", "a") != "three" {
			t.Error("the sweep saw nothing")
		}
		cancel()
		running.Wait()
	})
}

// TestSavedFileGoesLive watches a real folder through the saves of editors: in place, and by renaming.
func TestSavedFileGoesLive(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(folder, name)
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err == nil {
			err = os.WriteFile(path, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write("app/active.en.toml", `a = "one"`)
	swapped := make(chan struct{}, 100)
	r := Open(Config{Layers: []Layer{Directory(folder)}, Log: quiet(), Swapped: func(*Bundle) { swapped <- struct{}{} }})
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = r.Run(ctx) })
	defer func() { cancel(); running.Wait() }()
	expect := func(project, want string) {
		t.Helper()
		late := time.After(20 * time.Second)
		for {
			if p, err := r.Current().Project(project); err == nil && p.Text("en", "a", nil) == want {
				return
			}
			select {
			case <-swapped:
			case <-late:
				t.Fatalf("%q is not live", want)
			}
		}
	}
	expect("app", "one")
	write("app/active.en.toml", `a = "two"`)
	expect("app", "two")
	write("app/active.en.toml~", `a = "three"`)
	err := os.Rename(filepath.Join(folder, "app/active.en.toml~"), filepath.Join(folder, "app/active.en.toml"))
	if err != nil {
		t.Fatal(err)
	}
	expect("app", "three")
	write("new/active.en.json", `{"a": "a new project"}`)
	expect("new", "a new project")
}

func TestBesideReadsTheProjectsFolderAlone(t *testing.T) {
	files := newTree("app/active.en.json", `{"a": "x"}`)
	files.write("app/screens/buy.png", "a picture")
	files.write("secret", "not here")
	r := open(files)
	data, err := r.Beside("app", "screens/buy.png")
	if err != nil || string(data) != "a picture" {
		t.Errorf("%q %v", data, err)
	}
	for project, name := range map[string]string{"app": "../secret", ".": "secret", "": "secret", "app/screens": "buy.png", "other": "a", "..": "secret"} {
		if _, err := r.Beside(project, name); !errors.Is(err, ErrBesideNotFound) {
			t.Errorf("%s %s: %v", project, name, err)
		}
	}
}
