package production

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/assets/s3/s3test"
)

// followed is how soon every process has the words that another wrote or promoted: a poll each second, and a slow
// machine.
const followed = 5 * time.Second

// TestWordsOfReplicas runs two processes whose locale files are in the bucket: what a translator saves at one is live at
// the other, and what an editor promotes at one is served by the other.
func TestWordsOfReplicas(t *testing.T) {
	d := onServers(t)
	d.env = append(d.env, "HALLYU_LOCALES_S3=locales")
	var editor, translator struct{ Key string }
	d.command(t, &editor, "admin", "account", "create", "boss@example.com", "--role", "operator")
	d.command(t, &translator, "admin", "account", "create", "minji@example.com", "--role", "translator", "--locale", "ko")
	files := treeOf(t, d)
	lay(t, files, "chat/active.en.toml", messages(40, "Hello"))
	lay(t, files, "chat/active.ko.toml", "# ours\n"+messages(40, "안녕"))
	a, b := start(t, d), start(t, d)
	w := &wordsmiths{a: a.client(translator.Key), b: b.client(translator.Key), edit: a.client(editor.Key), read: b.client("")}
	t.Run("a save is live everywhere", w.saveIsLive)
	t.Run("saves at once are all kept", w.savesAtOnce)
	t.Run("of two texts one is told of the other", w.collision)
	t.Run("a broken file keeps its last good version", func(t *testing.T) { w.brokenFile(t, files) })
	t.Run("a promotion is followed", func(t *testing.T) { w.promotion(t, b.url) })
	t.Run("a backup has the files", func(t *testing.T) { filesAreKept(t, d) })
}

// filesAreKept moves the store to a folder.
func filesAreKept(t *testing.T, d deployment) {
	kept, to := filepath.Join(t.TempDir(), "store.tar"), onFiles(t)
	var report struct{ Done string }
	d.command(t, &report, "backup", kept)
	to.command(t, &report, "restore", kept)
	text, err := os.ReadFile(filepath.Join(to.data, "locales", "chat", "active.ko.toml"))
	if err != nil || !strings.HasPrefix(string(text), "# ours\nm0 = ") || !strings.Contains(string(text), "반가워요 29") {
		t.Errorf("%s %v", text, err)
	}
}

// treeOf are the locale files of a deployment.
func treeOf(t *testing.T, d deployment) *s3.Tree {
	setting := func(name string) string {
		for _, s := range d.env {
			if value, ok := strings.CutPrefix(s, "HALLYU_S3_"+name+"="); ok {
				return value
			}
		}
		return ""
	}
	c := s3.Config{Endpoint: setting("ENDPOINT"), Bucket: setting("BUCKET"), AccessKey: setting("ACCESS_KEY"), SecretKey: setting("SECRET_KEY")}
	return s3test.Open(t, c).Tree("locales")
}

// lay writes a locale file by hand.
func lay(t *testing.T, files *s3.Tree, name, text string) {
	t.Helper()
	var before []byte
	f, err := files.Open(name)
	if err == nil {
		info, _ := f.Stat()
		before = make([]byte, info.Size())
		_, _ = f.Read(before)
	}
	done, err := files.Replace(name, before, []byte(text))
	if err != nil || !done {
		t.Fatalf("%s: %v %v", name, done, err)
	}
}

func messages(n int, say string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "m%d = \"%s %d\"\n", i, say, i)
	}
	return out.String()
}

// wordsmiths work at two processes.
type wordsmiths struct{ a, b, edit, read *api.Client }

func set(ctx context.Context, at *api.Client, id, revision, text string) error {
	_, err := at.SetTranslation(ctx, "chat", "ko", id, revision, api.TranslationEdit{Forms: map[string]string{"other": text}})
	return err
}

// says reports whether production, as the second process has it, has a text in Korean.
func (w *wordsmiths) says(ctx context.Context, text string) bool {
	data, err := w.read.Strings(ctx, "chat", "production", "ko", "flat.json")
	return err == nil && strings.Contains(string(data), `"`+text+`"`)
}

func (w *wordsmiths) saveIsLive(t *testing.T) {
	if err := set(t.Context(), w.a, "m1", "", "안녕하세요 1"); err != nil {
		t.Fatal(err)
	}
	took := within(t, followed, func() bool { return w.says(t.Context(), "안녕하세요 1") })
	t.Logf("saved at one, live at the other after %v", took)
}

