package i18ntest

import (
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
)

// RunFiles holds the files of a layer to what [i18n.Writable] promises, and words to what a [i18n.Reloader] makes of
// them. open gives, for each test, a way to open the same empty files as often as there are programs that use them.
func RunFiles(t *testing.T, open func(t *testing.T) (another func() i18n.Layer)) {
	for name, behaviour := range map[string]func(*testing.T, desk){
		"ReplaceWantsWhatWasRead":           replaceWantsWhatWasRead,
		"FilesAreListedAndRead":             filesAreListedAndRead,
		"WritingChangesOneMessage":          writingChangesOneMessage,
		"AnotherProgramsFileIsLive":         anotherProgramsFileIsLive,
		"BrokenFileKeepsItsLastGoodVersion": brokenFileKeepsItsLastGoodVersion,
		"FaultyMessageIsHeldBackAlone":      faultyMessageIsHeldBackAlone,
		"WritersMergeByMessage":             writersMergeByMessage,
		"SameMessageIsToldToHaveMoved":      sameMessageIsToldToHaveMoved,
		"ManyWritersOfOneFileLoseNothing":   manyWritersOfOneFileLoseNothing,
	} {
		t.Run(name, func(t *testing.T) { behaviour(t, desk{t, open(t)}) })
	}
}

// desk is where a test works with files.
type desk struct {
	*testing.T
	open func() i18n.Layer
}

const (
	english = "demo/active.en.toml"
	korean  = "demo/active.ko.json"
)

// put writes a file as somebody else does.
func (d desk) put(name, text string) {
	d.Helper()
	files := d.open().Files.(i18n.Writable)
	before, err := fs.ReadFile(files, name)
	if err != nil {
		before = nil
	}
	done, err := files.Replace(name, before, []byte(text))
	if err != nil || !done {
		d.Fatalf("%s: %v %v", name, done, err)
	}
}

func (d desk) words() *i18n.Reloader {
	return i18n.Open(i18n.Config{Layers: []i18n.Layer{d.open()}, Log: slog.New(slog.DiscardHandler)})
}

func (d desk) says(words *i18n.Reloader, locale i18n.Locale, id, want string) {
	d.Helper()
	p, err := words.Current().Project("demo")
	if err != nil {
		d.Fatal(err)
	}
	if got := p.Text(locale, id, map[string]any{"Name": "Dal"}); got != want {
		d.Errorf("%s in %s: %q, not %q", id, locale, got, want)
	}
}

func text(s string) map[i18n.Category]string { return map[i18n.Category]string{"other": s} }

func replaceWantsWhatWasRead(t *testing.T, d desk) {
	files := d.open().Files.(i18n.Writable)
	for i, step := range []struct {
		before []byte
		data   string
		done   bool
	}{
		{[]byte("what is not there"), "1", false},
		{nil, "2", true},
		{nil, "3", false},
		{[]byte("else"), "4", false},
		{[]byte("2"), "5", true},
		{[]byte("2"), "6", false},
		{[]byte("5"), "", true},
		{nil, "7", false},
		{[]byte{}, "8", true},
	} {
		done, err := files.Replace("demo/deep/a file.toml", step.before, []byte(step.data))
		if err != nil || done != step.done {
			t.Fatalf("step %d: %v %v", i, done, err)
		}
	}
	if data, err := fs.ReadFile(d.open().Files, "demo/deep/a file.toml"); err != nil || string(data) != "8" {
		t.Errorf("at last %q %v", data, err)
	}
}

func filesAreListedAndRead(t *testing.T, d desk) {
	d.put(english, `a = "A"`)
	d.put("demo/screens/buy.png", "a picture")
	d.put("other/active.ko.yaml", "a: 에이\n")
	words := d.words()
	if got := strings.Join(words.Current().Projects(), " "); got != "demo other" {
		t.Errorf("projects %q", got)
	}
	if data, err := words.Beside("demo", "screens/buy.png"); err != nil || string(data) != "a picture" {
		t.Errorf("beside: %q %v", data, err)
	}
	if _, err := words.Beside("demo", "screens/none.png"); !i18n.ErrBesideNotFound.Is(err) {
		t.Errorf("what is not there: %v", err)
	}
	if err := words.Unread(); err != nil {
		t.Error(err)
	}
}

func writingChangesOneMessage(t *testing.T, d desk) {
	d.put(english, "# ours\na = \"A\" # first\n\nb   = \"B\"\n")
	words := d.words()
	for _, w := range []struct {
		locale i18n.Locale
		id     string
		forms  map[i18n.Category]string
	}{{"en", "b", text("Bee")}, {"ko", "a", text("에이")}, {"ko", "b", text("비")}, {"ko", "b", nil}} {
		if err := words.Write("demo", w.locale, w.id, w.forms); err != nil {
			t.Fatal(err)
		}
	}
	data, err := fs.ReadFile(d.open().Files, english)
	if err != nil || string(data) != "# ours\na = \"A\" # first\n\nb   = \"Bee\"\n" {
		t.Errorf("%s %v", data, err)
	}
	d.says(words, "en", "b", "Bee")
	d.says(words, "ko", "a", "에이")
	d.says(words, "ko", "b", "Bee")
}

func anotherProgramsFileIsLive(_ *testing.T, d desk) {
	d.put(english, `a = "A"`)
	here, there := d.words(), d.words()
	if err := there.Write("demo", "ko", "a", text("에이")); err != nil {
		d.Fatal(err)
	}
	if !here.Reload() || here.Reload() {
		d.Error("a look did not see the change, or saw another")
	}
	d.says(here, "ko", "a", "에이")
}

func brokenFileKeepsItsLastGoodVersion(t *testing.T, d desk) {
	d.put(english, `a = "A"`)
	d.put(korean, `{"a": "에이"}`)
	words := d.words()
	d.put(korean, `{"a": "에`)
	d.put(english, `a = "Ay"`)
	words.Reload()
	d.says(words, "ko", "a", "에이")
	d.says(words, "en", "a", "Ay")
	if found := words.Current().FilesOf("demo"); len(found) != 1 || found[0].Check != "F03" || found[0].File != korean {
		t.Errorf("findings: %v", found)
	}
	if err := words.Write("demo", "ko", "a", text("비")); !i18n.ErrFileBroken.Is(err) {
		t.Errorf("writing it: %v", err)
	}
	d.put(korean, `{"a": "씨"}`)
	words.Reload()
	d.says(words, "ko", "a", "씨")
}

func faultyMessageIsHeldBackAlone(t *testing.T, d desk) {
	d.put(english, "a = \"Hello {{.Name}}\"\nb = \"B\"")
	d.put(korean, `{"a": "안녕 {{.Name}}", "b": "비"}`)
	words := d.words()
	d.put(korean, `{"a": "안녕 {{.Nmae}}", "b": "새"}`)
	words.Reload()
	d.says(words, "ko", "a", "안녕 Dal")
	d.says(words, "ko", "b", "새")
	if len(words.Current().Errors("demo")) == 0 {
		t.Error("nothing is said of the fault")
	}
}

// writersMergeByMessage: who writes need not have seen what others wrote of other messages.
func writersMergeByMessage(_ *testing.T, d desk) {
	d.put(english, "a = \"A\"\nb = \"B\"\n")
	here, there := d.words(), d.words()
	for _, w := range []struct {
		words *i18n.Reloader
		id    string
	}{{here, "a"}, {there, "b"}} {
		if err := w.words.Write("demo", "en", w.id, text("new")); err != nil {
			d.Fatal(err)
		}
	}
	here.Reload()
	d.says(here, "en", "a", "new")
	d.says(here, "en", "b", "new")
}

func sameMessageIsToldToHaveMoved(t *testing.T, d desk) {
	d.put(english, "a = \"A\"\n")
	here, there := d.words(), d.words()
	if err := here.Write("demo", "en", "a", text("ours")); err != nil {
		t.Fatal(err)
	}
	if err := there.Write("demo", "en", "a", text("theirs")); err != i18n.ErrMoved {
		t.Errorf("a text that was not seen was written over: %v", err)
	}
	if err := there.Write("demo", "en", "a", text("ours")); err != nil {
		t.Errorf("the same text: %v", err)
	}
	there.Reload()
	d.says(there, "en", "a", "ours")
	if err := there.Write("demo", "en", "a", text("theirs")); err != nil {
		t.Error(err)
	}
}

func manyWritersOfOneFileLoseNothing(t *testing.T, d desk) {
	const programs, each = 3, 8
	var source strings.Builder
	for i := range programs * each {
		fmt.Fprintf(&source, "m%d = \"old\"\n", i)
	}
	d.put(english, source.String())
	var writing sync.WaitGroup
	var one sync.Mutex // of folders, which know no conditions, one program writes at a time
	_, polled := d.open().Files.(i18n.Polled)
	for p := range programs {
		words := d.words()
		writing.Go(func() {
			for i := range each {
				if !polled {
					one.Lock()
				}
				err := words.Write("demo", "en", fmt.Sprintf("m%d", p*each+i), text("new"))
				if !polled {
					one.Unlock()
				}
				if err != nil {
					t.Errorf("program %d, message %d: %v", p, i, err)
				}
			}
		})
	}
	writing.Wait()
	words := d.words()
	for i := range programs * each {
		d.says(words, "en", fmt.Sprintf("m%d", i), "new")
	}
}