// savesAtOnce has both processes write one file, each message once.
func (w *wordsmiths) savesAtOnce(t *testing.T) {
	const first, end = 2, 30
	text := func(m int) string { return fmt.Sprintf("반가워요 %d", m) }
	var saving sync.WaitGroup
	for i, at := range []*api.Client{w.a, w.b} {
		saving.Go(func() {
			for m := first + i; m < end; m += 2 {
				if err := set(t.Context(), at, fmt.Sprintf("m%d", m), "", text(m)); err != nil {
					t.Errorf("m%d: %v", m, err)
				}
			}
		})
	}
	saving.Wait()
	for m := first; m < end; m++ {
		within(t, followed, func() bool { return w.says(t.Context(), text(m)) })
	}
}

// collision has a translator at each process who began with the same text.
func (w *wordsmiths) collision(t *testing.T) {
	list, err := w.a.Translations(t.Context(), "chat", api.TranslationQuery{Locale: "ko", ID: "m0"})
	if err != nil || len(list.Items) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	both := make(chan error, 2)
	for i, at := range []*api.Client{w.a, w.b} {
		go func() {
			both <- set(t.Context(), at, "m0", list.Items[0].Revision, fmt.Sprintf("안녕, 나는 %d", i))
		}()
	}
	one, other := <-both, <-both
	if one != nil {
		one, other = other, one
	}
	var problem *api.Problem
	if one != nil || !errors.As(other, &problem) || problem.Status != http.StatusPreconditionFailed {
		t.Errorf("one was saved with %v, the other refused with %v", one, other)
	}
}

func (w *wordsmiths) brokenFile(t *testing.T, files *s3.Tree) {
	lay(t, files, "chat/active.es.toml", `m0 = "Hola"`)
	spanish := func(want string) func() bool {
		return func() bool {
			data, err := w.read.Strings(t.Context(), "chat", "production", "es", "flat.json")
			return err == nil && strings.Contains(string(data), want)
		}
	}
	within(t, followed, spanish("Hola"))
	lay(t, files, "chat/active.es.toml", `m0 = "Hol`)
	within(t, followed, func() bool {
		found, err := w.edit.FileFindings(t.Context(), "chat")
		return err == nil && len(found.Items) == 1 && found.Items[0].Check == "F03" && spanish("Hola")()
	})
	lay(t, files, "chat/active.es.toml", `m0 = "Buenas"`)
	within(t, followed, spanish("Buenas"))
}

// promotion switches to releases at one process, and has the other serve and tell what is promoted there.
func (w *wordsmiths) promotion(t *testing.T, other string) {
	if _, err := w.edit.SetStringMode(t.Context(), "chat", "released", ""); err != nil {
		t.Fatal(err)
	}
	before, err := w.edit.Manifest(t.Context(), "chat", "production")
	if err != nil {
		t.Fatal(err)
	}
	within(t, followed, func() bool {
		m, err := w.read.Manifest(t.Context(), "chat", "production")
		return err == nil && m.Mode == "released" && m.Release == before.Release
	})
	told := listen(t, other+"/v1/strings/chat/production/events", before.Release)
	if err := set(t.Context(), w.b, "m1", "", "또 만나요"); err != nil {
		t.Fatal(err)
	}
	moved, err := w.edit.PromoteStrings(t.Context(), "chat", "", api.StringPromotion{Channel: "production", From: "draft"})
	if err != nil || moved.Release == before.Release {
		t.Fatalf("%+v %v", moved, err)
	}
	begin := time.Now()
	if got := <-told; got != moved.Release {
		t.Errorf("told of %q, promoted was %s", got, moved.Release)
	}
	t.Logf("promoted at one, told by the other after %v", time.Since(begin))
	if m, err := w.read.Manifest(t.Context(), "chat", "production"); err != nil || m.Release != moved.Release || !w.says(t.Context(), "또 만나요") {
		t.Errorf("told, but not served: %v %v", m.Release, err)
	}
	if _, err := w.edit.RollbackStrings(t.Context(), "chat", moved.Revision, api.StringRollback{Channel: "production"}); err != nil {
		t.Fatal(err)
	}
	if got := <-told; got != before.Release || w.says(t.Context(), "또 만나요") {
		t.Errorf("rolled back: told of %q, want %s", got, before.Release)
	}
}

// listen gives the ids of server-sent events, until they end.
func listen(t *testing.T, address, last string) <-chan string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Last-Event-ID", last)
	reply, err := http.DefaultClient.Do(request)
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", reply, err)
	}
	ids := make(chan string)
	go func() {
		defer close(ids)
		defer reply.Body.Close()
		for lines := bufio.NewScanner(reply.Body); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				select {
				case ids <- id:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return ids
}
